"""Calling the next visitor."""

import pytest
from tests.situations.hall import a_counter, a_kiosk, a_line, an_officer
from tests.situations.line import a_key, a_service_in, a_ticket, again, an_open_desk, refusal_of
from tests.situations.times import MONDAY, NINE, days, minutes, on

from pendopo.appointments.open_line_day import open_line_day
from pendopo.catalogue.models import PriorityClass
from pendopo.journal.events import history_of
from pendopo.kernel.keys import token_hash
from pendopo.queue.call_next import call_next
from pendopo.queue.close_desk import close_desk
from pendopo.queue.finish import finish
from pendopo.queue.models import TicketState
from pendopo.queue.pause_desk import PauseReason, pause_desk, return_to_desk
from pendopo.queue.start import start
from pendopo.queue.take_ticket import take_at_kiosk
from pendopo.queue.waiting import waiting_for

pytestmark = pytest.mark.django_db


def test_the_visitor_who_waited_longest_is_called_first():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    later = a_ticket(line, at=NINE + minutes(2))
    other_line = a_line(mall=line.mall, agency=line.agency, zone=line.zone)
    desk.counter.counter_lines.create(line=other_line)
    earlier = a_ticket(other_line, at=NINE)

    called = desk.call(NINE + minutes(5))

    assert (called.ticket, called.waited_seconds) == (earlier.id, 300)
    assert again(later).state == TicketState.WAITING


def test_of_two_who_joined_at_the_same_instant_the_lower_number_is_called_first():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    other_line = a_line(mall=line.mall, agency=line.agency, zone=line.zone)
    desk.counter.counter_lines.create(line=other_line)
    a_ticket(other_line, at=NINE - minutes(1))
    second = a_ticket(other_line)
    first = a_ticket(line)
    assert first.number < second.number
    desk_beside = an_open_desk(a_counter(line=other_line))
    desk_beside.call(NINE)

    assert desk.call(NINE).ticket == first.id


def test_when_the_clock_stepped_back_the_call_still_follows_the_taking():
    desk = an_open_desk(at=NINE - minutes(5))
    ticket = a_ticket(desk.counter.counter_lines.get().line)
    desk.call(NINE - minutes(3))
    taken, called = history_of(ticket.id)
    assert (taken.type, called.type) == ("queue.ticket.taken", "queue.ticket.called")
    assert called.at > taken.at
    assert again(ticket).changed_at == called.at


def test_a_called_ticket_is_held_by_counter_and_officer():
    desk = an_open_desk()
    line = desk.counter.counter_lines.get().line
    ticket = a_ticket(line)
    desk.call(NINE)
    ticket = again(ticket)
    assert (ticket.state, ticket.counter_id, ticket.officer_id) == (TicketState.CALLED, desk.counter.id, desk.officer.id)
    event = history_of(ticket.id)[-1]
    assert event.type == "queue.ticket.called"
    assert event.actor == f"officer:{desk.officer.id}"
    assert event.facts["counter_number"] == desk.counter.number


def test_priority_goes_first_within_its_head_start_only():
    line = a_line(head_starts={"elderly": 15})
    desk = an_open_desk(a_counter(line=line))
    long_waiting = a_ticket(line, at=NINE - minutes(20))
    shortly_waiting = a_ticket(line, at=NINE - minutes(10))
    elderly = a_ticket(line, at=NINE, priority=PriorityClass.ELDERLY)
    order = []
    for _visitor in range(3):
        called = desk.call(NINE + minutes(1))
        order.append(called.ticket)
        lease = desk.lease(NINE + minutes(1))
        finish(
            desk=lease, ticket=start(desk=lease, ticket=again(called.ticket), at=NINE + minutes(1)), outcome="served",
            at=NINE + minutes(1),
        )  # fmt: skip
    assert order == [long_waiting.id, elderly.id, shortly_waiting.id]


