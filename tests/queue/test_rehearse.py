"""The rehearsal before the doors open."""

import pytest

from pendopo.queue.models import TicketState
from pendopo.queue.rehearse import begin_rehearsal, end_rehearsal
from tests.situations.hall import a_line
from tests.situations.line import a_ticket, again, refusal_of
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def test_tickets_of_a_rehearsal_are_marked_and_thrown_away_at_its_end():
    line = a_line()
    begin_rehearsal(mall=line.mall, at=NINE, actor="officer:x")
    played = a_ticket(line)
    assert played.visit.rehearsal

    assert end_rehearsal(mall=line.mall, at=NINE + minutes(30), actor="officer:x") == 1
    assert (again(played).state, again(played).end_reason) == (TicketState.LAPSED, "rehearsal_over")


def test_after_it_numbers_go_on_and_are_real():
    line = a_line()
    begin_rehearsal(mall=line.mall, at=NINE, actor="officer:x")
    played = a_ticket(line)
    end_rehearsal(mall=line.mall, at=NINE, actor="officer:x")
    real = a_ticket(line)
    assert (real.visit.rehearsal, real.number) == (False, played.number + 1)


def test_nobody_rehearses_over_the_heads_of_visitors():
    ticket = a_ticket()
    assert refusal_of(lambda: begin_rehearsal(mall=ticket.mall, at=NINE, actor="officer:x")) == "queue.visitors_are_here"
