"""What happens between the call and the outcome."""

import pytest
from tests.situations.hall import a_counter, a_line, a_post, a_service, an_officer
from tests.situations.line import a_ticket, a_ticket_at, a_visitor_served_at, again, an_open_desk, refusal_of, the_day_of
from tests.situations.times import NINE, minutes

from pendopo.journal.events import history_of
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.queue.add_service import add_service
from pendopo.queue.arrive import arrive
from pendopo.queue.call_certain import call_certain
from pendopo.queue.cancel import cancel
from pendopo.queue.check_in import check_in, lapse_if_due
from pendopo.queue.close_desk import KEEP, STOP_ISSUING, close_desk, lines_left
from pendopo.queue.finish import finish
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.miss import miss
from pendopo.queue.models import Channel, Outcome, TicketState
from pendopo.queue.open_desk import open_desk
from pendopo.queue.park import ParkReason, park
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.queue.recall import recall
from pendopo.queue.rejoin import rejoin
from pendopo.queue.resume import resume
from pendopo.queue.start import start
from pendopo.queue.transfer import transfer

pytestmark = pytest.mark.django_db
SOON = NINE + minutes(1)


def test_a_recall_waits_for_the_gap_and_ends_at_the_limit():
    line = a_line(recall_gap_seconds=20, calls_at_most=2)
    desk = an_open_desk(a_counter(line=line))
    ticket = a_ticket_at(desk)
    lease = desk.lease(NINE)
    assert refusal_of(lambda: recall(desk=lease, ticket=again(ticket), at=NINE + minutes(0.2))) == "queue.recall_too_soon"
    assert recall(desk=lease, ticket=again(ticket), at=NINE + minutes(0.5)).calls == 2
    assert refusal_of(lambda: recall(desk=lease, ticket=again(ticket), at=NINE + minutes(2))) == "queue.called_often"


def test_a_clock_that_is_set_back_does_not_hold_up_the_next_recall():
    desk = an_open_desk(a_counter(line=a_line(recall_gap_seconds=20)), at=NINE - minutes(60))
    ticket = a_ticket_at(desk)

    assert recall(desk=desk.lease(NINE), ticket=again(ticket), at=NINE - minutes(30)).calls == 2


def test_serving_time_begins_when_the_visitor_is_there():
    desk = an_open_desk()
    ticket = a_ticket_at(desk)
    lease = desk.lease(NINE)
    ticket = arrive(desk=lease, ticket=ticket, at=NINE + minutes(1))
    ticket = start(desk=lease, ticket=ticket, at=NINE + minutes(2))
    ticket = finish(desk=lease, ticket=ticket, outcome=Outcome.SERVED, at=NINE + minutes(8))
    assert ticket.state == TicketState.DONE
    assert history_of(ticket.id)[-1].facts == {
        "line": str(ticket.line_id), "counter": str(desk.counter.id), "outcome": "served", "served_seconds": 360,
    }  # fmt: skip


def test_finishing_needs_an_outcome():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)
    assert refusal_of(lambda: finish(desk=desk.lease(NINE), ticket=ticket, outcome="", at=SOON)) == "queue.outcome_missing"
    assert again(ticket).state == TicketState.SERVING


def test_another_counter_cannot_go_on_with_my_visitor():
    line = a_line()
    mine, other = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    ticket = a_visitor_served_at(mine)
    lease = other.lease(NINE)
    assert refusal_of(lambda: finish(desk=lease, ticket=ticket, outcome="served", at=SOON)) == "not_found"
    assert refusal_of(lambda: transfer(desk=lease, ticket=ticket, at=SOON)) == "not_found"


def test_a_stale_screen_loses_to_the_quicker_one():
    desk = an_open_desk()
    seen_twice = a_ticket_at(desk)
    lease = desk.lease(NINE)
    start(desk=lease, ticket=again(seen_twice), at=SOON)
    with pytest.raises(AlreadyMoved):
        miss(desk=lease, ticket=seen_twice, at=SOON)


def test_who_missed_the_call_comes_back_under_the_stated_rule():
    line = a_line(rejoin_within_minutes=30, rejoin_head_start_minutes=10)
    desk = an_open_desk(a_counter(line=line))
    ticket = miss(desk=desk.lease(NINE), ticket=a_ticket_at(desk), at=NINE)
    back = rejoin(ticket=again(ticket), actor="visitor", at=NINE + minutes(20))
    assert (back.state, back.rank_at) == (TicketState.WAITING, NINE + minutes(10))


def test_after_the_stated_time_a_missed_number_is_over():
    line = a_line(rejoin_within_minutes=30)
    desk = an_open_desk(a_counter(line=line))
    ticket = miss(desk=desk.lease(NINE), ticket=a_ticket_at(desk), at=NINE)
    late = NINE + minutes(31)
    assert refusal_of(lambda: rejoin(ticket=again(ticket), actor="visitor", at=late)) == "queue.too_late_to_rejoin"


