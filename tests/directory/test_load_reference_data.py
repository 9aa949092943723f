"""Regions and holidays that ship with the package."""

import gzip
from collections import Counter
from datetime import date

import pytest

from pendopo.directory import load_reference_data as loading
from pendopo.directory.add_holiday import UnknownRegion, add_holiday
from pendopo.directory.load_reference_data import Loaded, load_reference_data
from pendopo.directory.models import Holiday, HolidayKind, Mall, Region
from pendopo.directory.opening import schedule_of
from pendopo.journal.models import Event
from tests.situations.hall import a_mall, a_region
from tests.situations.times import MONDAY, NINE, on

pytestmark = pytest.mark.django_db
SHIPPED_HOLIDAYS = (loading.DATA / "holidays.csv").read_text(encoding="utf-8").partition("\n")[2]
HEADING = "code,name,kind,postcode,latitude,longitude,population\n"


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A small edition of the data, which a test may change."""

    def write(regions: str = "18,Lampung,provinsi,,,,9\n", holidays: str = "2026-12-25,national,Hari Raya Natal,\n") -> None:
        (tmp_path / "regions.csv.gz").write_bytes(gzip.compress((HEADING + regions).encode(), mtime=0))
        (tmp_path / "holidays.csv").write_text("date,kind,name,region_code\n" + holidays, encoding="utf-8")

    monkeypatch.setattr(loading, "DATA", tmp_path)
    write()
    return write


def test_the_whole_nation_is_loaded_once(django_assert_max_num_queries):
    told = []
    loaded = load_reference_data(at=NINE, progress=lambda done, of: told.append((done, of)))

    assert loaded == Loaded(91_599, 108)
    assert told[-1] == (91_599, 91_599)
    assert Counter(Region.objects.values_list("level", flat=True)) == {
        "province": 38, "regency": 514, "district": 7_285, "village": 83_762,
    }  # fmt: skip
    # Codes are text: 18.10 is Kabupaten Pringsewu, 18.1 would be nothing.
    assert Region.objects.get(code="18.10").name == "Kabupaten Pringsewu"
    assert Region.objects.get(code="18.12.01.2002").parent.parent.parent.name == "Lampung"
    with django_assert_max_num_queries(2):
        assert load_reference_data(at=NINE) == Loaded(0, 0)


def test_only_changed_rows_are_written(small):
    small(regions="18,Lampung,provinsi,,,,9\n18.01,Kabupaten Lampung Selatan,kabupaten,,-5.5,105.5,1\n")
    load_reference_data(at=NINE)
    small(regions="18,Lampung,provinsi,,,,9\n18.01,Kabupaten Lampung Selatan,kabupaten,,-5.5,105.5,2\n")

    assert load_reference_data(at=NINE).regions == 1
    assert Region.objects.get(code="18.01").population == 2


def test_loading_is_recorded_once_per_edition(small):
    load_reference_data(at=NINE)
    load_reference_data(at=NINE)

    assert Event.objects.filter(type="directory.reference_data.loaded").count() == 2


def test_a_moved_estimate_goes_and_what_a_region_added_stays(small):
    small(holidays="2027-03-10,national,Idul Fitri (perkiraan),\n")
    a_region("18", "Lampung")
    load_reference_data(at=NINE)
    add_holiday(day=date(2027, 3, 18), name="Hari jadi Lampung", region_code="18", at=NINE, actor="system")
    small(holidays="2027-03-11,national,Idul Fitri,\n")

    load_reference_data(at=NINE)

    assert set(Holiday.objects.values_list("date", "name")) == {
        (date(2027, 3, 11), "Idul Fitri"), (date(2027, 3, 18), "Hari jadi Lampung"),
    }  # fmt: skip


def test_new_holidays_make_every_mall_read_its_schedule_again(small):
    mall = a_mall()

    load_reference_data(at=NINE)

    assert Mall.objects.get(pk=mall.pk).catalogue_version > mall.catalogue_version


def test_the_shipped_holidays_close_a_mall(small):
    small(holidays=SHIPPED_HOLIDAYS)
    load_reference_data(at=NINE)

    state = schedule_of(a_mall()).state(on(date(2026, 12, 24), "09:00"))

    assert state.reason == "Cuti Bersama Hari Raya Natal"
    assert state.opens_at == on(date(2026, 12, 28), "08:00")


def test_a_holiday_of_a_province_closes_its_malls_and_no_others():
    a_region("18", "Lampung")
    ours, theirs = a_mall(), a_mall(region=a_region("33.28", "Kabupaten Tegal"))

    holiday = add_holiday(day=MONDAY, name="Hari jadi Lampung", region_code="18", at=NINE, actor="system")

    assert holiday == add_holiday(day=MONDAY, name="Hari jadi Lampung", region_code="18", at=NINE, actor="system")
    assert holiday.kind == HolidayKind.REGIONAL
    assert not schedule_of(ours).state(NINE).is_open
    assert schedule_of(theirs).state(NINE).is_open
    assert Mall.objects.get(pk=theirs.pk).catalogue_version == theirs.catalogue_version


def test_a_holiday_of_an_unknown_region_is_refused():
    with pytest.raises(UnknownRegion):
        add_holiday(day=MONDAY, name="Hari jadi", region_code="18.1", at=NINE, actor="system")
