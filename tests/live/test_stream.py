"""The event stream of a real process: what is recorded is heard, what was missed is caught up with."""

from datetime import datetime

import pytest

from pendopo.journal.relay import give_positions
from pendopo.kernel.clock import now
from pendopo.queue.open_desk import open_desk
from tests.situations.hall import a_counter, a_mall, an_officer
from tests.situations.listener import LiveProcess
from tests.situations.open_hall import OpenHall

pytestmark = pytest.mark.race


@pytest.fixture
def hall(own_database):
    return OpenHall()


@pytest.fixture
def live(own_database, hall):
    process = LiveProcess(own_database)
    yield process
    process.kill()


def called(hall):
    """The next visitor's number, once the relay has been there."""
    label = hall.call()
    give_positions()
    return label


def test_a_call_reaches_the_screen(hall, live):
    taken = hall.a_number()
    give_positions()
    screen = live.listener(live.cookie(hall.mall.id, hall.zone))
    hello = screen.next("hello")

    label = called(hall)
    call = screen.next("call")

    assert call.data["number"] == label == taken.label
    assert (call.data["counter_number"], call.data["recall"]) == ("3", False)
    assert call.id.partition(".")[0] == str(call.data["position"])
    assert hello.data["resumed"] is False
    assert datetime.fromisoformat(hello.data["at"]).tzinfo is not None
    assert [board["waiting"] for board in hello.data["boards"]] == [[taken.label]]
    assert screen.next("board").data["waiting"] == []


def test_a_returning_screen_hears_exactly_what_it_missed(hall, live):
    for _n in range(5):
        hall.a_number()
    give_positions()
    cookie = live.cookie(hall.mall.id, "calls")
    screen = live.listener(cookie)
    screen.next("hello")
    heard = called(hall)
    assert screen.next("call").data["number"] == heard
    screen.close()

    missed = [called(hall), called(hall)]
    again = live.listener(cookie, after=screen.id)
    hello = again.next()
    last = called(hall)
    told = again.until(last)

    assert (hello.kind, hello.data["resumed"]) == ("hello", True)
    assert [message.data["number"] for message in told] == [*missed, last]


def test_catching_up_survives_the_death_of_the_live_process(hall, live):
    for _n in range(4):
        hall.a_number()
    give_positions()
    cookie = live.cookie(hall.mall.id, "calls", f"line:{hall.line.id}")
    screen = live.listener(cookie)
    screen.next("hello")
    called(hall)
    screen.next("call")

    live.kill()
    missed = called(hall)
    live.start()
    missed_too = called(hall)
    again = live.listener(cookie, after=screen.id)
    told = again.until(missed_too)

    assert [message.data["number"] for message in told if message.kind == "call"] == [missed, missed_too]
    while again.next("board").data["count"] != 1:
        pass


def test_a_position_from_elsewhere_gets_everything_anew(hall, live):
    hall.a_number()
    label = called(hall)
    screen = live.listener(live.cookie(hall.mall.id, hall.zone), after="999999.1")

    assert screen.next().kind == "reset"
    hello = screen.next()

    assert (hello.kind, hello.data["resumed"]) == ("hello", False)
    assert [call["number"] for call in hello.data["calls"]] == [label]


def test_a_phone_hears_of_its_own_visit_only(hall, live):
    mine, other = hall.a_number(), hall.a_number()
    give_positions()
    phone = live.listener(live.cookie(hall.mall.id, f"visit:{other.visit}"))
    assert [ticket["number"] for ticket in phone.next("hello").data["tickets"]] == [other.label]

    called(hall)
    called(hall)
    told = phone.until(other.label, "ticket")

    assert [(message.kind, message.data["number"]) for message in told] == [("call", other.label), ("ticket", other.label)]
    assert mine.label != other.label


@pytest.mark.parametrize("cookie", ["", "dengar-uji=1|x|y|9999999999|mall." + "0" * 64, "dengar-lain=x", 'dengar-uji="'])
def test_a_forged_cookie_is_refused(live, cookie):
    assert live.ask(Cookie=cookie).status == 403


def test_only_our_own_pages_may_listen(hall, live):
    cookie = live.cookie(hall.mall.id, "mall")
    ours = f"http://127.0.0.1:{live.port - 1}"

    heard = live.ask(Cookie=cookie, Origin=ours)
    refused = live.ask(Cookie=cookie, Origin="http://127.0.0.1:1")

    assert (heard.status, heard.headers["Access-Control-Allow-Origin"]) == (200, ours)
    assert heard.headers["Access-Control-Allow-Credentials"] == "true"
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (403, None)


def test_a_newer_stream_of_the_same_page_ends_the_older(hall, live):
    cookie = live.cookie(hall.mall.id, "mall")
    older = live.listener(cookie)
    older.next("hello")

    newer = live.listener(cookie)
    newer.next("hello")

    assert older.next().kind == "elsewhere"
    label = hall.a_number().label
    give_positions()
    assert newer.next("board").data["waiting"] == [label]


def test_a_new_mall_can_be_listened_to_without_a_restart(live):
    mall = a_mall()

    screen = live.listener(live.cookie(mall.id, "mall"))

    assert screen.next("hello").data["boards"] == []


def test_a_new_counter_is_known_without_a_restart(hall, live):
    screen = live.listener(live.cookie(hall.mall.id, "mall"))
    screen.next("hello")
    counter = a_counter(line=hall.line, number="77")
    type(hall.mall).objects.filter(pk=hall.mall.pk).update(catalogue_version=2)
    screen.next("board")  # Said again because the hall changed.

    open_desk(counter=counter, officer=an_officer(counter), at=now())
    give_positions()

    assert screen.next("desk").data["counter_number"] == "77"