def test_a_parked_visitor_leaves_the_counter_free_and_is_resumed_later():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)
    lease = desk.lease(NINE)
    ticket = park(desk=lease, ticket=ticket, reason=ParkReason.COPY, until=NINE + minutes(15), at=SOON)
    between = a_visitor_served_at(desk, at=NINE + minutes(2))
    assert refusal_of(lambda: resume(desk=lease, ticket=again(ticket), at=NINE + minutes(3))) == "queue.counter_busy"
    finish(desk=lease, ticket=between, outcome="served", at=NINE + minutes(4))
    assert resume(desk=lease, ticket=again(ticket), at=NINE + minutes(5)).state == TicketState.SERVING


def test_a_visit_is_at_one_counter_at_a_time_also_when_called_by_hand():
    line = a_line()
    mine, other = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    first = a_ticket_at(mine)
    second = a_ticket(line, visit=first.visit, at=SOON)
    call = lambda: call_certain(desk=other.lease(NINE), ticket=second, at=SOON)  # noqa: E731
    assert refusal_of(call) == "queue.visit_elsewhere"


def test_calling_a_certain_ticket_is_recorded_as_out_of_turn():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    a_ticket(line, at=NINE - minutes(5))
    chosen = a_ticket(line)
    call_certain(desk=desk.lease(NINE), ticket=chosen, at=SOON)
    event = history_of(chosen.id)[-1]
    assert (event.type, event.facts["from_state"]) == ("queue.ticket.called_out_of_turn", "waiting")


def test_a_ticket_another_counter_has_called_is_named_with_that_counter():
    line = a_line()
    mine, other = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    ticket = a_ticket_at(mine)
    assert refusal_of(lambda: call_certain(desk=other.lease(NINE), ticket=ticket, at=SOON)) == "queue.called_already"


@pytest.mark.parametrize(("place", "expected"), [("by_time", ["moved", "early", "late"]), ("last", ["early", "late", "moved"])])
def test_a_transfer_takes_the_place_that_was_said(place, expected):
    desk = an_open_desk()
    there = an_open_desk(a_counter(line=a_line(mall=desk.counter.mall)))
    line = there.counter.counter_lines.get().line
    moved = a_visitor_served_at(desk)
    names = {
        moved.id: "moved",
        a_ticket(line, at=NINE - minutes(5)).id: "early",
        a_ticket(line, at=NINE - minutes(1)).id: "late",
    }
    transfer(desk=desk.lease(NINE), ticket=moved, line=line, place=place, at=NINE, note="bawa KK")
    order, at = [], NINE
    for _visitor in names:
        at += minutes(1)
        called = there.call(at)
        order.append(names[called.ticket])
        lease = there.lease(at)
        finish(desk=lease, ticket=start(desk=lease, ticket=again(called.ticket), at=at), outcome="served", at=at)
    assert order == expected


def test_transferred_first_goes_before_those_who_wait_but_never_beyond_the_largest_head_start():
    desk = an_open_desk()
    line = a_line(mall=desk.counter.mall, head_starts={"elderly": 15}, rejoin_head_start_minutes=0)
    a_counter(line=line)
    moved = a_visitor_served_at(desk)
    waiting_long = a_ticket(line, at=NINE - minutes(40))
    moved = transfer(desk=desk.lease(NINE), ticket=moved, line=line, place="first", at=NINE)
    assert waiting_long.rank_at < moved.rank_at == moved.joined_at - minutes(15)


def test_the_number_in_the_visitors_hand_stays_through_a_transfer():
    desk = an_open_desk()
    line = a_line(mall=desk.counter.mall)
    a_counter(line=line)
    ticket = a_visitor_served_at(desk)
    label = ticket.label
    moved = transfer(desk=desk.lease(NINE), ticket=ticket, line=line, at=SOON, note="cek ejaan nama")
    assert (moved.label, again(moved).note) == (label, "cek ejaan nama")
    assert "ejaan" not in str([event.facts for event in history_of(moved.id)])


def test_nobody_is_sent_where_no_counter_serves():
    desk = an_open_desk()
    line = a_line(mall=desk.counter.mall)
    ticket = a_visitor_served_at(desk)
    assert (
        refusal_of(lambda: transfer(desk=desk.lease(NINE), ticket=ticket, line=line, at=SOON)) == "queue.nothing_served_there"
    )


def test_a_further_service_shares_the_visit_and_its_link():
    line = a_line()
    first = a_ticket(line)
    taken = add_service(visit=first.visit, service=a_service(line=line).id, actor="visitor", at=NINE)
    assert taken.code == first.visit.code
    assert again(taken.ticket).visit_id == first.visit_id


