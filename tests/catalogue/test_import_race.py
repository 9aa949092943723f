"""Two people import at the same moment: both succeed, and what they imported lies there once."""

import pytest

from pendopo.catalogue.import_workbook import Imported, import_workbook
from pendopo.catalogue.models import Service
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Mall
from tests.situations.at_once import at_once
from tests.situations.hall import a_region
from tests.situations.times import NINE
from tests.situations.workbooks import a_workbook, row_of, small_mall

pytestmark = pytest.mark.race


def imported(content: bytes) -> Imported:
    return import_workbook(content=content, file_name="mal.xlsx", at=NINE, actor="system", may_give=EVERY_ROLE)


def test_the_same_new_mall_at_the_same_moment(own_database):
    a_region()
    content = a_workbook()

    results = at_once(*[lambda: imported(content)] * 4)

    assert sorted(result.written for result in results) == [False, False, False, True]
    assert (Mall.objects.count(), Service.objects.count()) == (1, 2)


def test_two_different_changes_at_the_same_moment_both_stand(own_database):
    a_region()
    imported(a_workbook())
    one, other = small_mall(), small_mall()
    for sheets, code in ((one, "ktp-hilang"), (other, "skck-baru")):
        row_of(sheets, "Layanan", Kode=code)["Nama"] = "Nama baru"
        sheets["Layanan"] = [row_of(sheets, "Layanan", Kode=code)]

    at_once(lambda: imported(a_workbook(one)), lambda: imported(a_workbook(other)))

    assert set(Service.objects.values_list("name", flat=True)) == {"Nama baru"}
    assert Mall.objects.get().catalogue_version == 4
