"""How busy a line is: who waits in it, who serves it, in five queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.situations.hall import a_break, a_counter, a_line, a_mall, a_service, a_standard
from tests.situations.line import a_ticket, a_visitor_served_at, an_open_desk
from tests.situations.screens import JSON, a_kiosk_screen
from tests.situations.times import NINE, days, minutes

from pendopo.queue.cancel import cancel
from pendopo.queue.estimate.forecast import forecast
from pendopo.queue.finish import finish
from pendopo.queue.models import Channel, Outcome
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.queue.reads.load import line_loads
from pendopo.queue.transfer import transfer
from pendopo.queue.wait import AT_ONCE, WaitRange

pytestmark = pytest.mark.django_db


def load_of(line, at=NINE):
    return line_loads(line.mall, [line], at)[line.id]


def test_an_empty_line_with_a_free_counter_serves_at_once():
    line = a_line()
    an_open_desk(a_counter(line=line))

    load = load_of(line)

    assert (load.ahead, load.open_counters, load.wait) == (0, 1, AT_ONCE)


def test_those_who_wait_are_ahead_and_those_at_counters_are_not():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    for _ in range(3):
        a_ticket(line)
    desk.call(NINE)

    load = load_of(line)

    assert load.ahead == 2
    assert not load.free
    assert 5 <= load.places[0].low <= 10 <= load.places[0].high <= 20
    assert load.wait_behind(0) == load.places[0]
    assert load.wait_behind(1) == load.places[1]
    assert load.wait_behind(2) == load.wait


def test_who_is_not_here_is_not_ahead():
    line = a_line()
    a_ticket(line, channel=Channel.HOME)
    cancel(ticket=a_ticket(line), actor="visitor", at=NINE)

    assert load_of(line).ahead == 0


def test_a_number_that_nobody_saw_is_ahead_for_a_minute(monkeypatch):
    from pendopo.kernel import clock

    monkeypatch.setattr(clock, "now", lambda: NINE)
    line = a_line()
    a_kiosk_screen(mall=line.mall).take(a_service(line=line), headers=JSON)

    assert load_of(line, NINE + timedelta(seconds=59)).ahead == 1
    assert load_of(line, NINE + timedelta(seconds=61)).ahead == 0


def test_nobody_attends_a_line_without_an_open_counter():
    line = a_line()
    a_counter(line=line)

    load = load_of(line)

    assert not load.attended
    assert load.wait is None


def test_a_paused_counter_does_not_serve_and_says_when_it_is_back():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    pause_desk(desk=desk.lease(NINE), reason=PauseReason.REST, at=NINE, back_at=NINE + minutes(10))

    load = load_of(line)

    assert (load.attended, load.open_counters, load.paused_counters) == (True, 0, 1)
    assert load.back_at == NINE + minutes(10)
    assert load.wait == WaitRange(10, 10)


def test_a_pause_without_an_end_promises_nothing():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    pause_desk(desk=desk.lease(NINE), reason=PauseReason.REST, at=NINE)

    assert load_of(line).wait is None


def test_an_officer_who_is_overdue_is_expected_soon():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    pause_desk(desk=desk.lease(NINE), reason=PauseReason.REST, at=NINE, back_at=NINE + minutes(10))

    assert load_of(line, NINE + minutes(12)).wait.high <= 10


def test_a_counter_of_two_lines_serves_both_in_turn():
    mall = a_mall()
    one, other = a_line(mall=mall), a_line(mall=mall)
    an_open_desk(a_counter(lines=[one, other]))
    for _ in range(3):
        a_ticket(one)
    alone = load_of(one).wait
    for _ in range(3):
        a_ticket(other)

    shared = load_of(one).wait
    assert load_of(other).wait == shared
    assert alone.high < shared.high <= 2 * alone.high


def test_a_counter_that_serves_many_lines_gives_no_absurd_range():
    mall = a_mall()
    lines = [a_line(mall=mall) for _ in range(12)]
    an_open_desk(a_counter(lines=lines))
    for line in lines:
        a_ticket(line)

    assert all(load_of(line).wait.high <= 180 for line in lines)


def test_nobody_is_called_during_lunch():
    line = a_line()
    an_open_desk(a_counter(line=line))
    a_break("09:20", "10:20", mall=line.mall)
    line.mall.refresh_from_db()
    for _ in range(4):
        a_ticket(line)

    first, _second, _third, last = load_of(line).places
    assert first.at_once
    assert last.low >= 80


def test_whose_turn_comes_after_closing_may_not_be_reached_today():
    line = a_line(service_minutes=30)
    an_open_desk(a_counter(line=line))
    for _ in range(20):
        a_ticket(line)

    load = load_of(line)
    assert not load.places[3].late
    assert load.places[19].late
    assert load.wait.late


def test_the_standard_of_the_service_says_how_long_a_turn_is_at_first():
    line = a_line(service_minutes=10)
    service = a_service(line=line)
    a_standard(service=service, counter_minutes=40)
    an_open_desk(a_counter(line=line))
    a_ticket(line, service=service)
    a_ticket(line, service=service)

    assert load_of(line).places[1].low >= 25


def test_a_number_for_one_counter_alone_waits_for_it():
    line = a_line()
    here, there = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    sent = a_visitor_served_at(here)
    other = a_visitor_served_at(there)
    transfer(desk=here.lease(NINE), ticket=sent, at=NINE, reserved_for=there.counter.id)
    finish(desk=there.lease(NINE), ticket=other, outcome=Outcome.SERVED, at=NINE)

    found = forecast(line.mall, NINE)
    assert [wait.at_once for wait in found.line(line.id).places] == [True]
    pause_desk(desk=there.lease(NINE), reason=PauseReason.REST, at=NINE)
    assert forecast(line.mall, NINE).line(line.id).places == (None,)
    assert load_of(line).places == (AT_ONCE,)


def test_yesterdays_desks_and_tickets_do_not_count():
    line = a_line()
    an_open_desk(a_counter(line=line))
    a_ticket(line)

    load = load_of(line, NINE + days(1))

    assert (load.ahead, load.attended) == (0, False)


def test_five_queries_whatever_the_number_of_lines():
    mall = a_mall()
    lines = [a_line(mall=mall) for _ in range(6)]
    for line in lines:
        an_open_desk(a_counter(line=line))
        a_ticket(line)

    line_loads(mall, lines, NINE)  # what is kept has been read
    with CaptureQueriesContext(connection) as queries:
        loads = line_loads(mall, lines, NINE)

    assert len(loads) == 6
    assert len(queries) == 5