def test_a_counter_calls_only_its_own_lines():
    desk = an_open_desk()
    a_ticket(a_line(mall=desk.counter.mall))
    assert refusal_of(lambda: desk.call(NINE)) == "queue.nobody_waiting"


def test_with_somebody_at_the_counter_nobody_else_is_called():
    desk = an_open_desk()
    line = desk.counter.counter_lines.get().line
    a_ticket(line), a_ticket(line)
    desk.call(NINE)
    assert refusal_of(lambda: desk.call(NINE)) == "queue.counter_busy"


def test_the_same_command_calls_once_even_when_it_comes_late():
    desk = an_open_desk()
    line = desk.counter.counter_lines.get().line
    a_ticket(line), a_ticket(line)
    key = a_key()
    first = desk.call(NINE, key)
    assert desk.call(NINE, key) == type(first)(first.ticket, first.label, first.counter, first.waited_seconds, repeated=True)

    lease = desk.lease(NINE)
    finish(desk=lease, ticket=start(desk=lease, ticket=again(first.ticket), at=NINE), outcome="served", at=NINE)
    assert desk.call(NINE + minutes(1), key).ticket == first.ticket


def test_a_visit_that_is_being_served_is_passed_over_and_keeps_its_place():
    line = a_line()
    here, there = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    first = a_ticket(line)
    second_of_same_visit = a_ticket(line, at=NINE, visit=first.visit)
    stranger = a_ticket(line, at=NINE + minutes(1))
    here.call(NINE + minutes(2))

    assert there.call(NINE + minutes(2)).ticket == stranger.id
    lease = here.lease(NINE)
    finish(
        desk=lease, ticket=start(desk=lease, ticket=again(first), at=NINE + minutes(3)), outcome="served", at=NINE + minutes(3)
    )
    assert here.call(NINE + minutes(3)).ticket == second_of_same_visit.id


def test_a_kiosk_number_nobody_saw_is_passed_over_after_a_minute():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    device, token = a_kiosk(mall=line.mall)
    unseen = take_at_kiosk(
        device=device.id, token_hash=token_hash(token), service=a_service_in(line).id, at=NINE, command_key=None
    )
    seen = a_ticket(line, at=NINE + minutes(1))
    assert desk.call(NINE + minutes(2)).ticket == seen.id
    assert again(unseen.ticket).state == TicketState.WAITING


def test_within_that_minute_it_may_be_called():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    device, token = a_kiosk(mall=line.mall)
    unseen = take_at_kiosk(
        device=device.id, token_hash=token_hash(token), service=a_service_in(line).id, at=NINE, command_key=None
    )
    assert desk.call(NINE + minutes(0.5)).ticket == unseen.ticket


@pytest.mark.parametrize("whose", ["secret", "closed", "yesterday"])
def test_without_todays_lease_nothing_is_called(whose):
    desk = an_open_desk()
    line = desk.counter.counter_lines.get().line
    at = NINE
    if whose == "closed":
        close_desk(desk=desk.lease(NINE), at=NINE)
    if whose == "yesterday":
        at = NINE + days(1)
    waiting = a_ticket(line, at=at)
    secret = "forged" if whose == "secret" else desk.opened.secret

    def call():
        return call_next(lease=desk.opened.lease, secret_hash=token_hash(secret), at=at)

    assert refusal_of(call) == "queue.lease_lost"
    assert again(waiting).state == TicketState.WAITING


def test_yesterdays_lease_calls_nobody_neither_who_waits_today_nor_who_was_left_waiting():
    desk = an_open_desk()
    line = desk.counter.counter_lines.get().line
    left = a_ticket(line)
    # The day is opened as a look at the line may open it: what yesterday left has not been ended yet.
    open_line_day(line=line, at=NINE + days(1))
    today = a_ticket(line, at=NINE + days(1))
    assert refusal_of(lambda: desk.call(NINE + days(1))) == "queue.lease_lost"
    assert {again(left).state, again(today).state} == {TicketState.WAITING}


