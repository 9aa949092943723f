"""Holidays and special days by hand: seen, added, corrected, taken back, with history; malls follow at once."""

from datetime import date

import pytest
from django.test import Client

from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import Change
from pendopo.directory.models import Agency, Holiday, HolidayChange, HolidayKind, Mall, Role, SpecialDay
from pendopo.directory.opening import schedule_of
from pendopo.journal.models import Event
from tests.house.addresses import stand_at
from tests.situations.hall import a_holder_of, a_mall, a_manager, a_region, an_administrator
from tests.situations.line import a_ticket
from tests.situations.master_data import the_small_mall
from tests.situations.times import MONDAY, NINE, days
from tests.web.backoffice.conftest import signed_in, words_of

pytestmark = pytest.mark.django_db

PAGE = "/kelola/mpp-kalianda/libur"
DAY = MONDAY + days(10)
BIRTHDAY = {"tanggal": DAY.isoformat(), "nama": "Hari jadi kabupaten", "jenis": "regional", "wilayah": "18.01"}


@pytest.fixture
def mall(monkeypatch) -> Mall:
    stand_at(monkeypatch, NINE)
    return the_small_mall()


@pytest.fixture
def office(mall: Mall) -> Client:
    return signed_in(an_administrator(mall))


def test_the_year_is_seen_with_nation_and_region(office, mall):
    Holiday.objects.create(date=DAY, kind=HolidayKind.NATIONAL, name="Hari Raya")
    Holiday.objects.create(date=DAY, kind=HolidayKind.REGIONAL, name="Hari lain", region_code="33")
    office.post(f"{PAGE}/tambah", BIRTHDAY)

    page = words_of(office.get(PAGE))

    assert "Hari Raya" in page
    assert "Hari jadi kabupaten" in page
    assert "Hari lain" not in page


def test_a_holiday_of_the_region_closes_its_malls_with_who_and_when(office, mall):
    elsewhere = a_mall(region=a_region("33.28", "Kabupaten Tegal"))

    assert office.post(f"{PAGE}/tambah", BIRTHDAY).status_code == 302

    assert schedule_of(mall).span(DAY) is None
    assert schedule_of(elsewhere).span(DAY) is not None
    assert "Wayan" in words_of(office.get(PAGE))
    assert HolidayChange.objects.get().after["name"] == "Hari jadi kabupaten"


def test_a_holiday_today_ends_the_day_s_ledger_at_once(office, mall):
    a_ticket(mall.lines.get(code="ktp"))
    day = LineDay.objects.get()

    office.post(f"{PAGE}/tambah", {**BIRTHDAY, "tanggal": MONDAY.isoformat(), "nama": "Mendadak"})

    day.refresh_from_db()
    assert day.closes_at <= NINE


def test_corrected_and_taken_back_the_history_tells_both(office, mall):
    office.post(f"{PAGE}/tambah", BIRTHDAY)
    holiday = Holiday.objects.get(name="Hari jadi kabupaten")

    moved = office.post(
        f"{PAGE}/{holiday.id}", {**BIRTHDAY, "tanggal": (DAY + days(1)).isoformat(), "jenis": "collective_leave"}
    )
    assert moved.status_code == 302
    assert schedule_of(mall).span(DAY) is not None
    assert schedule_of(mall).span(DAY + days(1)) is None
    office.post(f"{PAGE}/{holiday.id}/hapus")

    assert not Holiday.objects.filter(name="Hari jadi kabupaten").exists()
    assert HolidayChange.objects.count() == 3
    assert list(Event.objects.filter(type__startswith="directory.holiday").order_by("pk").values_list("type", flat=True)) == [
        "directory.holiday.added", "directory.holiday.corrected", "directory.holiday.removed",
    ]  # fmt: skip
    assert "Diperbaiki" in words_of(office.get(PAGE))


def test_the_nation_s_days_are_the_system_administrator_s(office, mall):
    national = Holiday.objects.create(date=DAY, kind=HolidayKind.NATIONAL, name="Hari Raya")
    for client in (office, signed_in(a_manager(mall))):
        assert client.get(f"{PAGE}/{national.id}").status_code == 404
        assert client.post(f"{PAGE}/{national.id}/hapus").status_code == 404
        assert client.post(f"{PAGE}/tambah", {**BIRTHDAY, "wilayah": "-", "jenis": "national"}).status_code == 422
        assert client.post(f"{PAGE}/tambah", {**BIRTHDAY, "wilayah": "18"}).status_code == 422

    system = signed_in(a_holder_of(Role.SYSTEM, mall))
    assert system.get(f"{PAGE}/{national.id}").status_code == 200
    assert system.post(f"{PAGE}/tambah", {**BIRTHDAY, "wilayah": "-", "jenis": "national", "nama": "Pemilu"}).status_code == 302
    assert Holiday.objects.get(name="Pemilu").region_code == ""


def test_the_mall_stays_open_on_collective_leave_by_a_special_day(office, mall):
    Holiday.objects.create(date=DAY, kind=HolidayKind.COLLECTIVE_LEAVE, name="Cuti bersama")
    form = office.get(f"{PAGE}?buka={DAY.isoformat()}").content.decode()
    assert f'value="{DAY.isoformat()}"' in form

    special = {"hari": DAY.isoformat(), "untuk": "mal", "buka": "08:00", "tutup": "12:00", "alasan": "Piket cuti bersama"}
    assert office.post(f"{PAGE}/khusus", special).status_code == 302

    assert schedule_of(mall).span(DAY).closes_at.hour == 12
    page = words_of(office.get(PAGE))
    assert "tetap buka: Piket cuti bersama" in page
    assert Change.objects.get().kind == "jam"


def test_a_special_day_of_an_agency_replaces_that_of_the_same_date(office, mall):
    special = {"hari": DAY.isoformat(), "untuk": "instansi:polres", "buka": "", "tutup": "", "alasan": "Rapat"}
    office.post(f"{PAGE}/khusus", special)
    office.post(f"{PAGE}/khusus", {**special, "buka": "08:00", "tutup": "10:00", "alasan": "Apel"})

    (day,) = SpecialDay.objects.filter(agency=Agency.objects.get(mall=mall, code="polres"), date=DAY)
    assert day.reason == "Apel"


@pytest.mark.parametrize(
    "wrong",
    [
        {"buka": "08:00", "tutup": ""},
        {"buka": "10:00", "tutup": "09:00"},
        {"hari": "2020-01-01"},
        {"untuk": "mal lain"},
        {"alasan": ""},
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(office, mall, wrong):
    special = {"hari": DAY.isoformat(), "untuk": "mal", "buka": "08:00", "tutup": "12:00", "alasan": "Piket", **wrong}
    before = SpecialDay.objects.count()
    answer = office.post(f"{PAGE}/khusus", special)

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode() or "error" in answer.content.decode()
    assert SpecialDay.objects.count() == before


def test_years_ahead_are_planned_and_nonsense_is_this_year(office, mall):
    Holiday.objects.create(date=date(2027, 8, 17), kind=HolidayKind.NATIONAL, name="Kemerdekaan")
    assert "Kemerdekaan" in words_of(office.get(f"{PAGE}?tahun=2027"))
    assert office.get(f"{PAGE}?tahun=99999999999999").status_code == 200
    assert office.get(f"{PAGE}?buka=bukan").status_code == 200
