"""Kiosks and displays: added, paired by a link that works once, taken out of service."""

import re

import pytest
from django.test import Client

from pendopo.directory.models import Device, DeviceKind, Mall
from tests.situations.hall import a_display, a_kiosk, a_mall, a_zone
from tests.situations.times import NINE, minutes
from tests.web.backoffice.conftest import the_office_of, words_of

pytestmark = pytest.mark.django_db

SCREENS = "/kelola/kalianda/layar"


def add(office: Client, **fields: str):
    return office.post(SCREENS, {"kind": "kiosk", "name": "Kios pintu", "zone": "", **fields})


def link_on(answer) -> str:
    found = re.search(r'href="http://testserver(/pasang/[^"]+)"', answer.content.decode())
    assert found
    return found[1]


@pytest.fixture
def mall() -> Mall:
    return a_mall(code="kalianda")


def test_a_kiosk_is_added_and_paired_by_its_link_once(mall):
    office = the_office_of(mall)

    link = link_on(add(office))
    browser = Client()

    assert browser.post(link)["location"] == "/k/"
    assert Client().post(link).status_code == 404
    assert "dipakai" in words_of(office.get(SCREENS))
    assert "/pasang/" not in office.get(SCREENS).content.decode()


def test_a_display_needs_its_zone(mall):
    zone = a_zone(mall=mall)
    office = the_office_of(mall)

    refused = add(office, kind="display", name="Layar A")
    assert refused.status_code == 422
    assert "Pilih zona yang panggilannya ditampilkan." in words_of(refused)

    add(office, kind="display", name="Layar A", zone=str(zone.id))
    assert Device.objects.get().zone == zone


def test_the_zone_of_another_mall_cannot_be_chosen(mall):
    assert add(the_office_of(mall), kind="display", zone=str(a_zone().id)).status_code == 422


def test_the_form_suggests_the_next_zone_without_a_display(mall):
    first, second = a_zone(mall=mall), a_zone(mall=mall)
    office = the_office_of(mall)

    page = office.get(SCREENS, {"jenis": "display"}).content.decode()
    after = add(office, kind="display", name="Layar A", zone=str(first.id)).content.decode()

    assert f'value="{first.id}" selected' in page
    assert f'value="{second.id}" selected' in after
    assert "Belum punya layar: zona B." in after


def test_a_name_is_used_once(mall):
    office = the_office_of(mall)
    add(office)

    answer = add(office)

    assert answer.status_code == 422
    assert "Kios pintu" in words_of(answer)
    assert Device.objects.count() == 1


def test_a_screen_taken_out_of_service_stops_and_can_come_back(mall):
    office = the_office_of(mall)
    browser = Client()
    browser.post(link_on(add(office)))
    device = Device.objects.get()

    office.post(f"{SCREENS}/{device.id}/cabut")
    assert "tidak dipakai" in words_of(office.get(SCREENS))
    assert "belum menjadi kios" in browser.get("/k/").content.decode()

    browser.post(link_on(office.post(f"{SCREENS}/{device.id}/pasang")))
    assert "belum menjadi kios" not in browser.get("/k/").content.decode()


def test_a_silent_screen_is_named_with_when(mall):
    a_kiosk(mall=mall, name="Kios pintu", last_seen_at=NINE - minutes(20))

    assert "diam sejak 08.40" in words_of(the_office_of(mall).get(SCREENS))


def test_no_screen_yet(mall):
    assert "Belum ada layar" in words_of(the_office_of(mall).get(SCREENS))


def test_queries_do_not_grow_with_screens(mall, django_assert_num_queries):
    office = the_office_of(mall)
    queries = 8

    with django_assert_num_queries(queries):
        office.get(SCREENS)
    for _ in range(6):
        a_kiosk(mall=mall)
        a_display(zone=a_zone(mall=mall))
    with django_assert_num_queries(queries):
        office.get(SCREENS)
    assert Device.objects.filter(kind=DeviceKind.DISPLAY).count() == 6
