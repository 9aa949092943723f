"""The sheet Jadwal: duties come in with a workbook, go out with it, and move the ledger as if they had been pressed."""

import pytest

from pendopo.catalogue.export_workbook import export_workbook
from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.workbook.faults import WorkbookRefused
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Duty, Mall
from tests.situations.hall import a_region
from tests.situations.times import MONDAY, NINE
from tests.situations.workbooks import a_workbook, cells_of, small_mall

pytestmark = pytest.mark.django_db


def imported(content, **options):
    return import_workbook(
        content=content, file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE, mall_code="mpp-kalianda", **options
    )


@pytest.fixture
def mall() -> Mall:
    a_region()
    whole = small_mall()
    import_workbook(content=a_workbook(whole), file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)
    return Mall.objects.get()


def roster(*rows):
    return a_workbook({"Jadwal": list(rows)})


def test_duties_come_in_with_their_officer_and_out_again_cell_by_cell(mall):
    rows = Duty.objects.order_by("pk").values_list("counter__code", "weekday", "date", "officer__email", "starts__hour")

    assert next(iter(rows)) == ("loket-1", 0, None, "rina@kalianda.example", 8)
    assert [row[3] for row in rows] == ["rina@kalianda.example", None, None]
    assert cells_of(export_workbook(mall))["Jadwal"][1:] == cells_of(a_workbook(small_mall()))["Jadwal"][1:]
    assert imported(export_workbook(mall)).touched == 0


def test_a_duty_is_changed_in_place_and_one_that_the_file_lacks_goes_when_asked(mall):
    before = Duty.objects.get(starts__hour=8).pk
    only = {"Loket": "loket-1", "Hari": "senin", "Mulai": "08:00", "Selesai": "11:30", "Petugas": "rina@kalianda.example"}

    (result,) = imported(roster(only)).sheets
    assert (result.added, result.changed, result.missing, result.removed) == (0, 1, 2, 0)
    assert Duty.objects.get(starts__hour=8).pk == before

    (result,) = imported(roster(only), remove_missing=True).sheets
    assert (result.removed, Duty.objects.count()) == (2, 1)


def test_what_is_over_is_history_and_not_missing(mall):
    Duty.objects.filter(date__isnull=False).update(date=MONDAY.replace(month=1))
    Duty.objects.filter(from_date__isnull=False).update(until_date=MONDAY.replace(month=3))
    keep = {"Loket": "loket-1", "Hari": "senin", "Mulai": "08:00", "Selesai": "12:00", "Petugas": "rina@kalianda.example"}

    (result,) = imported(roster(keep), remove_missing=True).sheets

    assert (result.missing, Duty.objects.count()) == (0, 3)


def test_every_fault_is_named_by_row_and_column(mall):
    right = {"Loket": "loket-1", "Hari": "senin", "Mulai": "07:00", "Selesai": "12:00"}
    wrong = [
        right | {"Tanggal": "2026-12-01"}, {name: value for name, value in right.items() if name != "Hari"},
        right | {"Selesai": "06:00"}, right | {"Loket": "loket-9"}, right | {"Petugas": "joko@lain.example"},
        right | {"Petugas": "budi"}, right | {"Hari": "", "Tanggal": "2026-12-01", "Berlaku mulai": "2026-12-01"},
    ]  # fmt: skip

    with pytest.raises(WorkbookRefused) as refusal:
        imported(roster(*wrong))

    named = {(fault.row, fault.column) for fault in refusal.value.faults}
    assert named == {
        (2, "Hari"), (3, "Hari"), (4, "Selesai"), (5, "Loket"), (6, "Petugas"), (7, "Petugas"), (8, "Berlaku mulai"),
    }  # fmt: skip


def test_a_mall_without_a_roster_exports_no_such_sheet(mall):
    Duty.objects.all().delete()

    assert "Jadwal" not in cells_of(export_workbook(mall))
