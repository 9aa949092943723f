"""A rehearsal: the hall runs as it will, and what was taken is thrown away."""

import pytest
from tests.situations.desk_screen import a_desk_screen
from tests.situations.hall import a_line, a_mall
from tests.situations.line import a_ticket, a_visitor_served_at, again, an_open_desk
from tests.situations.times import NINE, TUESDAY, minutes, on

from pendopo.journal.models import Event
from pendopo.queue.begin_rehearsal import RehearsingAlready, begin_rehearsal
from pendopo.queue.end_rehearsal import NotRehearsing, end_rehearsal
from pendopo.queue.models import Channel, Ticket, Visit
from pendopo.queue.reads.desk_lists import desk_today
from pendopo.queue.reads.rehearsal import last_rehearsal, rehearsal_of

pytestmark = pytest.mark.django_db
RINA = "officer:rina"


def begin(mall, at=NINE) -> None:
    begin_rehearsal(mall=mall, at=at, actor=RINA)


def test_what_was_taken_before_stays_and_what_was_taken_since_is_thrown_away():
    line = a_line()
    before = a_ticket(line, at=NINE - minutes(5))
    begin(line.mall)
    since, held = a_ticket(line, at=NINE + minutes(1)), a_ticket(line, at=NINE + minutes(2), channel=Channel.HOME)

    thrown = end_rehearsal(mall=line.mall, at=NINE + minutes(30), actor=RINA)

    assert (thrown.visits, thrown.lapsed) == (2, 2)
    assert [again(ticket).state for ticket in (before, since, held)] == ["waiting", "lapsed", "lapsed"]
    assert again(since).end_reason == "rehearsal"
    assert [ticket.visit.rehearsal for ticket in map(again, (before, since, held))] == [False, True, True]


def test_a_visitor_at_a_counter_leaves_it_and_who_was_served_counts_nowhere():
    desk = an_open_desk(at=NINE)
    begin(desk.counter.mall, at=NINE - minutes(20))
    served = a_visitor_served_at(desk, at=NINE)
    assert end_rehearsal(mall=desk.counter.mall, at=NINE + minutes(5), actor=RINA).lapsed == 1

    assert again(served).state == "lapsed"
    assert Ticket.objects.filter(counter=desk.counter, state__in=["called", "serving"]).count() == 0
    assert desk_today(desk.lease(NINE)).served == 0


def test_those_served_in_a_rehearsal_are_out_of_the_desks_count():
    screen = a_desk_screen(at=NINE)
    begin(screen.counter.mall, at=NINE - minutes(1))
    ticket = a_visitor_served_at(screen.desk, at=NINE)
    Visit.objects.filter(pk=ticket.visit_id).update(began_at=NINE)
    Ticket.objects.filter(pk=ticket.pk).update(state="done", outcome="served", finished_at=NINE)
    assert desk_today(screen.desk.lease(NINE)).served == 1

    end_rehearsal(mall=screen.counter.mall, at=NINE + minutes(1), actor=RINA)

    assert desk_today(screen.desk.lease(NINE)).served == 0


def test_numbers_of_a_rehearsal_are_never_given_again():
    line = a_line()
    begin(line.mall)
    a_ticket(line, at=NINE + minutes(1))
    end_rehearsal(mall=line.mall, at=NINE + minutes(2), actor=RINA)

    assert a_ticket(line, at=NINE + minutes(3)).number == 2


def test_one_runs_at_a_time_and_ends_once():
    mall = a_mall()
    begin(mall)
    with pytest.raises(RehearsingAlready):
        begin(mall, at=NINE + minutes(1))
    end_rehearsal(mall=mall, at=NINE + minutes(2), actor=RINA)

    with pytest.raises(NotRehearsing):
        end_rehearsal(mall=mall, at=NINE + minutes(3), actor=RINA)
    begin(mall, at=NINE + minutes(4))


def test_a_forgotten_one_ends_with_its_day_and_takes_nobody_of_the_next_along():
    line = a_line()
    begin(line.mall)
    forgotten = a_ticket(line, at=NINE + minutes(1))
    tomorrow = on(TUESDAY, "09:00")
    assert rehearsal_of(line.mall, tomorrow) is None
    real = a_ticket(line, at=tomorrow)

    begin(line.mall, at=tomorrow + minutes(1))

    assert (again(forgotten).visit.rehearsal, again(real).visit.rehearsal) == (True, False)
    assert rehearsal_of(line.mall, tomorrow + minutes(2)) is not None


def test_another_mall_does_not_notice():
    line, elsewhere = a_line(), a_line()
    begin(line.mall)
    there = a_ticket(elsewhere, at=NINE + minutes(1))
    end_rehearsal(mall=line.mall, at=NINE + minutes(2), actor=RINA)

    assert again(there).state == "waiting"
    assert last_rehearsal(elsewhere.mall) is None


def test_many_are_thrown_away_in_slices_each_with_its_event():
    line = a_line()
    begin(line.mall)
    for second in range(120):
        a_ticket(line, at=NINE + minutes(1 + second / 60))

    assert end_rehearsal(mall=line.mall, at=NINE + minutes(30), actor=RINA).lapsed == 120
    assert Event.objects.filter(type="queue.ticket.lapsed").count() == 120
