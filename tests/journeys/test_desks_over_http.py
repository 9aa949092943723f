"""What happens between two desks, two windows, and a session that ends: asked over HTTP of real processes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

import pytest

from pendopo.accounts.models import BrowserSession
from pendopo.crowd.browser import Browser, Connections, Page
from pendopo.journal.models import Event
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.models import Outcome, Ticket, TicketState
from tests.situations.hall import a_counter
from tests.situations.running_hall import PASSWORD

pytestmark = pytest.mark.race

T = TypeVar("T")


def at_the_same_instant(*doings: Callable[[], T]) -> list[T]:
    together = Barrier(len(doings))

    def waits(doing: Callable[[], T]) -> T:
        together.wait()
        return doing()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(waits, doings))


def test_two_desks_at_the_same_instant_and_one_visitor_goes_to_one_of_them(hall):
    desks = [hall.desk(counter, officer) for counter, officer in zip(hall.counters, hall.officers, strict=True)]
    kiosk = hall.kiosk("Kios")
    for _round in range(6):
        number = hall.a_number(kiosk)

        answers = at_the_same_instant(*(_calling(desk) for desk in desks))

        assert sorted(answer.status for answer in answers) == [200, 409]
        (called,) = [answer.facts for answer in answers if answer.status == 200]
        assert called["number"] == number
        caller = desks[[answer.status for answer in answers].index(200)]
        hall.press(caller, "datang", tiket=called["ticket"])
        hall.press(caller, "selesai", tiket=called["ticket"], hasil="served")


def test_one_press_sent_twice_at_the_same_instant_is_one_call(hall):
    desk = hall.desk(hall.counters[0], hall.officers[0])
    for _person in range(2):
        hall.a_number(kiosk := hall.kiosk(f"Kios {_person}"))
    windows = [Browser(Connections(hall.address), dict(desk.cookies)) for _window in range(4)]
    key = str(uuid7())

    answers = at_the_same_instant(*(_calling(window, key) for window in windows))

    assert {answer.status for answer in answers} == {200}
    assert len({answer.facts["ticket"] for answer in answers}) == 1
    assert Ticket.objects.filter(state=TicketState.CALLED).count() == 1
    assert kiosk.lost == 0


def test_a_double_press_at_the_kiosk_is_one_number(hall):
    kiosk = hall.kiosk("Kios")
    presses = [Browser(Connections(hall.address), dict(kiosk.cookies)) for _press in range(4)]
    order = {"layanan": str(hall.service.id), "kunci": str(uuid7())}

    answers = at_the_same_instant(*(_posting(press, "/k/nomor", order) for press in presses))

    assert {answer.granted().facts["number"] for answer in answers} == {"A-001"}
    assert Ticket.objects.count() == 1


def test_a_session_that_ends_in_the_middle_of_serving_stops_nobody(hall):
    counter, budi = hall.counters[0], hall.officers[0]
    desk, kiosk = hall.desk(counter, budi), hall.kiosk("Kios")
    hall.a_number(kiosk)
    ticket = hall.press(desk, "panggil")["ticket"]
    hall.press(desk, "datang", tiket=ticket)

    BrowserSession.objects.all().delete()

    # What is pressed goes on by the counter's lease, pages and all.
    assert desk.get("/d/meja").status == 200
    assert hall.press(desk, "selesai", tiket=ticket, hasil="served")["state"] == "done"
    number = hall.a_number(kiosk)
    assert hall.press(desk, "panggil")["number"] == number
    assert Ticket.objects.get(pk=ticket).outcome == Outcome.SERVED
    # A page that needs the person asks to sign in, and comes back to the same desk and the same visitor.
    asked = desk.get(f"/loket/{counter.code}/")
    assert (asked.status, asked.goes_to) == (302, f"/masuk?next=/loket/{counter.code}/")
    form = desk.get(asked.goes_to).form("/masuk")
    assert desk.press(form, surel=budi.email, sandi=PASSWORD).goes_to == f"/loket/{counter.code}/"
    assert number in desk.get(f"/loket/{counter.code}/").text


def test_a_second_window_is_told_who_holds_the_counter(hall):
    counter, budi = hall.counters[0], hall.officers[0]
    first = hall.desk(counter, budi)
    wati = hall.an_officer(counter, "Wati")
    hall.a_number(hall.kiosk("Kios"))

    second = hall.signed_in(wati)
    posts = second.get("/pos")
    token = next(form.fields["csrfmiddlewaretoken"] for form in posts.forms if "csrfmiddlewaretoken" in form.fields)
    refused = second.command("/pos/buka", {"loket": counter.code, "csrfmiddlewaretoken": token})

    assert "Budi" in posts.text
    assert counter.code not in [form.fields.get("loket") for form in posts.forms]
    assert (refused.status, refused.facts["type"]) == (409, "queue.held_elsewhere")
    assert "Budi" in refused.facts["title"]
    assert hall.press(first, "panggil")["number"] == "A-001"


def test_a_lease_that_was_taken_over_does_nothing_more(hall):
    counter, budi = hall.counters[0], hall.officers[0]
    first = hall.desk(counter, budi)
    hall.a_number(hall.kiosk("Kios"))
    ticket = hall.press(first, "panggil")["ticket"]

    second = hall.desk(counter, budi)  # The same officer at another machine: goes on there.

    lost = first.command("/d/datang", {"kunci": str(uuid7()), "tiket": ticket})
    assert (lost.status, lost.facts["type"]) == (403, "queue.lease_lost")
    assert hall.press(second, "datang", tiket=ticket)["state"] == "serving"


def test_a_number_given_while_the_line_is_closing_its_last_counter_is_not_forgotten(hall):
    """Closing and taking at the same instant: whoever got a number stands in the line."""
    line, service = hall.a_service("Surat Pindah")
    counter = a_counter(line=line, number="9")
    desk, kiosk = hall.desk(counter, hall.an_officer(counter, "Asih")), hall.kiosk("Kios")
    order = {"layanan": str(service.id), "kunci": str(uuid7())}

    closed, taken = at_the_same_instant(
        _posting(desk, "/d/tutup", {"kunci": str(uuid7()), "menunggu": "stop_issuing"}), _posting(kiosk, "/k/nomor", order)
    )

    assert closed.status in {200, 204}
    given = Ticket.objects.filter(line=line).count()
    assert (taken.status, given) in {(200, 1), (409, 0)}
    assert Event.objects.filter(type="queue.ticket.taken", facts__line=str(line.id)).count() == given


def _calling(desk: Browser, key: str = "") -> Callable[[], Page]:
    return lambda: desk.command("/d/panggil", {"kunci": key or str(uuid7())})


def _posting(browser: Browser, path: str, fields: dict[str, Any]) -> Callable[[], Page]:
    return lambda: browser.command(path, fields)