def test_a_key_of_another_command_of_this_officer_calls_nobody():
    desk = an_open_desk()
    line = desk.counter.counter_lines.get().line
    key = a_key()
    visitor = a_ticket(line)
    desk.call(NINE)
    start(desk=desk.lease(NINE), ticket=again(visitor), at=NINE, command_key=key)
    finish(desk=desk.lease(NINE), ticket=again(visitor), outcome="served", at=NINE)
    a_ticket(line)
    assert refusal_of(lambda: desk.call(NINE, key)) == "journal.key_of_another"


def test_a_paused_counter_calls_nobody_until_the_officer_is_back():
    desk = an_open_desk()
    a_ticket(desk.counter.counter_lines.get().line)
    pause_desk(desk=desk.lease(NINE), reason=PauseReason.PRAYER, at=NINE, back_at=NINE + minutes(15))
    assert refusal_of(lambda: desk.call(NINE)) == "queue.desk_paused"
    return_to_desk(desk=desk.lease(NINE), at=NINE + minutes(1))
    assert desk.call(NINE + minutes(1)).label.endswith("-001")


def test_a_number_reserved_for_one_officer_is_called_by_no_other():
    line = a_line()
    mine, other = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    ticket = a_ticket(line)
    type(ticket).objects.filter(pk=ticket.pk).update(reserved_for=mine.officer.id)
    assert refusal_of(lambda: other.call(NINE)) == "queue.nobody_waiting"
    assert mine.call(NINE).ticket == ticket.id


def test_a_number_reserved_for_a_counter_outside_its_line_reaches_it():
    desk = an_open_desk()
    foreign = a_line(mall=desk.counter.mall)
    ticket = a_ticket(foreign)
    type(ticket).objects.filter(pk=ticket.pk).update(reserved_for=desk.counter.id)
    assert desk.call(NINE).ticket == ticket.id


def test_a_clock_that_steps_back_leaves_a_history_that_reads_forwards():
    desk = an_open_desk()
    ticket = a_ticket(desk.counter.counter_lines.get().line, at=NINE + minutes(5))
    desk.call(NINE)
    instants = [event.at for event in history_of(ticket.id)]
    assert instants == sorted(set(instants))


def test_the_hot_statement_agrees_with_the_slow_reference():
    line = a_line(head_starts={"elderly": 15, "infant": 5})
    desk = an_open_desk(a_counter(line=line))
    classes = [PriorityClass.NONE, PriorityClass.ELDERLY, PriorityClass.INFANT, PriorityClass.NONE]
    for n in range(12):
        a_ticket(line, at=NINE + minutes(3 * n), priority=classes[n % 4])
    at = NINE + minutes(60)
    lease = desk.lease(at)
    while (expected := waiting_for(lease, at=at).first()) is not None:
        called = desk.call(at)
        assert called.ticket == expected.id
        finish(desk=lease, ticket=start(desk=lease, ticket=again(called.ticket), at=at), outcome="served", at=at)
        at += minutes(1)
    assert refusal_of(lambda: desk.call(at)) == "queue.nobody_waiting"


def test_calling_costs_no_query_beside_the_hot_statement(django_assert_num_queries):
    desk = an_open_desk()
    a_ticket(desk.counter.counter_lines.get().line)
    with django_assert_num_queries(2):
        desk.call(NINE)


def test_after_the_mall_closed_those_who_still_wait_are_served():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    ticket = a_ticket(line, at=on(MONDAY, "14:59"))
    assert desk.call(on(MONDAY, "15:20")).ticket == ticket.id


def test_two_officers_of_one_counter_are_one_too_many():
    counter = a_counter()
    an_open_desk(counter)
    assert refusal_of(lambda: an_open_desk(counter, officer=an_officer(counter, name="Sari"))) == "queue.held_elsewhere"
