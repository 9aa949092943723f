from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "pendopo.printing"
    label = "printing"
