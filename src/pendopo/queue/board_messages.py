"""What a board says to screens and phones: messages that carry the state itself, so that nobody asks again.

`call`, `ticket` and `desk` are said at once, one event at a time. `board` (a line's order, in which a phone finds itself) is said
when the line changed, at most once a second per line. `docs/mechanisms/live.md` describes each and the channels.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pendopo.queue.board import (
    AT_COUNTER,
    CALLS,
    CLOSED,
    DESK_AFTER,
    STATE_AFTER,
    TAKEN,
    UNSHOWN_FOR,
    Board,
    Call,
    Heard,
    TicketEntry,
    call_of,
)
from pendopo.queue.watch_messages import watch_message

BOARD_PACE = timedelta(seconds=1)
MALL, EVERY_CALL = "mall", "calls"


@dataclass(frozen=True, slots=True)
class Message:
    """`channels` are those on which it is heard; `line` is set on boards, where a newer one replaces an older."""

    kind: str
    position: int
    channels: frozenset[str]
    data: dict[str, Any]
    line: str | None = None


def said(board: Board, event: Heard) -> tuple[Message, ...]:
    """The messages of one event, given the board that has heard it. The same event always says the same."""
    if event.type in DESK_AFTER:
        return (_desk_message(board, event.facts["counter"], event.position or 0),)
    if watched := watch_message(event):
        kind, channels, data = watched
        return (Message(kind, event.position or 0, channels, data),)
    ticket = board.tickets.get(str(event.subject))
    if ticket is None or (event.type != TAKEN and event.type not in STATE_AFTER):
        return ()
    messages = [_call_message(call_of(event), ticket)] if event.type in CALLS else []
    return (*messages, _ticket_message(board, ticket, event))


class Pace:
    """Which lines have changed since their board was last said, and which may be said again."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._said_at: dict[str, datetime] = {}
        self._unshown_until: dict[str, datetime] = {}

    def changed(self, lines: Iterable[str]) -> None:
        self._changed.update(lines)

    def due(self, board: Board, at: datetime) -> tuple[Message, ...]:
        """The boards that may be said now; the others wait for their second to pass."""
        self._changed.update(line for line, until in self._unshown_until.items() if until <= at)
        ready = [line for line in sorted(self._changed) if self._may_be_said(line, at)]
        for line in ready:
            self._changed.discard(line)
            self._said_at[line] = at
            self._watch_unshown(board, line, at)
        return tuple(board_message(board, line, at) for line in ready)

    def _may_be_said(self, line: str, at: datetime) -> bool:
        said_at = self._said_at.get(line)
        # Also when the clock stepped back, else the line would fall silent until it caught up.
        return said_at is None or not timedelta(0) <= at - said_at < BOARD_PACE

    def _watch_unshown(self, board: Board, line: str, at: datetime) -> None:
        ends = (t.taken_at + UNSHOWN_FOR for t in board.waiting(line) if not t.shown and not t.passed_over(at))
        self._unshown_until.pop(line, None)
        if first := min(ends, default=None):
            self._unshown_until[line] = first


def lines_touched(board: Board, event: Heard) -> frozenset[str]:
    """The lines whose board an event changes."""
    if event.type != TAKEN and event.type not in STATE_AFTER:
        return frozenset()
    ticket = board.tickets.get(str(event.subject))
    lines = {event.facts["line"], event.facts.get("from_line"), ticket.line if ticket else None}
    return frozenset(line for line in lines if line)


def snapshot(board: Board, channels: Iterable[str], at: datetime) -> dict[str, Any]:
    """Everything these channels would show now: last calls, boards, desks, tickets."""
    asked = _Asked(board, frozenset(channels))
    return {
        "calls": [_call_data(call) for call in board.last_calls(asked.zones_of_calls())],
        "boards": [board_message(board, line, at).data for line in asked.lines()],
        "desks": [_desk_message(board, counter, board.position).data for counter in asked.counters()],
        "tickets": [_ticket_state(board, ticket) for ticket in asked.tickets()],
    }