def test_the_same_service_twice_in_a_visit_is_refused():
    first = a_ticket()
    again_ = lambda: add_service(visit=first.visit, service=first.service_id, actor="visitor", at=NINE)  # noqa: E731
    assert refusal_of(again_) == "queue.already_in_that_line"


def test_a_held_number_joins_at_check_in_behind_those_who_came_before():
    line = a_line()
    held = a_ticket(line, channel=Channel.HOME)
    walk_in = a_ticket(line, at=NINE + minutes(5))
    joined = check_in(ticket=again(held), through="hall", actor="visitor", at=NINE + minutes(10))
    assert joined.state == TicketState.WAITING
    assert joined.rank_at > walk_in.rank_at


def test_a_held_number_lapses_at_the_stated_time_whoever_looks_first():
    line = a_line(held_for_minutes=30)
    held = a_ticket(line, channel=Channel.HOME)
    assert not lapse_if_due(ticket=again(held), at=NINE + minutes(29))
    late = lambda: check_in(ticket=again(held), through="hall", actor="visitor", at=NINE + minutes(30))  # noqa: E731
    assert refusal_of(late) == "queue.hold_lapsed"
    assert again(held).state == TicketState.LAPSED


def test_checking_in_twice_keeps_the_place():
    held = a_ticket(channel=Channel.HOME)
    check_in(ticket=again(held), through="hall", actor="visitor", at=SOON)
    twice = lambda: check_in(ticket=again(held), through="kiosk", actor="visitor", at=SOON)  # noqa: E731
    assert refusal_of(twice) == "queue.not_held"


def test_a_visitor_at_the_counter_cannot_be_cancelled():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)
    assert refusal_of(lambda: cancel(ticket=ticket, actor="visitor", at=SOON)) == "queue.too_late_to_cancel"
    assert cancel(ticket=a_ticket(), actor="visitor", at=NINE).state == TicketState.CANCELLED


def test_a_pause_waits_for_the_visitor_at_the_counter():
    desk = an_open_desk()
    a_visitor_served_at(desk)
    pause = lambda: pause_desk(desk=desk.lease(NINE), reason=PauseReason.REST, at=SOON)  # noqa: E731
    assert refusal_of(pause) == "queue.counter_busy"


def test_closing_asks_what_happens_to_those_whom_nobody_else_serves():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    a_ticket(line)
    assert [(left.waiting, left.other_counters) for left in lines_left(desk.lease(NINE))] == [(1, 0)]
    assert refusal_of(lambda: close_desk(desk=desk.lease(NINE), at=SOON)) == "queue.say_what_happens"
    close_desk(desk=desk.lease(NINE), at=SOON, waiting=STOP_ISSUING)
    assert the_day_of(line).paused_until == the_day_of(line).closes_at


def test_with_another_counter_open_closing_needs_no_question():
    line = a_line()
    desk, _other = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    a_ticket(line)
    close_desk(desk=desk.lease(NINE), at=SOON)


def test_closing_puts_a_called_visitor_back_to_the_old_place():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    ticket = a_ticket_at(desk)
    close_desk(desk=desk.lease(NINE), at=SOON, waiting=KEEP)
    back = again(ticket)
    assert (back.state, back.rank_at, back.counter) == (TicketState.WAITING, ticket.rank_at, None)


def test_closing_releases_numbers_reserved_for_the_counter():
    line = a_line()
    desk, other = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    ticket = a_visitor_served_at(other)
    transfer(desk=other.lease(NINE), ticket=ticket, reserved_for=desk.counter.id, at=SOON)
    close_desk(desk=desk.lease(NINE), at=SOON)
    assert other.call(NINE + minutes(2)).ticket == ticket.id


def test_a_counter_is_taken_over_with_the_visitor_who_is_there():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)
    opened = open_desk(counter=desk.counter, officer=desk.officer, at=SOON, take_over=True)
    assert refusal_of(lambda: desk.lease(SOON)) == "queue.lease_lost"
    from_new_window = type(desk)(desk.counter, desk.officer, opened)
    finish(desk=from_new_window.lease(SOON), ticket=again(ticket), outcome="served", at=SOON)


def test_an_officer_holds_one_counter_at_a_time():
    first = a_counter()
    second = a_counter(mall=first.mall)
    officer = an_officer(first)
    a_post(user=officer, mall=first.mall)
    an_open_desk(first, officer=officer)
    assert refusal_of(lambda: open_desk(counter=second, officer=officer, at=SOON)) == "queue.officer_elsewhere"
    open_desk(counter=second, officer=officer, at=SOON, take_over=True)


def test_every_state_of_a_ticket_can_be_reached():
    reached = set(TICKET.initial)
    while True:
        further = {target for origins, target in TICKET.table.values() if origins & reached} | reached
        if further == reached:
            break
        reached = further
    assert reached == {str(state) for state in TicketState}
