"""The board: folded from the journal, it shows what the tables say."""

import pytest
from tests.situations.boards import hear_from, the_board_from_zero, the_board_of_tables
from tests.situations.busy_day import a_busy_hall
from tests.situations.times import MONDAY, days, minutes

from pendopo.journal.events import registered, type_of
from pendopo.journal.models import Event
from pendopo.journal.relay import give_positions
from pendopo.queue import board as boards
from pendopo.queue import events
from pendopo.queue.board import Board
from pendopo.queue.end_older_days import end_older_days
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import AT_COUNTER, FINAL, Ticket, TicketState
from pendopo.queue.waiting import UNSHOWN_SECONDS
from pendopo.queue.watch_messages import WATCHED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_the_fold_from_zero_equals_the_tables(seed):
    hall = a_busy_hall(seed)
    hall.goes_on(220)
    give_positions()

    folded = the_board_from_zero(hall.mall.id)

    assert folded == the_board_of_tables(hall.mall.id, MONDAY)
    happened = set(Event.objects.filter(mall=hall.mall.id, type__startswith="queue.").values_list("type", flat=True))
    assert len(happened) >= 15, "the day was too quiet to prove anything"
    assert folded.last_calls(folded.calls)


def test_a_board_that_starts_from_the_tables_and_hears_on_equals_the_fold_from_zero():
    hall = a_busy_hall(4)
    hall.goes_on(150)
    # The relay stands still: the tables are ahead of the numbered journal, as they always are for some milliseconds.
    hall.goes_on(60, relay=False)
    started = the_board_of_tables(hall.mall.id, MONDAY)
    assert Event.objects.filter(position=None).exists()

    hall.goes_on(150)
    give_positions()
    hear_from(started, hall.mall.id, started.position)

    assert started == the_board_from_zero(hall.mall.id) == the_board_of_tables(hall.mall.id, MONDAY)


def test_hearing_everything_twice_changes_nothing():
    hall = a_busy_hall(5)
    hall.goes_on(200)
    give_positions()
    board = the_board_from_zero(hall.mall.id)

    hear_from(board, hall.mall.id, 0)

    assert board == the_board_of_tables(hall.mall.id, MONDAY)


def test_a_line_waits_in_the_order_in_which_it_is_called():
    hall = a_busy_hall(6)
    hall.goes_on(200)
    give_positions()
    board = the_board_from_zero(hall.mall.id)

    for line in hall.lines:
        waiting = Ticket.objects.filter(line=line, state=TicketState.WAITING).order_by("rank_at", "number", "id")
        assert [ticket.label for ticket in board.waiting(str(line.id))] == [ticket.label for ticket in waiting]


def test_a_new_day_begins_with_an_empty_board():
    hall = a_busy_hall(7)
    hall.goes_on(120)
    hall.at += days(1)
    end_older_days(mall=hall.mall, at=hall.at)
    hall.desks.clear()
    hall.goes_on(40)
    give_positions()

    board = the_board_from_zero(hall.mall.id)

    assert board == the_board_of_tables(hall.mall.id, MONDAY + days(1))
    assert len(board.tickets) == Ticket.objects.filter(business_date=MONDAY + days(1)).count() > 0


def test_a_number_nobody_saw_is_passed_over_after_a_minute():
    hall = a_busy_hall()
    while not Ticket.objects.filter(shown_at=None, state="waiting").exists():
        hall.goes_on(1)
    give_positions()
    board: Board = the_board_from_zero(hall.mall.id)

    unseen = next(ticket for ticket in board.tickets.values() if not ticket.shown)

    assert not unseen.passed_over(unseen.taken_at + minutes(0.9))
    assert unseen.passed_over(unseen.taken_at + minutes(1))


# What leaves every line as it is: an officer's note, and when a rehearsal runs.
_MOVES_NOBODY = {*WATCHED, "queue.ticket.noted", "queue.rehearsal.began", "queue.rehearsal.ended"}


def test_the_board_knows_every_event_of_the_line():
    names = {name for name in registered() if name.startswith("queue.")} - _MOVES_NOBODY
    assert names == {boards.TAKEN, *boards.STATE_AFTER, *boards.DESK_AFTER}


def test_the_board_and_the_lifecycle_table_agree():
    verb_of = {
        events.TicketShown: "show", events.TicketCheckedIn: "check_in", events.TicketCalled: "call",
        events.TicketCalledOutOfTurn: "call_certain", events.TicketRecalled: "recall", events.TicketArrived: "arrive",
        events.ServiceStarted: "start", events.TicketParked: "park", events.TicketResumed: "resume",
        events.TicketTransferred: "transfer", events.ServiceFinished: "finish", events.TicketMissed: "miss",
        events.TicketRejoined: "rejoin", events.TicketPutBack: "put_back", events.TicketCancelled: "cancel",
        events.TicketLapsed: "lapse", events.ServedByHand: "note_served",
    }  # fmt: skip
    assert {type_of(event): TICKET.target(verb) for event, verb in verb_of.items()} == boards.STATE_AFTER
    assert {*AT_COUNTER} == boards.AT_COUNTER
    assert {*FINAL} == boards.FINAL
    assert boards.UNSHOWN_FOR.total_seconds() == UNSHOWN_SECONDS
