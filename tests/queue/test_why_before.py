"""Why one number comes before another: the two ranks with their reasons."""

import pytest
from tests.situations.line import a_ticket, a_visitor_served_at, again, an_open_desk
from tests.situations.times import NINE, minutes

from pendopo.catalogue.models import PriorityClass
from pendopo.queue.miss import miss
from pendopo.queue.models import Ticket
from pendopo.queue.reads.why_before import Because, order_at, why_before
from pendopo.queue.rejoin import rejoin
from pendopo.queue.transfer import transfer

pytestmark = pytest.mark.django_db


def the_line(desk):
    return desk.counter.counter_lines.get().line


def because(first: Ticket, second: Ticket) -> Because:
    why = why_before(again(second), again(first))
    assert (why.first.label, why.second.label) == (first.label, second.label)
    return why.because


def test_who_joined_earlier():
    first = a_ticket(at=NINE)

    assert because(first, a_ticket(first.line, at=NINE + minutes(1))) is Because.JOINED_EARLIER


def test_the_smaller_number_at_the_same_moment():
    first = a_ticket(at=NINE)

    assert because(first, a_ticket(first.line, at=NINE)) is Because.SMALLER_NUMBER


def test_a_class_that_is_put_forward():
    plain = a_ticket(at=NINE)
    elder = a_ticket(plain.line, at=NINE + minutes(10), priority=PriorityClass.ELDERLY)

    why = why_before(plain, elder)

    assert why.because is Because.HEAD_START
    assert (why.first.label, why.first.head_start_minutes, why.bound_minutes) == (elder.label, 15, 20)


def test_one_who_came_back_after_a_missed_call():
    desk = an_open_desk(at=NINE)
    first = a_ticket(the_line(desk), at=NINE)
    missed = again(desk.call(NINE).ticket)
    miss(desk=desk.lease(NINE), ticket=missed, at=NINE)
    waits = a_ticket(the_line(desk), at=NINE + minutes(3))
    rejoin(ticket=again(missed), actor="visitor", at=NINE + minutes(8))

    assert first == missed
    assert because(missed, waits) is Because.REJOINED


@pytest.mark.parametrize(("place", "reason"), [("first", Because.SENT_FIRST), ("last", Because.SENT_LAST)])
def test_one_whom_an_officer_sent(place, reason):
    desk = an_open_desk(at=NINE)
    sent = a_visitor_served_at(desk, at=NINE)
    waits = a_ticket(the_line(desk), at=NINE - minutes(5))
    transfer(desk=desk.lease(NINE), ticket=sent, at=NINE + minutes(6), place=place)

    assert (because(sent, waits) if place == "first" else because(waits, sent)) is reason


def test_the_order_of_a_desk_with_a_reason_between_neighbours(django_assert_num_queries):
    desk = an_open_desk(at=NINE)
    for ahead in range(4):
        a_ticket(the_line(desk), at=NINE + minutes(ahead))
    lease = desk.lease(NINE)

    with django_assert_num_queries(1):
        order = order_at(lease, NINE + minutes(5))

    assert [standing.label for standing in order.standings] == ["A-001", "A-002", "A-003", "A-004"]
    assert len(order.why) == 3
