"""The business day is ended by hand: no further numbers, those who wait are served or sent home, and it may open again."""

import pytest
from django.db import IntegrityError, transaction
from tests.situations.hall import a_counter, a_line, a_manager
from tests.situations.line import a_service_in, a_ticket, again, an_open_desk
from tests.situations.times import MONDAY, NINE, TUESDAY, minutes, on

from pendopo.appointments.models import LineDay
from pendopo.appointments.reads import IssuingKind, issuing_state
from pendopo.appointments.refresh_line_day import refresh_line_days
from pendopo.appointments.stop_issuing import DayIsOver, DayWasEnded, resume_issuing
from pendopo.journal.events import history_of
from pendopo.journal.models import Event
from pendopo.queue.close_day import (
    SEND_HOME,
    SERVE,
    DayClosed,
    NothingToEnd,
    SayWhoIsServed,
    close_day_of_hall,
    close_day_of_line,
)
from pendopo.queue.miss import miss
from pendopo.queue.models import Channel, Ticket, TicketState
from pendopo.queue.open_day_again import open_day_again
from pendopo.queue.send_home import ServesNobody, send_home_who_is_left
from pendopo.queue.start import start
from pendopo.queue.take_ticket import DayEnded, take_ticket
from pendopo.queue.transfer import transfer
from pendopo.queue.watch_models import DeskMessage

pytestmark = pytest.mark.django_db
TEN = NINE + minutes(60)


@pytest.fixture
def line():
    return a_line(name="KTP-el")


@pytest.fixture
def rina(line):
    return a_manager(line.mall)


def ended(line, rina, waiting=SEND_HOME, at=TEN, reason="trouble"):
    return close_day_of_line(line=line, reason=reason, waiting=waiting, person=rina, at=at)


def taken(line, at, channel=Channel.HALL):
    return take_ticket(
        mall=line.mall_id, service=a_service_in(line).id, channel=channel, actor="visitor", at=at, command_key=None
    )


def day_of(line):
    return LineDay.objects.get(line=line)


def test_no_number_is_given_any_more_and_everybody_reads_why(line, rina):
    assert ended(line, rina) == DayClosed(lines=1, sent_home=0, told=0)

    for at, channel in (
        (TEN + minutes(1), Channel.HALL),
        (TEN + minutes(1), Channel.HOME),
        (on(MONDAY, "14:59"), Channel.HALL),
    ):
        with pytest.raises(DayEnded):
            taken(line, at, channel)
    state = issuing_state(line, TEN)
    assert (state.kind, state.until, state.ended) == (IssuingKind.CLOSED, on(TUESDAY, "08:00"), True)
    assert str(state.reason) == "gangguan teknis tidak selesai hari ini"
    (event,) = [one for one in history_of(day_of(line).pk) if one.type.endswith(".ended")]
    assert (event.facts["reason"], event.facts["sends_home"], event.actor) == ("trouble", True, f"officer:{rina.pk}")


def test_a_clock_that_is_a_little_behind_gives_no_number_of_an_ended_day(line, rina):
    ended(line, rina)

    with pytest.raises(DayEnded):
        taken(line, TEN - minutes(5))


def test_it_must_be_said_what_happens_to_those_who_wait(line, rina):
    a_ticket(line, at=NINE)

    with pytest.raises(SayWhoIsServed):
        ended(line, rina, waiting="")
    with pytest.raises(SayWhoIsServed):
        close_day_of_hall(mall=line.mall, reason="trouble", person=rina, at=TEN)

    assert issuing_state(line, TEN).giving
    assert not Event.objects.filter(type__endswith=".ended").exists()


def test_those_who_wait_are_sent_home_and_those_at_a_counter_are_served(line, rina):
    desk = an_open_desk(a_counter(line=line))
    served, missed = a_ticket(line, at=NINE), a_ticket(line, at=NINE + minutes(1))
    waiting, held = a_ticket(line, at=NINE + minutes(2)), taken(line, NINE + minutes(3), Channel.HOME)
    called = desk.call(NINE + minutes(10))
    start(desk=desk.lease(NINE), ticket=again(called.ticket), at=NINE + minutes(11))
    Ticket.objects.filter(pk=missed.pk).update(state=TicketState.MISSED, missed_at=NINE + minutes(12))

    assert ended(line, rina) == DayClosed(lines=1, sent_home=3, told=1)

    states = dict(Ticket.objects.values_list("pk", "state"))
    assert (states[served.pk], states[waiting.pk]) == ("serving", "lapsed")
    assert (states[missed.pk], states[held.ticket]) == ("lapsed", "lapsed")
    assert again(waiting.pk).end_reason == "ended_trouble"
    assert history_of(waiting.pk)[-1].facts["reason"] == "ended_trouble"
    assert day_of(line).home_numbers == 0
    assert "KTP-el: hari ini diakhiri" in DeskMessage.objects.get().text


