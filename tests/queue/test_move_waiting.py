"""Everybody who waits in a line goes to another one."""

import pytest
from tests.situations.boards import the_board_from_zero
from tests.situations.hall import a_counter, a_line
from tests.situations.line import a_ticket, a_ticket_at, again, an_open_desk, refusal_of
from tests.situations.times import NINE, minutes

from pendopo.journal.relay import give_positions
from pendopo.queue.close_desk import MOVE, close_desk
from pendopo.queue.models import TicketState
from pendopo.queue.move_waiting import move_waiting
from pendopo.queue.waiting import waiting_for

pytestmark = pytest.mark.django_db
RINA = "officer:rina"


@pytest.fixture
def lines():
    """Two lines of one mall, each with a counter."""
    line = a_line()
    other = a_line(mall=line.mall)
    for one in (line, other):
        a_counter(line=one)
    return line, other


def test_they_keep_number_and_time_of_joining(lines):
    line, other = lines
    early = a_ticket(line, at=NINE)
    there = a_ticket(other, at=NINE + minutes(1))
    late = a_ticket(line, at=NINE + minutes(2))

    moved = move_waiting(line=line, to=other, at=NINE + minutes(5), actor=RINA)

    desk = an_open_desk(other.counter_lines.get().counter, at=NINE + minutes(6))
    order = [ticket.label for ticket in waiting_for(desk.lease(NINE + minutes(6)), at=NINE + minutes(6))]
    assert moved == 2
    assert order == [early.label, there.label, late.label]


def test_the_boards_follow(lines):
    line, other = lines
    a_ticket(line)

    move_waiting(line=line, to=other, at=NINE + minutes(5), actor=RINA)

    give_positions()
    board = the_board_from_zero(line.mall_id)
    assert (len(board.waiting(str(line.id))), len(board.waiting(str(other.id)))) == (0, 1)


def test_who_is_called_already_stays(lines):
    line, other = lines
    desk = an_open_desk(line.counter_lines.get().counter)
    called = a_ticket_at(desk)

    assert move_waiting(line=line, to=other, at=NINE, actor=RINA) == 0
    assert again(called).state == TicketState.CALLED


def test_nobody_is_moved_to_where_nobody_serves_or_to_another_mall(lines):
    line, _other = lines
    empty = a_line(mall=line.mall)

    assert refusal_of(lambda: move_waiting(line=line, to=empty, at=NINE, actor=RINA)) == "queue.nothing_served_there"
    assert refusal_of(lambda: move_waiting(line=line, to=line, at=NINE, actor=RINA)) == "queue.same_line"
    assert refusal_of(lambda: move_waiting(line=line, to=a_line(), at=NINE, actor=RINA)) == "not_found"


def test_a_counter_that_closes_may_send_its_visitors_on(lines):
    line, other = lines
    desk = an_open_desk(line.counter_lines.get().counter)
    called = a_ticket_at(desk)
    a_ticket(line)

    close_desk(desk=desk.lease(NINE), at=NINE + minutes(1), waiting=MOVE, to=other)

    assert again(called).line == other
    assert other.tickets.filter(state=TicketState.WAITING).count() == 2
