"""What the worker looks after once a minute."""

from datetime import datetime

import pytest

from pendopo.appointments.reads import issuing_state
from pendopo.config import rounds
from pendopo.config.rounds import Rounds
from pendopo.directory.models import Post
from pendopo.queue.models import Channel, DeskLease, TicketState
from tests.situations.hall import a_counter, a_line, a_mall
from tests.situations.line import a_ticket, again, an_open_desk
from tests.situations.times import MONDAY, NINE, days, minutes

pytestmark = pytest.mark.django_db


class Nights:
    """Rounds, the clock on the wall and the clock that nobody sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at: datetime = NINE
        self.ticks = 5000.0
        monkeypatch.setattr(rounds, "now", lambda: self.at)
        self.rounds = Rounds(ticks=lambda: self.ticks)

    def pass_by(self, *, hours: float) -> None:
        """Time goes on, with a round every six minutes."""
        for _round in range(round(hours * 10)):
            self.at += minutes(6)
            self.ticks += 360
            self.rounds.go()

    def clock_is_set(self, at: datetime) -> None:
        self.at = at


@pytest.fixture
def night(monkeypatch):
    return Nights(monkeypatch)


def test_what_a_day_left_open_is_ended_in_the_night_after_it(night):
    ticket = a_ticket()
    night.pass_by(hours=15)
    assert again(ticket).state == TicketState.WAITING

    night.pass_by(hours=2.2)

    assert (again(ticket).state, again(ticket).end_reason) == (TicketState.LAPSED, "day_over")


def test_a_clock_that_was_a_day_ahead_for_an_hour_has_ended_nothing(night):
    line = a_line()
    desk, waiting = an_open_desk(a_counter(line=line)), [a_ticket(line) for _person in range(3)]
    night.pass_by(hours=3)

    night.clock_is_set(night.at + days(1))
    night.pass_by(hours=1)
    night.clock_is_set(night.at - days(1))
    night.pass_by(hours=1)

    assert {again(ticket).state for ticket in waiting} == {TicketState.WAITING}
    assert desk.call(night.at).ticket == waiting[0].id


def test_a_worker_that_was_just_started_ends_nothing_yet(night):
    ticket = a_ticket()
    night.clock_is_set(NINE + days(1))

    night.pass_by(hours=1.9)
    assert again(ticket).state == TicketState.WAITING
    night.pass_by(hours=0.3)

    assert again(ticket).state == TicketState.LAPSED


def test_what_stumbles_in_one_mall_or_part_holds_up_no_other(night, monkeypatch):
    here, elsewhere = a_ticket(), a_ticket(a_line(mall=a_mall()))

    def watch(mall, at):
        if mall == here.mall:
            raise KeyError(mall.code)

    def make_due_changes(*, at):
        raise KeyError("a change")

    monkeypatch.setattr("pendopo.web.oversight.watch.watch_hall", watch)
    monkeypatch.setattr("pendopo.queue.follow_master_data.make_due_changes", make_due_changes)

    night.pass_by(hours=18)

    assert [again(ticket).state for ticket in (here, elsewhere)] == [TicketState.LAPSED] * 2


def test_every_mall_has_midnights_of_its_own(night):
    west, east = a_ticket(a_line()), a_ticket(a_line(mall=a_mall(time_zone="Asia/Jayapura")))

    night.pass_by(hours=15.5)  # Half past midnight in Lampung, half past two in Papua.

    assert (again(west).state, again(east).state) == (TicketState.WAITING, TicketState.LAPSED)


def test_a_round_costs_the_same_however_long_the_past_is(night, django_assert_max_num_queries):
    line = a_line()
    for _person in range(4):
        a_ticket(line)
    night.pass_by(hours=18)

    with django_assert_max_num_queries(6):
        night.rounds.go()


def test_the_places_of_those_who_did_not_come_are_free_again(night):
    lines = [a_line(daily_limit=2), a_line(daily_limit=2, mall=a_mall(time_zone="Asia/Jayapura"))]
    held = [a_ticket(line, channel=Channel.HOME) for line in lines]
    night.pass_by(hours=1.9)
    assert {again(ticket).state for ticket in held} == {TicketState.HELD}

    night.pass_by(hours=0.3)

    assert {again(ticket).state for ticket in held} == {TicketState.LAPSED}
    assert [issuing_state(line, night.at).home_left for line in lines] == [1, 1]


def test_whoever_was_forgotten_when_a_post_ended_is_signed_off(night):
    desk = an_open_desk()
    Post.objects.filter(user=desk.officer).update(until_date=MONDAY - days(1))

    night.pass_by(hours=0.1)

    assert DeskLease.objects.get().state == "closed"
