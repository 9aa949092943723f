"""Calling by the desk's hot address: one statement for a script, the desk for a person, its effect once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.hot_sql import one_statement
from pendopo.queue.models import Ticket, TicketState
from tests.situations.desk_screen import a_desk_screen, a_desk_with_waiting, button, words_of
from tests.situations.line import a_key, again
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def test_the_foremost_is_called_and_the_script_is_told():
    screen, (first, _second) = a_desk_with_waiting(2)

    told = screen.press("panggil").json()

    assert (told["ticket"], told["number"], told["state"]) == (str(first.id), first.label, "called")
    assert told["waited_seconds"] == 120
    assert again(first).counter_id == screen.counter.id


def test_a_script_costs_the_hot_statement_and_nothing_else(monkeypatch):
    screen, _waiting = a_desk_with_waiting(1)
    asked = []
    if connection.vendor == "postgresql":
        monkeypatch.setattr(
            "pendopo.queue._call_next_postgresql.one_statement", lambda *a: asked.append(1) or one_statement(*a)
        )
    with CaptureQueriesContext(
        connection,
    ) as through_django:
        assert screen.press("panggil").status_code == 200

    # SQLite's short transaction and PostgreSQL's one statement go past Django's cursor; only the test's own savepoints show.
    beside = [query["sql"] for query in through_django if "SAVEPOINT" not in query["sql"]]
    assert beside == []
    assert len(asked) <= 1


def test_pressed_twice_with_one_key_one_visitor_is_called():
    screen, (first, second) = a_desk_with_waiting(2)
    key = a_key()

    once, twice = screen.press("panggil", key=key).json(), screen.press("panggil", key=key).json()

    assert once["ticket"] == twice["ticket"] == str(first.id)
    assert (once["repeated"], twice["repeated"]) == (False, True)
    assert again(second).state == TicketState.WAITING


def test_nobody_waits():
    refused = a_desk_screen().press("panggil")

    assert (refused.status_code, refused.json()["type"]) == (409, "queue.nobody_waiting")


def test_a_person_sees_the_desk_with_the_visitor():
    screen, (first,) = a_desk_with_waiting(1)

    fragment = screen.click("panggil")

    assert fragment.status_code == 200
    assert "<html" not in fragment.content.decode()
    assert first.label in words_of(fragment)
    assert button(fragment, "datang")["data-key"] == "Enter"


def test_without_javascript_the_answer_is_a_whole_page_and_its_address_shows_the_desk_again():
    screen, (first,) = a_desk_with_waiting(1)

    page = screen.plain("panggil")

    assert page.status_code == 200
    assert "<html" in page.content.decode()
    assert first.label in words_of(screen.client.get("/d/panggil"))
    assert Ticket.objects.filter(state=TicketState.CALLED).count() == 1


def test_nobody_waiting_is_said_on_the_desk():
    answered = a_desk_screen().click("panggil")

    assert answered.status_code == 409
    assert "Tidak ada yang menunggu untuk loket" in words_of(answered)


def test_a_pause_whose_end_is_past_is_over_when_one_calls(at_nine):
    screen, (first,) = a_desk_with_waiting(1)
    screen.press("jeda", alasan="prayer", menit="10")
    assert screen.press("panggil").json()["type"] == "queue.desk_paused"

    at_nine(NINE + minutes(11))

    assert screen.press("panggil").json()["ticket"] == str(first.id)


def test_a_key_that_is_no_key_is_refused():
    screen, _waiting = a_desk_with_waiting(1)

    assert screen.client.post("/d/panggil", {"kunci": "x"}, headers={"accept": "application/json"}).status_code == 400
