"""When no number is given, the kiosk says why and when there is one again, in the language of its visitor."""

from typing import Any

import pytest

from pendopo.appointments.models import LineDay
from pendopo.appointments.stop_issuing import StopReason, stop_issuing
from pendopo.queue.models import Ticket
from tests.situations.hall import a_closed_day, a_line, a_service, an_agency
from tests.situations.line import a_key
from tests.situations.screens import JSON, a_kiosk_screen, a_service_offered
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def title(answer: Any) -> str:
    assert answer["content-type"] == "application/problem+json"
    return answer.json()["title"]


@pytest.mark.parametrize(
    "wrong", [{"kunci": ""}, {"kunci": "x"}, {"layanan": "1"}, {"prioritas": "booking"}, {"prioritas": "vip"}]
)
def test_refused_a_command_that_cannot_be_read(wrong):
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    posted = {"layanan": str(service.id), "kunci": str(a_key()), **wrong}

    answer = kiosk.client.post("/k/nomor", posted, headers=JSON)

    assert answer.status_code == 400
    assert "mulai lagi" in title(answer)
    assert Ticket.objects.count() == 0


def test_refused_the_key_of_another_kiosk():
    service = a_service_offered()
    key = a_key()
    a_kiosk_screen(mall=service.mall).take(service, key=key, headers=JSON)

    answer = a_kiosk_screen(mall=service.mall).take(service, key=key, headers=JSON)

    assert answer.status_code == 409
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(("language", "says"), [("id", "08.00"), ("en", "08")])
def test_refused_before_the_opening(at_nine, language, says):
    at_nine(NINE - minutes(90))
    service = a_service_offered()

    answer = a_kiosk_screen(mall=service.mall).speak(language).take(service, headers=JSON)

    assert answer.json()["type"] == "queue.not_open_yet"
    assert says in title(answer)


def test_refused_after_the_closing(at_nine):
    at_nine(NINE + minutes(60 * 7))
    service = a_service_offered()

    answer = a_kiosk_screen(mall=service.mall).take(service, headers=JSON)

    assert answer.json()["type"] in {"queue.closed_for_today", "appointments.line_closed_today"}


def test_on_a_closed_day_the_page_says_why():
    service = a_service_offered()
    a_closed_day(mall=service.mall, reason="Rapat kerja")

    page = a_kiosk_screen(mall=service.mall).take(service)

    assert page.status_code == 409
    assert "Rapat kerja" in page.content.decode()
    assert "Pilih layanan lain" in page.content.decode()


def test_refused_a_full_line():
    service = a_service_offered(line=a_line(daily_limit=1))
    kiosk = a_kiosk_screen(mall=service.mall)
    kiosk.take(service, headers=JSON)

    answer = kiosk.take(service, headers=JSON)

    assert answer.json()["type"] == "queue.line_full"
    assert Ticket.objects.count() == 1


def test_refused_a_paused_line():
    service = a_service_offered()
    kiosk = a_kiosk_screen(mall=service.mall)
    kiosk.take(service, headers=JSON)
    stop_issuing(line_day=LineDay.objects.get(), until=NINE + minutes(30), reason=StopReason.TROUBLE, at=NINE, actor="system")

    answer = kiosk.take(service, headers=JSON)

    assert answer.json()["type"] == "queue.issuing_paused"
    assert "09.30" in title(answer)


def test_refused_a_service_for_which_no_number_is_taken():
    service = a_service(agency=an_agency())

    answer = a_kiosk_screen(mall=service.mall).take(service, headers=JSON)

    assert answer.json()["type"] == "queue.no_number_for_this"
