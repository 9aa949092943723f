"""A number reserved for a counter or a person who is gone, and a line that was stopped because nobody was there: nobody waits in vain."""

import pytest
from tests.situations.hall import a_counter, a_line, a_post, an_officer
from tests.situations.line import a_ticket, a_visitor_served_at, again, an_open_desk, refusal_of, the_day_of
from tests.situations.times import NINE, minutes

from pendopo.appointments.stop_issuing import StopReason, stop_issuing
from pendopo.journal.events import history_of
from pendopo.queue.call_certain import call_certain
from pendopo.queue.check_in import check_in
from pendopo.queue.close_desk import KEEP, STOP_ISSUING, close_desk
from pendopo.queue.models import Channel
from pendopo.queue.open_desk import open_desk
from pendopo.queue.transfer import transfer

pytestmark = pytest.mark.django_db
SOON, LATER = NINE + minutes(1), NINE + minutes(2)


@pytest.fixture
def hall():
    """A line, the desk for which somebody is reserved, and another desk of the same line."""
    line = a_line()
    return line, an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))


def a_visitor_sent_to(other, *, reserved_for):
    ticket = a_visitor_served_at(other)
    return transfer(desk=other.lease(NINE), ticket=ticket, reserved_for=reserved_for, at=SOON)


def test_when_an_officer_closes_who_was_reserved_for_that_person_is_everyones(hall):
    _line, desk, other = hall
    ticket = a_visitor_sent_to(other, reserved_for=desk.officer.id)
    assert refusal_of(lambda: other.call(LATER)) == "queue.nobody_waiting"

    close_desk(desk=desk.lease(SOON), at=SOON)

    assert other.call(LATER).ticket == ticket.id


def test_an_officer_who_moves_takes_the_own_visitors_along_and_leaves_those_of_the_counter_to_everyone(hall):
    line, desk, other = hall
    of_the_counter = a_visitor_sent_to(other, reserved_for=desk.counter.id)
    of_the_person = a_visitor_sent_to(other, reserved_for=desk.officer.id)

    moved_to = a_counter(line=line)
    a_post(user=desk.officer, mall=line.mall, counters=[moved_to])
    opened = open_desk(counter=moved_to, officer=desk.officer, at=LATER, take_over=True)

    assert again(of_the_counter).reserved_for is None
    assert again(of_the_person).reserved_for == desk.officer.id
    at_new_counter = type(desk)(moved_to, desk.officer, opened)
    assert other.call(LATER).ticket == of_the_counter.id
    assert at_new_counter.call(LATER).ticket == of_the_person.id


def test_a_counter_that_is_taken_over_keeps_its_visitors_but_not_those_of_who_had_it(hall):
    _line, desk, other = hall
    of_the_counter = a_visitor_sent_to(other, reserved_for=desk.counter.id)
    of_the_person = a_visitor_sent_to(other, reserved_for=desk.officer.id)

    open_desk(counter=desk.counter, officer=an_officer(desk.counter, name="Rina"), at=LATER, take_over=True)

    assert again(of_the_counter).reserved_for == desk.counter.id
    assert again(of_the_person).reserved_for is None


def test_a_reserved_visitor_who_is_put_back_by_the_closing_is_released_too(hall):
    _line, desk, other = hall
    ticket = a_visitor_sent_to(other, reserved_for=desk.officer.id)
    assert desk.call(LATER).ticket == ticket.id

    close_desk(desk=desk.lease(LATER), at=LATER, waiting=KEEP)

    assert again(ticket).reserved_for is None


def test_stopping_a_line_on_leaving_is_recorded_like_every_stop():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    a_ticket(line)

    close_desk(desk=desk.lease(NINE), at=SOON, waiting=STOP_ISSUING)

    day = the_day_of(line)
    assert (day.paused_until, day.pause_reason) == (day.closes_at, StopReason.NO_OFFICER)
    event = history_of(day.id)[-1]
    assert (event.type, event.actor) == ("appointments.line_day.issuing_stopped", f"officer:{desk.officer.id}")


def test_when_an_officer_is_back_the_line_that_was_stopped_for_want_of_one_gives_numbers_again():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    a_ticket(line)
    close_desk(desk=desk.lease(NINE), at=SOON, waiting=STOP_ISSUING)
    assert refusal_of(lambda: a_ticket(line, at=SOON)) == "queue.issuing_paused"

    an_open_desk(desk.counter, officer=desk.officer, at=LATER)

    assert a_ticket(line, at=LATER).number == 2
    assert history_of(the_day_of(line).id)[-1].type == "appointments.line_day.issuing_resumed"


def test_a_line_that_was_stopped_for_another_reason_stays_stopped_when_a_counter_opens():
    line = a_line()
    a_ticket(line)
    stop_issuing(line_day=the_day_of(line), until=NINE + minutes(60), reason=StopReason.CROWDED, at=NINE, actor="officer:rina")

    an_open_desk(a_counter(line=line), at=SOON)

    assert refusal_of(lambda: a_ticket(line, at=LATER)) == "queue.issuing_paused"


def test_a_counter_that_closes_after_hours_stops_nothing_and_closes():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    a_ticket(line)
    after_hours = the_day_of(line).closes_at + minutes(5)

    close_desk(desk=desk.lease(after_hours), at=after_hours, waiting=STOP_ISSUING)

    assert refusal_of(lambda: desk.lease(after_hours)) == "queue.lease_lost"


def test_nobody_is_sent_to_a_counter_or_an_officer_who_has_closed(hall):
    _line, desk, other = hall
    ticket = a_visitor_served_at(other)
    close_desk(desk=desk.lease(NINE), at=NINE, waiting=KEEP)

    for gone in (desk.counter.id, desk.officer.id):
        sent = lambda gone=gone: transfer(desk=other.lease(SOON), ticket=ticket, reserved_for=gone, at=SOON)  # noqa: E731
        assert refusal_of(sent) == "queue.destination_closed"

    assert (again(ticket).state, again(ticket).counter_id) == ("serving", other.counter.id)


def test_a_reserved_number_called_out_of_turn_is_no_longer_reserved(hall):
    _line, desk, other = hall
    ticket = a_visitor_sent_to(other, reserved_for=desk.counter.id)
    call_certain(desk=other.lease(LATER), ticket=again(ticket), at=LATER)
    assert again(ticket).reserved_for is None


def test_who_checks_in_after_the_clock_stepped_back_joins_behind_those_who_wait():
    line = a_line()
    held = a_ticket(line, channel=Channel.HOME)
    before = a_ticket(line, at=NINE + minutes(10))

    joined = check_in(ticket=held, through="hall", actor="visitor", at=NINE + minutes(1))

    assert joined.joined_at >= before.joined_at
