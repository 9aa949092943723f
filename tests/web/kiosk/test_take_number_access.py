"""Who may take a number at `POST /k/nomor`: a paired kiosk of that mall, from our own page. Everybody else gets none."""

import pytest

from pendopo.directory.pair_device import revoke_device
from pendopo.queue.models import Ticket
from tests.situations.hall import a_display, a_mall
from tests.situations.line import a_key
from tests.situations.screens import JSON, a_kiosk_screen, a_service_offered
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db


def test_no_number_for_a_browser_that_is_no_kiosk(client):
    service = a_service_offered()
    posted = {"layanan": str(service.id), "kunci": str(a_key())}

    answer = client.post("/k/nomor", posted, headers=JSON)

    assert answer.status_code == 403
    assert answer.json()["type"] == "queue.unknown_device"
    assert Ticket.objects.count() == 0
    page = client.post("/k/nomor", posted)
    assert page.status_code == 403
    assert "belum menjadi kios" in page.content.decode()


def test_no_number_for_a_forged_secret():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    kiosk.client.cookies["kios"] = f"{kiosk.device.id}.guessed"

    assert kiosk.take(service, headers=JSON).status_code == 403


def test_no_number_for_a_kiosk_taken_out_of_service():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    kiosk.take(service, headers=JSON)
    revoke_device(device=kiosk.device, at=NINE, actor="system")

    assert kiosk.take(service, headers=JSON).status_code == 403
    assert kiosk.take(service).status_code == 403
    assert Ticket.objects.count() == 1


def test_no_number_for_a_display():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    display, token = a_display(zone=service.line.zone)
    kiosk.client.cookies["kios"] = f"{display.id}.{token}"

    assert kiosk.take(service, headers=JSON).status_code == 403


def test_no_number_for_a_kiosk_of_another_mall():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=a_mall())

    assert kiosk.take(service, headers=JSON).status_code == 404
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize("origin", ["https://jahat.example", "http://testserver.jahat.example", "null"])
def test_no_number_for_a_page_of_somebody_else(origin):
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)

    answer = kiosk.take(service, headers={**JSON, "origin": origin})

    assert answer.status_code == 403
    assert answer.json()["type"] == "web.foreign_origin"
    assert Ticket.objects.count() == 0


def test_our_own_page_may():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)

    assert kiosk.take(service, headers={**JSON, "origin": "http://testserver"}).status_code == 200


def test_a_link_takes_no_number():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)

    assert kiosk.client.get("/k/nomor", {"layanan": str(service.id), "kunci": str(a_key())}).status_code == 405
