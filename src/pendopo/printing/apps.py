from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "pendopo.printing"
    label = "printing"

    def ready(self) -> None:
        from pendopo.catalogue.workbook.planning import adjoin
        from pendopo.printing.workbook import DEVICES, DeviceTable

        adjoin(DeviceTable(DEVICES))
