"""What screens show of the mall itself, and in how many queries."""

from datetime import date

import pytest

from pendopo.directory.models import Device, Facility, Holiday
from pendopo.directory.opening import OpenKind, kept_schedule_of
from pendopo.directory.reads import devices_of, facilities_of, mall_page, malls, zones_of
from tests.situations.hall import a_closed_day, a_display, a_kiosk, a_mall, a_zone
from tests.situations.times import MONDAY, NINE, SATURDAY, TUESDAY, days, on

pytestmark = pytest.mark.django_db


def test_the_week_ahead_says_when_each_day_opens_and_why_not():
    mall = a_mall(greeting="Selamat datang.")
    a_closed_day(mall=mall, day=TUESDAY, reason="Rapat kerja")
    Holiday.objects.create(date=MONDAY + days(2), kind="national", name="Hari raya")

    page = mall_page(mall, NINE)

    assert (page.greeting, page.open_state.kind) == ("Selamat datang.", OpenKind.OPEN)
    assert [day.day for day in page.week] == [MONDAY + days(ahead) for ahead in range(7)]
    assert page.week[0].span.opens_at == on(MONDAY, "08:00")
    assert [(day.span, day.reason) for day in page.week[1:3]] == [(None, "Rapat kerja"), (None, "Hari raya")]
    assert next(day for day in page.week if day.day == SATURDAY).span is None


def test_malls_by_name():
    a_mall(name="MPP Tegal")
    a_mall(name="MPP Lampung Selatan")

    assert [mall.name for mall in malls()] == ["MPP Lampung Selatan", "MPP Tegal"]


def test_zones_and_facilities_say_where_they_are():
    zone = a_zone(floor="2", hint="Naik tangga")
    Facility.objects.create(mall=zone.mall, site=zone.site, code="atm", name="ATM", kind="ATM", floor="1")

    assert [(card.letter, card.place, card.floor, card.hint) for card in zones_of(zone.mall)] == [
        ("A", "Gedung utama", "2", "Naik tangga")
    ]
    assert [(card.name, card.place, card.floor) for card in facilities_of(zone.mall)] == [("ATM", "Gedung utama", "1")]


def test_devices_say_whether_they_are_paired_and_in_service():
    zone = a_zone()
    a_display(zone=zone, name="TV A", last_seen_at=NINE)
    a_kiosk(mall=zone.mall, name="Kios 1", last_seen_at=NINE, revoked_at=NINE)
    Device.objects.create(mall=zone.mall, kind="kiosk", name="Kios 2")

    cards = {card.name: card for card in devices_of(zone.mall, NINE)}

    assert (cards["TV A"].zone, cards["TV A"].silent) == ("A", False)
    assert (cards["Kios 1"].revoked, cards["Kios 1"].silent) == (True, False)
    assert (cards["Kios 2"].paired_at, cards["Kios 2"].silent) == (None, False)


def test_the_number_of_queries_is_constant(django_assert_num_queries):
    mall = a_mall()
    for _ in range(3):
        zone = a_zone(mall=mall)
        a_display(zone=zone)
        a_closed_day(mall=mall, day=date(2026, 12, 1 + ord(zone.letter) % 20))
    kept_schedule_of(mall)

    for read, queries in ((mall_page, 0), (devices_of, 1)):
        with django_assert_num_queries(queries):
            read(mall, NINE)
    for read in (zones_of, facilities_of):
        with django_assert_num_queries(1):
            read(mall)