def board_message(board: Board, line: str, at: datetime) -> Message:
    """A line's order: labels of those who wait, foremost first, and who is at which counter."""
    waiting = [ticket for ticket in board.waiting(line) if not ticket.passed_over(at)]
    zone = board.hall.zone_of_line.get(line, "")
    data = {
        "line": line,
        "position": board.position,
        "at": at.isoformat(),
        "count": len(waiting),
        "waiting": [ticket.label for ticket in waiting],
        "unshown": [ticket.label for ticket in waiting if not ticket.shown],
        "serving": [
            {"number": t.label, "counter": board.hall.counter_number(t.counter), "state": t.state}
            for t in board.at_counters(line)
        ],
        "parked": len(board.parked(line)),
    }
    return Message("board", board.position, frozenset({MALL, f"line:{line}", f"zone:{zone}"}), data, line=line)


def _call_message(call: Call, ticket: TicketEntry) -> Message:
    channels = {MALL, EVERY_CALL, f"zone:{call.zone}", f"counter:{call.counter}", f"visit:{ticket.visit}"}
    return Message("call", call.position, frozenset(channels), _call_data(call))


def _call_data(call: Call) -> dict[str, Any]:
    return {
        "position": call.position, "at": call.at.isoformat(), "ticket": call.ticket, "number": call.label, "line": call.line,
        "zone": call.zone, "counter": call.counter, "counter_number": call.counter_number, "calls": call.calls,
        "recall": call.recall,
    }  # fmt: skip


def _ticket_message(board: Board, ticket: TicketEntry, event: Heard) -> Message:
    facts = event.facts
    state = facts["state"] if event.type == TAKEN else STATE_AFTER[event.type]
    counter = facts.get("counter")
    data = {
        "ticket": ticket.id, "number": ticket.label, "line": facts["line"], "state": state,
        "counter_number": board.hall.counter_number(counter) if state in AT_COUNTER else "",
        "position": event.position, "at": event.at.isoformat(),
    }  # fmt: skip
    channels = {f"visit:{ticket.visit}"}
    if counter:
        channels.add(f"counter:{counter}")
    if reserved_for := facts.get("reserved_for") or ticket.reserved_for:
        channels.add(f"reserved:{reserved_for}")
    return Message("ticket", event.position or 0, frozenset(channels), data)


def _ticket_state(board: Board, ticket: TicketEntry) -> dict[str, Any]:
    at_counter = ticket.state in AT_COUNTER
    return {
        "ticket": ticket.id, "number": ticket.label, "line": ticket.line, "state": ticket.state,
        "counter_number": board.hall.counter_number(ticket.counter) if at_counter else "",
        "position": board.position, "at": ticket.changed_at.isoformat(),
    }  # fmt: skip


def _desk_message(board: Board, counter: str, position: int) -> Message:
    desk = board.desk_of(counter)
    place = board.hall.counters.get(counter)
    zone = place.zone if place else ""
    data = {
        "counter": counter, "counter_number": board.hall.counter_number(counter), "zone": zone, "position": position,
        "state": desk.state if desk else CLOSED, "reason": desk.reason if desk else "",
        "back_at": desk.back_at.isoformat() if desk and desk.back_at else None,
    }  # fmt: skip
    return Message("desk", position, frozenset({MALL, f"counter:{counter}", f"zone:{zone}"}), data)


class _Asked:
    """What a set of channels means on this board."""

    def __init__(self, board: Board, channels: frozenset[str]) -> None:
        self._board = board
        self._all = MALL in channels
        self._every_call = EVERY_CALL in channels or self._all
        pairs = [channel.split(":", 1) for channel in channels if ":" in channel]
        self._ids = {kind: frozenset(id_ for k, id_ in pairs if k == kind) for kind, _id in pairs}

    def _of(self, kind: str) -> frozenset[str]:
        return self._ids.get(kind, frozenset())

    def zones_of_calls(self) -> list[str]:
        return sorted(self._board.calls) if self._every_call else sorted(self._of("zone"))

    def lines(self) -> list[str]:
        zones = self._of("zone")
        of_zones = {line for line, zone in self._board.hall.zone_of_line.items() if self._all or zone in zones}
        return sorted(of_zones | self._of("line"))

    def counters(self) -> list[str]:
        zones = self._of("zone")
        places = self._board.hall.counters.items()
        return sorted({id_ for id_, place in places if self._all or place.zone in zones} | self._of("counter"))

    def tickets(self) -> list[TicketEntry]:
        of_visits = [ticket for visit in sorted(self._of("visit")) for ticket in self._board.of_visit(visit)]
        at_counters = [self._board.ticket_at(counter) for counter in sorted(self._of("counter"))]
        return of_visits + [ticket for ticket in at_counters if ticket]
