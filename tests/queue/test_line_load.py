"""How busy a line is: who waits in it, who serves it, in three queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.situations.hall import a_counter, a_line, a_mall, a_service
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.screens import JSON, a_kiosk_screen
from tests.situations.times import NINE, days, minutes

from pendopo.queue.cancel import cancel
from pendopo.queue.models import Channel
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.queue.reads.load import line_loads

pytestmark = pytest.mark.django_db


def load_of(line, at=NINE):
    return line_loads(line.mall, [line], at)[line.id]


def test_an_empty_line_with_a_free_counter_serves_at_once():
    line = a_line()
    an_open_desk(a_counter(line=line))

    load = load_of(line)

    assert (load.ahead, load.open_counters, load.wait) == (0, 1, (0, 0))


def test_those_who_wait_are_ahead_and_those_at_counters_are_not():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    for _ in range(3):
        a_ticket(line)
    desk.call(NINE)

    load = load_of(line)

    assert load.ahead == 2
    assert not load.free
    assert load.wait_behind(0) == (1, 15)


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
    assert load.wait is None


def test_a_counter_of_two_busy_lines_is_half_a_counter_for_each():
    mall = a_mall()
    one, other = a_line(mall=mall), a_line(mall=mall)
    an_open_desk(a_counter(lines=[one, other]))
    a_ticket(one)

    assert load_of(one).serving == 1
    a_ticket(other)
    assert (load_of(one).serving, load_of(other).serving) == (0.5, 0.5)


def test_yesterdays_desks_and_tickets_do_not_count():
    line = a_line()
    an_open_desk(a_counter(line=line))
    a_ticket(line)

    load = load_of(line, NINE + days(1))

    assert (load.ahead, load.attended) == (0, False)


def test_three_queries_whatever_the_number_of_lines():
    mall = a_mall()
    lines = [a_line(mall=mall) for _ in range(6)]
    for line in lines:
        an_open_desk(a_counter(line=line))
        a_ticket(line)

    with CaptureQueriesContext(connection) as queries:
        loads = line_loads(mall, lines, NINE)

    assert len(loads) == 6
    assert len(queries) == 3
