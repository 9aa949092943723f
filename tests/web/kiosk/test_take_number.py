"""`POST /k/nomor`: a number for a script and for a person, and the same number for the same key."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.queue.models import Ticket, TicketState, Visit
from tests.situations.hall import a_line, a_mall, a_zone
from tests.situations.line import a_key
from tests.situations.screens import JSON, a_kiosk_screen, a_service_offered

pytestmark = pytest.mark.django_db


def test_a_script_gets_number_code_and_ticket():
    service = a_service_offered(line=a_line(zone=a_zone(mall=a_mall())))
    kiosk = a_kiosk_screen(mall=service.mall)

    answer = kiosk.take(service, headers=JSON)

    ticket = Ticket.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "number": "A-001", "code": ticket.visit.code, "ticket": str(ticket.id), "state": "waiting", "repeated": False,
    }  # fmt: skip
    assert ticket.state == TicketState.WAITING
    assert ticket.shown_at is None
    assert answer["cache-control"] == "no-store"


def test_a_script_costs_the_verbs_own_statement_and_nothing_else():
    """The verb speaks to the driver itself, so whatever Django counts would be too much."""
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    kiosk.take(service, headers=JSON)

    with CaptureQueriesContext(connection) as queries:
        answer = kiosk.take(service, headers=JSON)

    assert answer.json()["number"].endswith("-002")
    assert [query["sql"] for query in queries if not re.match("SAVEPOINT|RELEASE", query["sql"])] == []


def test_the_same_key_shows_the_same_number_again():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    key = a_key()

    first, second = (kiosk.take(service, key=key, headers=JSON).json() for _ in range(2))

    assert second == {**first, "repeated": True}
    assert Ticket.objects.count() == 1


def test_a_person_who_presses_again_sees_the_same_number():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    key = a_key()

    first, second = (kiosk.take(service, key=key).content.decode() for _ in range(2))

    ticket = Ticket.objects.get()
    assert ticket.label.replace("-", "") in re.sub(r"<[^>]+>|-", "", first)
    assert ticket.visit.code[:5] in second
    assert str(ticket.id) in second


def test_the_number_page_names_zone_link_and_what_to_do_next():
    zone = a_zone(mall=a_mall(), hint="Sebelah kiri pintu masuk")
    service = a_service_offered(line=a_line(zone=zone))
    kiosk = a_kiosk_screen(mall=zone.mall)

    page = kiosk.take(service)

    text = page.content.decode()
    assert page.status_code == 200
    assert page["cache-control"] == "no-store"
    assert "Tunggu di zona A" in text
    assert "Sebelah kiri pintu masuk" in text
    assert '<svg xmlns="http://www.w3.org/2000/svg" viewBox' in text
    assert "Saya sudah melihat nomor saya" in text


def test_the_number_page_costs_the_same_however_full_the_line_is():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)

    def queries_of_a_page() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert kiosk.take(service).status_code == 200
        return len(queries)

    queries_of_a_page()
    few = queries_of_a_page()
    for _ in range(10):
        kiosk.take(service, headers=JSON)
    assert queries_of_a_page() == few


def test_the_language_at_the_screen_goes_along_with_the_visit():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall).speak("en")

    page = kiosk.take(service, prioritas="elderly").content.decode()

    assert "Your number" in page
    assert Visit.objects.get().language == "en"
    assert Ticket.objects.get().priority == "elderly"


def test_the_number_page_changes_its_language_without_taking_another_number():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    key = a_key()
    kiosk.take(service, key=key)

    page = kiosk.take(service, key=key, bahasa="en").content.decode()

    assert "Your number" in page
    assert Ticket.objects.count() == 1
