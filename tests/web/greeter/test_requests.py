"""Help that visitors ask for, from phone, kiosk and entrance, as the greeter sees it."""

import pytest
from django.test import Client

from pendopo.assistance.models import Assistance, AssistanceState
from pendopo.queue.alerts import ask_for_help, come_to_help
from pendopo.queue.watch_models import AlertState
from tests.situations.assistance import a_request_for_help
from tests.situations.hall import a_counter, a_line, a_mall
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.screens import a_kiosk_screen
from tests.situations.times import NINE, minutes
from tests.web.backoffice.conftest import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(mall):
    return a_ticket(a_line(mall=mall), at=NINE)


def test_what_a_phone_asks_for_stands_on_the_greeters_page(phone, ticket):
    link = f"/t/{ticket.visit.code}/bantuan"
    answer = Client().post(link, {"bantuan": "wheelchair"})
    assert (answer.status_code, answer.headers["Location"]) == (303, link)

    words = words_of(phone.get("bantuan"))
    assert "Kursi roda" in words
    assert ticket.label in words
    assert phone.get("detak").json() == {"bantuan": 1}


def test_the_phone_hears_that_somebody_is_coming(phone, ticket):
    link = f"/t/{ticket.visit.code}/bantuan"
    Client().post(link, {"bantuan": "sign_language"})
    asked = Assistance.objects.get()
    assert "Tetaplah di tempat" in words_of(Client().get(link))

    phone.press(f"bantuan/{asked.id}/ambil")

    assert "sedang menuju Anda" in words_of(Client().get(link))
    assert "Anda sedang ke sana" in words_of(phone.get("bantuan"))


def test_the_visitor_takes_it_back(ticket):
    link = f"/t/{ticket.visit.code}/bantuan"
    for fields in ({}, {"batal": "ya"}, {"batal": "ya"}):
        assert Client().post(link, {"bantuan": "guide", **fields}).status_code == 303
    assert Assistance.objects.get().state == AssistanceState.WITHDRAWN


def test_a_visit_of_yesterday_asks_for_nothing(ticket, at):
    at(NINE + minutes(24 * 60))
    assert Client().post(f"/t/{ticket.visit.code}/bantuan", {"bantuan": "guide"}).status_code == 409
    assert not Assistance.objects.exists()


def test_a_kiosk_calls_an_officer_to_itself(phone, mall):
    kiosk = a_kiosk_screen(mall=mall, name="Kios pintu timur")

    page = kiosk.client.post("/k/bantuan/minta", {"bantuan": "companion"})

    assert "Petugas datang ke kios ini" in words_of(page)
    assert "Kios pintu timur" in words_of(phone.get("bantuan"))


def test_the_greeter_asks_for_who_stands_there(phone, ticket):
    answer = phone.press("bantuan/minta", bantuan="wheelchair", tiket=str(ticket.id))
    assert "Kursi roda" in words_of(answer)
    assert Assistance.objects.get().visit == ticket.visit
    assert "Kursi roda" in words_of(phone.check(ticket.label))


def test_a_colleague_was_quicker(phone, mall):
    asked = a_request_for_help(mall)
    phone.press(f"bantuan/{asked.id}/selesai")
    answer = phone.press(f"bantuan/{asked.id}/ambil")
    assert (answer.status_code, "lebih cepat" in words_of(answer)) == (409, True)


def test_requests_of_another_mall_are_not_there(phone):
    asked = a_request_for_help(a_mall())
    for word in ("ambil", "selesai", "lain"):
        assert phone.press(f"bantuan/{asked.id}/{word}").status_code == 404


def test_a_counter_that_asks_for_help_is_named_until_somebody_comes(phone, mall):
    line = a_line(mall=mall)
    desk, colleague = an_open_desk(a_counter(line=line, number="3")), an_open_desk(a_counter(line=line))
    alert = ask_for_help(desk=desk.lease(NINE), at=NINE - minutes(4))
    words = words_of(phone.get("bantuan"))
    assert "Loket 3 di zona A meminta bantuan" in words
    assert "08.56 · 4 menit lalu · belum ada yang ke sana" in words
    assert phone.get("detak").json() == {"bantuan": 1}

    come_to_help(desk=colleague.lease(NINE), alert=alert.id, at=NINE)

    assert "Budi sedang ke sana" in words_of(phone.get("bantuan"))
    assert phone.get("detak").json() == {"bantuan": 0}


def test_the_greeter_goes_to_a_counter_by_name_and_ends_it(phone, mall):
    desk = an_open_desk(a_counter(line=a_line(mall=mall)))
    alert = ask_for_help(desk=desk.lease(NINE), at=NINE)

    phone.press(f"bantuan/loket/{alert.id}/ambil")

    assert "Anda sedang ke sana" in words_of(phone.get("bantuan"))
    alert.refresh_from_db()
    assert alert.seen_by.name == "Ayu"

    phone.press(f"bantuan/loket/{alert.id}/selesai")

    alert.refresh_from_db()
    assert alert.state == AlertState.OVER
    assert phone.press(f"bantuan/loket/{alert.id}/ambil").status_code == 404


def test_help_at_a_counter_of_another_mall_is_not_there(phone):
    elsewhere = an_open_desk(a_counter(line=a_line(mall=a_mall())))
    alert = ask_for_help(desk=elsewhere.lease(NINE), at=NINE)

    for word in ("ambil", "selesai", "lain"):
        assert phone.press(f"bantuan/loket/{alert.id}/{word}").status_code == 404
