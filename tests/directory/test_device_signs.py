"""A device is seen alive, and whoever copied its token is noticed."""

import pytest
from django.test import Client

from pendopo.directory.device_signs import TWO_PLACES_WITHIN, device_seen
from pendopo.directory.models import Device
from pendopo.directory.pair_device import offer_pairing, pair_device
from pendopo.directory.reads import devices_of
from pendopo.journal.events import history_of
from tests.situations.hall import a_display, a_kiosk
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def seen(device, place, at):
    device.refresh_from_db()
    device_seen(device=device, at=at, place=place)


def doubled(device):
    return Device.objects.values_list("doubled_at", flat=True).get(pk=device.pk)


def test_a_device_that_is_carried_elsewhere_is_one_device():
    device, _token = a_kiosk()
    seen(device, "hall", NINE)
    seen(device, "entrance", NINE + minutes(1))
    seen(device, "entrance", NINE + minutes(2))

    assert doubled(device) is None


def test_two_places_by_turns_are_two_browsers():
    device, _token = a_display()
    for minute, place in enumerate(("hall", "elsewhere", "hall", "elsewhere")):
        seen(device, place, NINE + minutes(minute))

    (card,) = devices_of(device.mall, NINE + minutes(4))
    assert card.doubled_at == NINE + minutes(3)
    assert [event.type for event in history_of(device.pk)] == ["directory.device.doubled"]


def test_back_after_a_while_is_no_second_browser():
    device, _token = a_kiosk()
    seen(device, "hall", NINE)
    seen(device, "repair", NINE + minutes(1))
    seen(device, "hall", NINE + minutes(1) + TWO_PLACES_WITHIN)

    assert doubled(device) is None


def test_pairing_anew_begins_with_a_clean_slate():
    device, _token = a_kiosk()
    for minute, place in enumerate(("hall", "elsewhere", "hall")):
        seen(device, place, NINE + minutes(minute))
    assert doubled(device)

    pair_device(code=offer_pairing(device=device, at=NINE, actor="system").code, at=NINE)

    assert doubled(device) is None


def test_a_copied_cookie_is_noticed_by_the_pages():
    device, token = a_display()
    hall, thief = Client(REMOTE_ADDR="10.0.0.7"), Client(REMOTE_ADDR="203.0.113.9")
    for browser in (hall, thief):
        browser.cookies["layar"] = f"{device.id}.{token}"

    for browser in (hall, thief, hall):
        assert browser.get("/layar/isi").status_code == 200

    assert doubled(device)
    kept = str(Device.objects.filter(pk=device.pk).values())
    assert "203.0.113.9" not in kept
