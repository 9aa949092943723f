"""Yesterday is over, unless the clock is wrong: a clock that is a day ahead for a moment throws nobody away."""

import pytest
from tests.situations.hall import a_counter, a_line, a_service
from tests.situations.line import a_ticket, a_ticket_at, a_visitor_served_at, again, an_open_desk, refusal_of
from tests.situations.times import MONDAY, NINE, TUESDAY, days, minutes

from pendopo.journal.events import history_of
from pendopo.kernel.steady_day import STEADY_AFTER, SteadyDays
from pendopo.queue.add_service import add_service
from pendopo.queue.check_in import check_in, lapse_if_due
from pendopo.queue.end_older_days import end_older_days
from pendopo.queue.models import AT_COUNTER, Channel, DeskLease, Ticket, TicketState
from pendopo.queue.settle_visit import settle_visit

pytestmark = pytest.mark.django_db
AHEAD = NINE + days(1)
AFTER = NINE + minutes(1)


@pytest.fixture
def hall():
    """A line with two counters of which one is open, and people who wait."""
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    waiting = [a_ticket(line, at=NINE - minutes(30 - place)) for place in range(5)]
    return line, desk, waiting


def test_what_an_older_day_left_open_is_ended_with_a_reason(hall):
    line, desk, waiting = hall
    held = a_ticket(line, channel=Channel.HOME)
    desk.call(NINE)

    assert end_older_days(mall=line.mall, at=AHEAD) == 6

    assert {again(ticket).state for ticket in (*waiting, held)} == {TicketState.LAPSED}
    assert (again(held).end_reason, history_of(held.id)[-1].facts["reason"]) == ("day_over", "day_over")
    lease = DeskLease.objects.get()
    assert (lease.state, history_of(lease.id)[-1].facts["reason"]) == ("closed", "day_over")
    assert end_older_days(mall=line.mall, at=AHEAD) == 0


def test_whoever_looks_at_an_older_number_ends_it_with_a_reason_once_the_new_day_is_sure(hall):
    line, _desk, (looked_at, other, *_others) = hall
    further = add_service(visit=looked_at.visit, service=a_service(line=line).id, actor="visitor", at=NINE)

    settle_visit(visit=looked_at.visit, at=AHEAD, day_is_sure=True)

    assert [(again(pk).state, again(pk).end_reason) for pk in (looked_at.pk, further.ticket)] == [("lapsed", "day_over")] * 2
    assert history_of(looked_at.pk)[-1].facts["reason"] == "day_over"
    assert again(other).state == "waiting"
    settle_visit(visit=looked_at.visit, at=AHEAD, day_is_sure=True)
    assert len(history_of(looked_at.pk)) == 2


def test_a_clock_that_is_a_day_ahead_for_a_minute_throws_nobody_away(hall):
    line, desk, waiting = hall
    called = desk.call(NINE).ticket

    a_ticket(line, at=AHEAD)  # Somebody presses at the kiosk,
    an_open_desk(a_counter(line=line), at=AHEAD)  # somebody opens a counter,
    for ticket in waiting:
        settle_visit(visit=ticket.visit, at=AHEAD, day_is_sure=False)  # and everybody looks at the phone.

    assert [again(ticket).state for ticket in waiting] == ["called", "waiting", "waiting", "waiting", "waiting"]
    assert again(called).counter_id == desk.counter.id
    assert desk.lease(AFTER).counter == desk.counter
    other = an_open_desk(a_counter(line=line), at=AFTER)
    assert [other.call(AFTER).ticket] == [waiting[1].id]


def test_a_line_that_gave_its_first_number_while_the_clock_was_ahead_gives_numbers_today_and_none_twice():
    line = a_line()
    ahead = a_ticket(line, at=AHEAD)

    today = [a_ticket(line, at=AFTER) for _person in range(2)]
    tomorrow = a_ticket(line, at=AHEAD + minutes(30))  # And now it really is.

    assert [ticket.number for ticket in (ahead, *today, tomorrow)] == [1, 1, 2, 2]
    assert [ticket.business_date for ticket in (ahead, *today)] == [TUESDAY, MONDAY, MONDAY]


@pytest.mark.parametrize("at_the_counter", [a_ticket_at, a_visitor_served_at])
def test_an_officer_who_opens_anew_while_the_clock_is_ahead_loses_no_visitor(at_the_counter):
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    here = at_the_counter(desk)
    a_ticket(line)

    an_open_desk(desk.counter, officer=desk.officer, at=AHEAD)
    anew = an_open_desk(desk.counter, officer=desk.officer, at=AFTER)

    assert anew.call(AFTER).ticket == here.id
    assert DeskLease.objects.exclude(state="closed").count() == 1


def test_in_the_morning_a_counter_that_was_never_closed_opens_without_a_question():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    left = a_visitor_served_at(desk)

    morning = an_open_desk(desk.counter, at=AHEAD)
    today = a_ticket(line, at=AHEAD)

    assert morning.call(AHEAD).ticket == today.id
    assert not Ticket.objects.filter(pk=left.pk, state__in=AT_COUNTER).exists()
    assert history_of(desk.opened.lease)[-1].facts["reason"] == "day_over"


def test_a_number_from_home_is_not_lost_by_a_look_on_another_day():
    held = a_ticket(channel=Channel.HOME)

    assert not lapse_if_due(ticket=held, at=AHEAD)
    refused = refusal_of(lambda: check_in(ticket=held, through="hall", actor="visitor", at=AHEAD))

    assert refused == "queue.hold_lapsed"
    assert again(held).state == "held"
    assert check_in(ticket=again(held), through="hall", actor="visitor", at=AFTER).state == "waiting"


HOURS = STEADY_AFTER.total_seconds() / 3600


@pytest.mark.parametrize(
    ("looks", "sure"),
    [
        ([], False),
        ([(0, 1), (HOURS - 0.1, 1)], False),
        ([(0, 1), (HOURS, 1)], True),
        ([(0, 0), (24, 0), (24.1, 1)], False),  # a clock that has just been set ahead
        ([(0, 0), (24, 0), (24.1, 1), (24.2, 0), (25, 0)], False),  # and back
        ([(0, 0), (24, 0), (24.1, 1), (24.2, 0), (24.2 + HOURS, 0)], True),
        ([(0, 0), (9, 1), (9 + HOURS, 1)], True),  # an ordinary midnight
    ],
)
def test_a_day_is_sure_when_its_date_was_seen_long_enough_without_a_break(looks, sure):
    days_seen = SteadyDays()
    said = [
        days_seen.is_steady("Asia/Jakarta", (NINE + days(day)).date(), ticks=1000 + hour * 3600) for hour, day in looks
    ] or [False]

    assert said[-1] is sure


def test_every_time_zone_has_days_of_its_own():
    seen = SteadyDays()
    seen.is_steady("Asia/Jakarta", NINE.date(), ticks=0)
    seen.is_steady("Asia/Jayapura", AHEAD.date(), ticks=0)

    assert seen.is_steady("Asia/Jakarta", NINE.date(), ticks=7200)
    assert seen.is_steady("Asia/Jayapura", AHEAD.date(), ticks=7200)
