"""What a board says, to whom, and how often."""

from datetime import UTC

import pytest
from tests.situations.boards import the_board_from_zero
from tests.situations.hall import a_counter, a_kiosk, a_line, a_service, an_officer
from tests.situations.times import NINE, minutes

from pendopo.journal.follow import events_after
from pendopo.journal.relay import give_positions
from pendopo.kernel.keys import token_hash
from pendopo.queue.board import Board
from pendopo.queue.board_messages import Pace, lines_touched, said, snapshot
from pendopo.queue.call_next import call_next
from pendopo.queue.doors import desk_of, ticket_at
from pendopo.queue.models import Channel
from pendopo.queue.open_desk import open_desk
from pendopo.queue.pause_desk import pause_desk
from pendopo.queue.take_ticket import take_at_kiosk, take_ticket
from pendopo.queue.transfer import transfer

pytestmark = pytest.mark.django_db
SECOND = minutes(1 / 60)


class Hall:
    """One line, one counter, and a board that hears what happens there."""

    def __init__(self):
        self.line = a_line()
        self.counter = a_counter(line=self.line, number="3")
        self.service = a_service(line=self.line)
        self.officer = an_officer(self.counter)
        self.board: Board = the_board_from_zero(self.line.mall_id)

    def a_number(self, at=NINE):
        return take_ticket(
            mall=self.line.mall_id, service=self.service.id, channel=Channel.DESK, actor="visitor", at=at, command_key=None
        )

    def an_open_desk(self, at=NINE):
        opened = open_desk(counter=self.counter, officer=self.officer, at=at)
        return desk_of(lease=opened.lease, secret_hash=token_hash(opened.secret), at=at)

    def called(self, desk, at):
        return call_next(lease=desk.id, secret_hash=desk.secret_hash, at=at)

    def says(self):
        """Every message since the last time, in order."""
        give_positions()
        messages = []
        for event in events_after(self.board.position):
            self.board.hear(event)
            messages += said(self.board, event)
        return messages


def test_a_call_carries_everything_a_display_shows():
    hall = Hall()
    taken, desk = hall.a_number(), hall.an_open_desk()
    hall.says()

    hall.called(desk, NINE + minutes(2))
    call, ticket = hall.says()

    assert call.kind == "call"
    assert call.data == {
        "position": hall.board.position, "at": (NINE + minutes(2)).astimezone(UTC).isoformat(),
        "ticket": str(taken.ticket), "number": taken.label, "line": str(hall.line.id), "zone": str(hall.line.zone_id),
        "counter": str(hall.counter.id), "counter_number": "3", "calls": 1, "recall": False,
    }  # fmt: skip
    assert f"zone:{hall.line.zone_id}" in call.channels
    assert f"visit:{taken.visit}" in call.channels
    assert (ticket.kind, ticket.data["state"], ticket.data["counter_number"]) == ("ticket", "called", "3")


def test_a_phone_finds_itself_in_the_boards_order():
    hall = Hall()
    labels = [hall.a_number(NINE + minutes(n)).label for n in range(3)]
    hall.says()

    (board,) = pace_of(hall).due(hall.board, NINE + minutes(5))

    assert board.data["waiting"] == labels
    assert (board.data["count"], board.data["serving"]) == (3, [])
    assert board.channels == {"mall", f"line:{hall.line.id}", f"zone:{hall.line.zone_id}"}


def pace_of(hall):
    pace = Pace()
    pace.changed([str(hall.line.id)])
    return pace


def test_a_lines_board_is_said_at_most_once_a_second():
    hall = Hall()
    pace = pace_of(hall)
    line = str(hall.line.id)

    assert len(pace.due(hall.board, NINE)) == 1
    pace.changed([line])
    pace.changed([line])
    assert pace.due(hall.board, NINE + SECOND / 2) == ()
    assert len(pace.due(hall.board, NINE + SECOND)) == 1
    assert pace.due(hall.board, NINE + SECOND * 9) == ()


def test_the_board_is_said_again_when_an_unseen_number_is_passed_over():
    hall = Hall()
    kiosk, token = a_kiosk(mall=hall.line.mall)
    taken = take_at_kiosk(device=kiosk.id, token_hash=token_hash(token), service=hall.service.id, at=NINE, command_key=None)
    hall.says()
    pace = pace_of(hall)

    (first,) = pace.due(hall.board, NINE + SECOND)
    assert pace.due(hall.board, NINE + minutes(0.9)) == ()
    (second,) = pace.due(hall.board, NINE + minutes(1))

    assert (first.data["waiting"], first.data["unshown"]) == ([taken.label], [taken.label])
    assert (second.data["waiting"], second.data["count"]) == ([], 0)


def test_a_desk_says_why_it_is_paused_and_until_when():
    hall = Hall()
    pause_desk(desk=hall.an_open_desk(), reason="prayer", at=NINE + minutes(1), back_at=NINE + minutes(20))

    opened, paused = hall.says()

    assert (opened.kind, paused.data["state"], paused.data["reason"]) == ("desk", "paused", "prayer")
    assert paused.data["back_at"] is not None
    assert f"counter:{hall.counter.id}" in paused.channels


def test_a_number_reserved_for_a_counter_is_told_there():
    hall = Hall()
    hall.a_number()
    desk = hall.an_open_desk()
    called = hall.called(desk, NINE + minutes(1))
    other = a_counter(line=hall.line)
    open_desk(counter=other, officer=an_officer(other, name="Ani"), at=NINE)
    hall.says()

    transfer(desk=desk, ticket=ticket_at(desk, called.ticket), at=NINE + minutes(2), reserved_for=other.id)
    (message,) = hall.says()

    assert message.data["state"] == "waiting"
    assert f"reserved:{other.id}" in message.channels


def test_a_transfer_touches_both_lines():
    hall = Hall()
    hall.a_number()
    desk = hall.an_open_desk()
    called = hall.called(desk, NINE + minutes(1))
    destination = a_line(mall=hall.line.mall)
    a_counter(line=destination)
    hall.says()

    transfer(desk=desk, ticket=ticket_at(desk, called.ticket), at=NINE + minutes(2), line=destination)
    give_positions()
    (event,) = events_after(hall.board.position)
    hall.board.hear(event)

    assert lines_touched(hall.board, event) == {str(hall.line.id), str(destination.id)}


def test_a_snapshot_holds_what_the_channels_show_and_nothing_else():
    hall = Hall()
    desk = hall.an_open_desk()
    taken = hall.a_number()
    hall.a_number(NINE + minutes(1))
    hall.called(desk, NINE + minutes(2))
    hall.says()

    zone = snapshot(hall.board, [f"zone:{hall.line.zone_id}"], NINE + minutes(3))
    phone = snapshot(hall.board, [f"visit:{taken.visit}", f"line:{hall.line.id}"], NINE + minutes(3))
    stranger = snapshot(hall.board, ["zone:elsewhere"], NINE + minutes(3))

    assert [call["number"] for call in zone["calls"]] == [taken.label]
    assert (len(zone["boards"]), len(zone["desks"]), zone["tickets"]) == (1, 1, [])
    assert [(ticket["number"], ticket["state"]) for ticket in phone["tickets"]] == [(taken.label, "called")]
    assert (phone["calls"], len(phone["boards"])) == ([], 1)
    assert stranger == {"calls": [], "boards": [], "desks": [], "tickets": []}