def test_those_who_wait_may_be_served_after_all_and_be_sent_home_later(line, rina):
    desk = an_open_desk(a_counter(line=line))
    for waited in range(2):
        a_ticket(line, at=NINE + minutes(waited))

    assert ended(line, rina, SERVE) == DayClosed(lines=1, sent_home=0, told=1)
    assert desk.call(TEN).label == "A-001"
    assert ended(line, rina, SEND_HOME) == DayClosed(lines=1, sent_home=1, told=1)


def test_ending_it_twice_changes_nothing_and_tells_nobody(line, rina):
    an_open_desk(a_counter(line=line))
    ended(line, rina)
    events = Event.objects.count()

    assert ended(line, rina, at=TEN + minutes(1)) == DayClosed(lines=0, sent_home=0, told=0)
    assert ended(line, rina, SERVE, at=TEN + minutes(1)) == DayClosed(lines=0, sent_home=0, told=0)

    assert Event.objects.count() == events
    assert day_of(line).sends_home


def test_the_day_opens_again_with_its_reason_and_numbers_go_on(line, rina):
    a_ticket(line, at=NINE)
    ended(line, rina)

    assert open_day_again(mall=line.mall, line=line, reason="mended", person=rina, at=TEN + minutes(5)) == 1
    assert open_day_again(mall=line.mall, line=line, reason="mended", person=rina, at=TEN + minutes(5)) == 0

    assert taken(line, TEN + minutes(6)).label == "A-002"
    assert history_of(day_of(line).pk)[-1].facts["reason"] == "mended"
    assert Ticket.objects.get(number=1).state == "lapsed"


def test_the_whole_hall_ends_and_opens_again(line, rina):
    other = a_line(mall=line.mall)
    a_ticket(line, at=NINE)

    assert close_day_of_hall(mall=line.mall, reason="safety", waiting=SEND_HOME, person=rina, at=TEN).lines == 2
    assert close_day_of_hall(mall=line.mall, reason="safety", waiting=SEND_HOME, person=rina, at=TEN).lines == 0
    for one in (line, other):
        with pytest.raises(DayEnded):
            taken(one, TEN)

    assert open_day_again(mall=line.mall, reason="mistake", person=rina, at=TEN + minutes(1)) == 2
    assert issuing_state(other, TEN + minutes(1)).giving


def test_after_the_closing_there_is_no_day_to_end(line, rina):
    late = on(MONDAY, "16:00")
    with pytest.raises(DayIsOver):
        ended(line, rina, at=late)
    with pytest.raises(NothingToEnd):
        close_day_of_hall(mall=line.mall, reason="event", person=rina, at=late)


def test_neither_a_stop_that_is_over_nor_later_hours_give_numbers_again(line, rina):
    ended(line, rina)

    with pytest.raises(DayWasEnded):
        resume_issuing(line_day=day_of(line), at=TEN, actor="officer:rina")
    line.mall.hours.update(closes="18:00")
    line.mall.catalogue_version += 1
    line.mall.save()
    refresh_line_days(mall=line.mall, at=TEN, actor="system")
    with pytest.raises(DayEnded):
        taken(line, on(MONDAY, "17:00"))


def test_nobody_is_sent_to_a_line_that_serves_nobody(line, rina):
    other = a_line(mall=line.mall)
    a_counter(line=other)
    desk = an_open_desk(a_counter(line=line))
    a_ticket(line, at=NINE)
    called = desk.call(NINE)
    ended(other, rina)

    with pytest.raises(ServesNobody):
        transfer(desk=desk.lease(NINE), ticket=again(called.ticket), line=other, at=TEN)


def test_who_missed_the_call_of_an_ended_day_is_sent_home_by_the_round(line, rina):
    desk = an_open_desk(a_counter(line=line))
    a_ticket(line, at=NINE)
    called = desk.call(TEN)
    ended(line, rina)
    miss(desk=desk.lease(TEN), ticket=again(called.ticket), at=TEN + minutes(1))

    assert send_home_who_is_left(mall=line.mall, at=TEN + minutes(2)) == 1
    assert again(called.ticket).end_reason == "ended_trouble"


def test_the_database_keeps_an_ended_day_without_numbers(line, rina):
    ended(line, rina)
    with pytest.raises(IntegrityError), transaction.atomic():
        LineDay.objects.update(paused_until=None)
