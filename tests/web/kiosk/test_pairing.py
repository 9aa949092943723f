"""Pairing: a one-time code makes a browser a kiosk or a display, once."""

import pytest
from django.test import Client

from pendopo.directory.models import Device, DeviceKind
from pendopo.directory.pair_device import Offered, make_device, offer_pairing, revoke_device
from pendopo.kernel.identifiers import readable_code
from tests.situations.hall import a_mall, a_zone
from tests.situations.times import NINE, days, minutes

pytestmark = pytest.mark.django_db


def an_offer(kind: str = DeviceKind.KIOSK) -> Offered:
    zone = a_zone(mall=a_mall())
    return make_device(mall=zone.mall, kind=kind, name="Kios 2", zone=zone, at=NINE, actor="system")


@pytest.mark.parametrize(("kind", "home", "cookie"), [("kiosk", "/k/", "kios"), ("display", "/layar/", "layar")])
def test_the_code_makes_this_browser_the_screen(kind, home, cookie):
    offer = an_offer(kind)
    browser = Client()

    answer = browser.post(f"/pasang/{offer.code}")

    assert answer["location"] == home
    kept = answer.cookies[cookie]
    assert kept.value.startswith(f"{offer.device}.")
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Strict", home)
    assert kept["max-age"] == 365 * 24 * 3600
    assert "belum menjadi" not in browser.get(home).content.decode()


def test_the_link_asks_first_and_uses_nothing_up():
    offer = an_offer()

    pages = [Client().get(f"/pasang/{offer.code}").content.decode() for _ in range(3)]

    assert all("Jadikan layar ini “Kios 2”?" in page for page in pages)
    assert Device.objects.get().paired_at is None


def test_a_code_works_once():
    offer = an_offer()
    Client().post(f"/pasang/{offer.code}")

    answer = Client().post(f"/pasang/{offer.code}")

    assert answer.status_code == 404
    assert "kios" not in answer.cookies


@pytest.mark.parametrize("wrong", ["ABCDEFGHJK", "x", "0000000000"])
def test_a_wrong_code_pairs_nothing(wrong):
    an_offer()

    assert Client().post(f"/pasang/{wrong}").status_code == 404
    assert Client().get(f"/pasang/{wrong}").status_code == 404


def test_a_code_too_old_pairs_nothing(at_nine):
    offer = an_offer()
    at_nine(NINE + days(2))

    assert Client().post(f"/pasang/{offer.code}").status_code == 404


def test_a_typed_code_leads_to_its_link():
    offer = an_offer()

    answer = Client().get("/pasang", {"kode": readable_code(offer.code).lower()})

    assert Client().get(answer["location"]).status_code == 200


def test_the_page_for_the_code_stands_by_itself():
    assert "Kode pemasangan" in Client().get("/pasang").content.decode()


def test_a_form_of_somebody_else_pairs_nothing():
    offer = an_offer()
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/pasang/{offer.code}").status_code == 403
    assert Device.objects.get().paired_at is None


def test_a_screen_out_of_service_says_so_and_can_be_paired_again(at_nine):
    offer = an_offer()
    browser = Client()
    browser.post(f"/pasang/{offer.code}")
    device = Device.objects.get()
    revoke_device(device=device, at=NINE, actor="system")
    assert "belum menjadi kios" in browser.get("/k/").content.decode()

    at_nine(NINE + minutes(5))
    anew = offer_pairing(device=device, at=NINE, actor="system")
    browser.post(f"/pasang/{anew.code}")

    assert "Mau urus apa" in browser.get("/k/").content.decode()
