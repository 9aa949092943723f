"""The sheet Perangkat: screens that wait to be paired, printers with their addresses, and which kiosk prints where."""

import pytest

from pendopo.catalogue.export_workbook import export_workbook
from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.workbook.faults import WorkbookRefused
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Device, Mall
from pendopo.directory.pair_device import offer_pairing, pair_device
from pendopo.journal.models import Event
from pendopo.printing.models import KioskPaper, Printer
from tests.situations.hall import a_region
from tests.situations.times import NINE
from tests.situations.workbooks import a_workbook, cells_of, small_mall

pytestmark = pytest.mark.django_db

DOOR = {
    "Nama": "Pencetak pintu utama",
    "Jenis": "pencetak",
    "Alamat": "192.168.1.50:9100",
    "Lebar kertas": "80",
    "Menjawab": "ya",
}
KIOSK = {"Nama": "Kios pintu utama", "Jenis": "kios", "Pencetak": "Pencetak pintu utama"}


@pytest.fixture
def mall() -> Mall:
    a_region()
    import_workbook(content=a_workbook(small_mall()), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)
    return Mall.objects.get()


def imported(*rows, content=None, **options):
    return import_workbook(
        content=content or a_workbook({"Perangkat": list(rows)}), file_name="mal.xlsx", at=NINE, actor="officer:rina",
        may_give=EVERY_ROLE, mall_code="mpp-kalianda", **options,
    )  # fmt: skip


def device(name: str) -> Device:
    return Device.objects.get(name=name)


def test_they_come_in_wait_to_be_paired_and_go_out_cell_by_cell(mall):
    kiosk = device("Kios pintu utama")
    assert (kiosk.token_hash, kiosk.paired_at, device("Layar zona A").zone.letter) == ("", None, "A")
    papers = KioskPaper.objects.order_by("kiosk__name").values_list("kiosk__name", "printer__device__name", "width_mm")
    assert list(papers) == [("Kios pintu utama", "Pencetak pintu utama", 80), ("Kios samping", None, 58)]
    assert (Printer.objects.get().host, Printer.objects.get().state) == ("192.168.1.50", "unasked")

    assert sorted(cells_of(export_workbook(mall))["Perangkat"][1:]) == sorted(
        cells_of(a_workbook(small_mall()))["Perangkat"][1:]
    )
    assert imported(content=export_workbook(mall)).touched == 0

    offered = offer_pairing(device=kiosk, at=NINE, actor="officer:rina")
    assert pair_device(code=offered.code, at=NINE).device == kiosk.id


def test_another_zone_leaves_the_pairing_alone(mall):
    screen = device("Layar zona A")
    pair_device(code=offer_pairing(device=screen, at=NINE, actor="system").code, at=NINE)
    token = device("Layar zona A").token_hash
    whole = small_mall() | {"Zona": [*small_mall()["Zona"], {"Huruf": "B", "Nama": "Perizinan", "Tempat": "gedung"}]}
    whole["Perangkat"] = [{"Nama": "Layar zona A", "Jenis": "layar", "Zona": "B"}]

    imported(content=a_workbook(whole))

    assert (device("Layar zona A").zone.letter, device("Layar zona A").token_hash) == ("B", token)


def test_two_printers_swap_their_addresses(mall):
    other = DOOR | {"Nama": "Pencetak samping", "Alamat": "pencetak-2.aula"}
    imported(DOOR, other)

    imported(DOOR | {"Alamat": "pencetak-2.aula:9100"}, other | {"Alamat": "192.168.1.50"})

    found = dict(Printer.objects.values_list("device__name", "host"))
    assert found == {"Pencetak pintu utama": "pencetak-2.aula", "Pencetak samping": "192.168.1.50"}
    assert Printer.objects.filter(state="unasked").count() == 2


def test_what_the_file_lacks_goes_out_of_service_when_asked_and_comes_back_with_it(mall):
    imported(KIOSK | {"Pencetak": None}, remove_missing=True)

    assert set(Device.objects.filter(revoked_at=None).values_list("name", flat=True)) == {"Kios pintu utama"}
    assert not KioskPaper.objects.filter(printer__isnull=False).exists()

    imported(DOOR, KIOSK)

    assert device("Pencetak pintu utama").revoked_at is None
    assert KioskPaper.objects.get(printer__isnull=False).printer.device.name == "Pencetak pintu utama"
    assert Event.objects.filter(type="printing.printer.set_up", actor="officer:rina").exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (DOOR | {"Nama": "Lain"}, "Alamat"),
        (DOOR | {"Nama": "Lain", "Alamat": "8.8.8.8"}, "Alamat"),
        (DOOR | {"Nama": "Lain", "Alamat": "10.0.0.1:99999"}, "Alamat"),
        (DOOR | {"Nama": "Lain", "Alamat": "10.0.0.1 ; rm"}, "Alamat"),
        (DOOR | {"Nama": "Lain", "Alamat": None}, "Alamat"),
        (DOOR | {"Nama": "Lain", "Alamat": "10.0.0.1", "Lebar kertas": "70"}, "Lebar kertas"),
        (DOOR | {"Nama": "Lain", "Alamat": "10.0.0.1", "Zona": "A"}, "Zona"),
        ({"Nama": "Lain", "Jenis": "layar"}, "Zona"),
        ({"Nama": "Lain", "Jenis": "layar", "Zona": "Z"}, "Zona"),
        ({"Nama": "Lain", "Jenis": "tablet"}, "Jenis"),
        ({"Nama": "Layar zona A", "Jenis": "kios"}, "Jenis"),
        ({"Nama": "Lain", "Jenis": "kios", "Pencetak": "Layar zona A"}, "Pencetak"),
        ({"Nama": "Lain", "Jenis": "kios", "Pencetak": "Tidak ada"}, "Pencetak"),
        ({"Nama": "Lain", "Jenis": "kios", "Pencetak": "Pencetak pintu utama", "Lebar kertas": "80"}, "Lebar kertas"),
    ],
)
def test_a_fault_is_named_by_row_and_column_and_nothing_is_written(mall, row, column):
    before = list(Device.objects.order_by("pk").values())

    with pytest.raises(WorkbookRefused) as refusal:
        imported(row)

    assert [(fault.sheet, fault.row, fault.column) for fault in refusal.value.faults] == [("Perangkat", 2, column)]
    assert list(Device.objects.order_by("pk").values()) == before
