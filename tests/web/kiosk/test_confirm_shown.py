"""`POST /k/tampil`: a number counts once it was shown; until then nobody waits for it longer than a minute."""

import pytest

from pendopo.queue.models import Ticket, TicketState
from tests.situations.hall import a_counter, a_mall
from tests.situations.line import a_key, a_ticket, again, an_open_desk
from tests.situations.screens import JSON, a_kiosk_screen, a_service_offered
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def test_a_number_that_nobody_saw_is_passed_over_after_a_minute():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    unseen = kiosk.take(service, headers=JSON).json()["ticket"]
    seen = kiosk.take(service, headers=JSON).json()["ticket"]
    assert kiosk.confirm(seen).status_code == 204

    called = an_open_desk(a_counter(line=service.line)).call(NINE + minutes(2))

    assert str(called.ticket) == seen
    assert Ticket.objects.get(pk=unseen).state == TicketState.WAITING


def test_confirming_twice_changes_nothing():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    ticket = Ticket.objects.get(pk=kiosk.take(service, headers=JSON).json()["ticket"])

    assert [kiosk.confirm(ticket.id).status_code for _ in range(2)] == [204, 204]
    assert again(ticket.id).shown_at == NINE


def test_without_a_script_the_button_confirms_and_leads_back():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    ticket = kiosk.take(service, headers=JSON).json()["ticket"]

    answer = kiosk.confirm(ticket, headers=None)

    assert (answer.status_code, answer["location"]) == (303, "/k/mulai")
    assert again(ticket).shown_at == NINE


def test_a_ticket_of_another_mall_is_not_there():
    service = a_service_offered()
    ticket = a_kiosk_screen(mall=service.mall).take(service, headers=JSON).json()["ticket"]

    assert a_kiosk_screen(mall=a_mall()).confirm(ticket).status_code == 404
    assert again(ticket).shown_at is None


def test_a_number_from_a_phone_is_not_the_kiosks_to_confirm():
    ticket = a_ticket()

    assert a_kiosk_screen(mall=ticket.mall).confirm(ticket.id).status_code == 404


@pytest.mark.parametrize("forged", ["", "1", "00000000-0000-7000-8000-000000000000"])
def test_a_forged_ticket(forged):
    assert a_kiosk_screen().confirm(forged).status_code in {400, 404}


def test_only_a_kiosk_confirms(client):
    assert client.post("/k/tampil", {"tiket": str(a_key())}, headers=JSON).status_code == 403
