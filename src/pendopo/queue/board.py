"""The board of one mall: who waits where, who is called and served, which counters are open.

A fold over the journal by position. It needs neither Django nor a database, so the live process and the tests fold the same
code. Starting from the tables (`board_rows`) and starting from position zero lead to the same board: every entry remembers
when it last changed and passes over what is not newer, so it does not mind hearing an event twice.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from pendopo.catalogue.numbering import number_label
from pendopo.kernel.clock import business_date

CALLS_KEPT = 8
# As in `waiting`: a kiosk that has not confirmed within this time showed the number to nobody.
UNSHOWN_FOR = timedelta(seconds=60)

CALLED, ARRIVED, SERVING, PARKED, WAITING = "called", "arrived", "serving", "parked", "waiting"
AT_COUNTER = frozenset({CALLED, ARRIVED, SERVING})
FINAL = frozenset({"done", "cancelled", "lapsed"})
OPEN, PAUSED, CLOSED = "open", "paused", "closed"

TAKEN = "queue.ticket.taken"
# The state in which each event leaves its ticket; `taken` says it itself. A test compares this with the lifecycle table.
STATE_AFTER = {
    "queue.ticket.shown": WAITING,
    "queue.ticket.checked_in": WAITING,
    "queue.ticket.called": CALLED,
    "queue.ticket.called_out_of_turn": CALLED,
    "queue.ticket.recalled": CALLED,
    "queue.ticket.arrived": ARRIVED,
    "queue.ticket.started": SERVING,
    "queue.ticket.parked": PARKED,
    "queue.ticket.resumed": SERVING,
    "queue.ticket.transferred": WAITING,
    "queue.ticket.finished": "done",
    "queue.ticket.served_by_hand": "done",
    "queue.ticket.missed": "missed",
    "queue.ticket.rejoined": WAITING,
    "queue.ticket.put_back": WAITING,
    "queue.ticket.cancelled": "cancelled",
    "queue.ticket.lapsed": "lapsed",
}
CALLS = frozenset({"queue.ticket.called", "queue.ticket.called_out_of_turn", "queue.ticket.recalled"})
DESK_OPENED = "queue.desk.opened"
DESK_AFTER = {
    DESK_OPENED: OPEN,
    "queue.desk.paused": PAUSED,
    "queue.desk.returned": OPEN,
    "queue.desk.closed": CLOSED,
}
_NUMBERED_ANEW = frozenset({"queue.ticket.transferred", "queue.ticket.rejoined", "queue.ticket.put_back"})


class Heard(Protocol):
    """What the fold reads of an event; the journal's own row is one."""

    @property
    def position(self) -> int | None: ...
    @property
    def type(self) -> str: ...
    @property
    def subject(self) -> Any: ...
    @property
    def at(self) -> datetime: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class CounterPlace:
    number: str
    zone: str


@dataclass(frozen=True, slots=True)
class Hall:
    """What does not move: counters and the zone of each line, by id."""

    time_zone: str
    counters: Mapping[str, CounterPlace] = field(default_factory=dict)
    zone_of_line: Mapping[str, str] = field(default_factory=dict)

    def counter_number(self, counter: str | None) -> str:
        place = self.counters.get(counter or "")
        return place.number if place else ""


@dataclass(slots=True)
class TicketEntry:
    """A ticket of the board's day. `counter` while called, served or set aside by it."""

    id: str
    visit: str
    line: str
    prefix: str
    number: int
    state: str
    changed_at: datetime
    taken_at: datetime
    rank_at: datetime
    shown: bool
    reserved_for: str | None = None
    counter: str | None = None
    calls: int = 0
    parked_until: datetime | None = None

    @property
    def label(self) -> str:
        return number_label(self.prefix, self.number)

    @property
    def place(self) -> tuple[datetime, int, str]:
        """The order of every line: rank, then number."""
        return (self.rank_at, self.number, self.id)

    def passed_over(self, at: datetime) -> bool:
        """Whether nobody saw this number in time, so that it is not called."""
        return not self.shown and at >= self.taken_at + UNSHOWN_FOR


@dataclass(slots=True)
class DeskEntry:
    """A lease of the board's day: who holds a counter, and whether it serves now."""

    counter: str
    state: str
    changed_at: datetime
    opened_at: datetime
    reason: str = ""
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call as a display shows it. `position` is the journal's, so nobody announces the same call twice."""

    position: int
    at: datetime
    ticket: str
    label: str
    line: str
    counter: str
    counter_number: str
    zone: str
    calls: int
    recall: bool


class Board:
    """One mall on one business date. `position` is the last event heard; ids are the usual dashed text."""

    def __init__(self, hall: Hall, *, day: date = date.min, position: int = 0) -> None:
        self.hall = hall
        self.day = day
        self.position = position
        self.tickets: dict[str, TicketEntry] = {}
        self.desks: dict[str, DeskEntry] = {}
        self.calls: defaultdict[str, deque[Call]] = defaultdict(lambda: deque(maxlen=CALLS_KEPT))
        self._of_line: defaultdict[str, dict[str, TicketEntry]] = defaultdict(dict)
        self._of_visit: defaultdict[str, list[TicketEntry]] = defaultdict(list)

    # -- folding ------------------------------------------------------------------------------------------------------

    def hear(self, event: Heard) -> None:
        """Apply the next event of this mall."""
        subject = str(event.subject)
        if event.type == TAKEN:
            self._hear_taken(subject, event)
        elif event.type in STATE_AFTER:
            self._hear_moved(subject, event)
        elif event.type in DESK_AFTER:
            self._hear_desk(subject, event)
        self.position = max(self.position, event.position or 0)

    def begin_day(self, day: date) -> bool:
        """Leave older days behind; returns whether the board turned its page."""
        if day <= self.day:
            return False
        self.day = day
        for entries in (self.tickets, self.desks, self.calls, self._of_line, self._of_visit):
            entries.clear()
        return True

    def add(self, ticket: TicketEntry) -> None:
        self.tickets[ticket.id] = ticket
        self._of_visit[ticket.visit].append(ticket)
        if ticket.state not in FINAL:
            self._of_line[ticket.line][ticket.id] = ticket

    def add_call(self, event: Heard) -> None:
        ticket = self.tickets.get(str(event.subject))
        facts = event.facts
        calls = self.calls[facts["zone"]]
        position = event.position or 0
        if ticket is None or (calls and calls[0].position >= position):
            return
        calls.appendleft(call_of(event))

    def _hear_taken(self, subject: str, event: Heard) -> None:
        facts = event.facts
        day = date.fromisoformat(facts["business_date"])
        self.begin_day(day)
        if day < self.day or subject in self.tickets:
            return
        self.add(
            TicketEntry(
                id=subject,
                visit=facts["visit"],
                line=facts["line"],
                prefix=facts["prefix"],
                number=facts["number"],
                state=facts["state"],
                changed_at=event.at,
                taken_at=event.at,
                rank_at=_instant(facts["rank_at"]),
                shown=facts["shown"],
            )
        )

    def _hear_moved(self, subject: str, event: Heard) -> None:
        if event.type in CALLS:
            self.add_call(event)
        ticket = self.tickets.get(subject)
        if ticket is None or event.at <= ticket.changed_at:
            return
        facts = event.facts
        self._of_line[ticket.line].pop(subject, None)
        ticket.state = STATE_AFTER[event.type]
        ticket.changed_at = event.at
        ticket.line = facts["line"]
        ticket.rank_at = _instant(facts["rank_at"]) if "rank_at" in facts else ticket.rank_at
        ticket.shown = ticket.shown or event.type == "queue.ticket.shown"
        ticket.counter = facts.get("counter") if ticket.state in AT_COUNTER or ticket.state == PARKED else None
        ticket.parked_until = _instant_or_none(facts.get("until")) if ticket.state == PARKED else None
        if event.type == "queue.ticket.transferred":
            ticket.reserved_for = facts["reserved_for"]
        elif event.type == "queue.ticket.called_out_of_turn":
            ticket.reserved_for = None
        if event.type in CALLS:
            ticket.calls = facts.get("calls", 1)
        elif event.type in _NUMBERED_ANEW:
            ticket.calls = 0
        if ticket.state not in FINAL:
            self._of_line[ticket.line][subject] = ticket

    def _hear_desk(self, subject: str, event: Heard) -> None:
        facts = event.facts
        day = business_date(event.at, self.hall.time_zone)
        if event.type == DESK_OPENED:
            self.begin_day(day)
        desk = self.desks.get(subject)
        if desk is None:
            if event.type == DESK_OPENED and day == self.day:
                self.desks[subject] = DeskEntry(facts["counter"], OPEN, event.at, event.at)
            return
        if event.at <= desk.changed_at:
            return
        desk.state = DESK_AFTER[event.type]
        desk.changed_at = event.at
        desk.reason = facts["reason"] if desk.state == PAUSED else ""
        desk.back_at = _instant_or_none(facts["back_at"]) if desk.state == PAUSED else None

    # -- reading ------------------------------------------------------------------------------------------------------

    def lines(self) -> frozenset[str]:
        """Lines with somebody in them now."""
        return frozenset(line for line, tickets in self._of_line.items() if tickets)

    def waiting(self, line: str) -> tuple[TicketEntry, ...]:
        """Who waits in a line, foremost first, with those whose number nobody has seen yet (`shown` false)."""
        return tuple(sorted((t for t in self._of_line[line].values() if t.state == WAITING), key=lambda t: t.place))

    def at_counters(self, line: str) -> tuple[TicketEntry, ...]:
        """Who of a line is called or served now, by number."""
        return tuple(sorted((t for t in self._of_line[line].values() if t.state in AT_COUNTER), key=lambda t: t.place))

    def parked(self, line: str) -> tuple[TicketEntry, ...]:
        return tuple(sorted((t for t in self._of_line[line].values() if t.state == PARKED), key=lambda t: t.place))

    def of_visit(self, visit: str) -> tuple[TicketEntry, ...]:
        return tuple(self._of_visit.get(visit, ()))

    def ticket_at(self, counter: str) -> TicketEntry | None:
        """Who is at a counter now."""
        here = (t for of_line in self._of_line.values() for t in of_line.values())
        return next((t for t in here if t.counter == counter and t.state in AT_COUNTER), None)

    def desk_of(self, counter: str) -> DeskEntry | None:
        """The lease that holds a counter, else the last one of the day, else None: nobody opened it today."""
        leases = [desk for desk in self.desks.values() if desk.counter == counter]
        return max(leases, key=lambda desk: (desk.state != CLOSED, desk.opened_at, desk.changed_at), default=None)

    def last_calls(self, zones: Iterable[str]) -> tuple[Call, ...]:
        """The last calls in these zones, newest first."""
        calls = (call for zone in zones for call in self.calls.get(zone, ()))
        return tuple(sorted(calls, key=lambda call: call.position, reverse=True))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Board):
            return NotImplemented
        return self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]

    def _state(self) -> tuple[object, ...]:
        calls = {zone: tuple(calls) for zone, calls in self.calls.items() if calls}
        return (self.day, self.position, self.tickets, self.desks, calls)


def call_of(event: Heard) -> Call:
    """The call that an event of the types in `CALLS` tells of."""
    facts = event.facts
    return Call(
        position=event.position or 0, at=event.at, ticket=str(event.subject), line=facts["line"], zone=facts["zone"],
        label=number_label(facts["prefix"], facts["number"]), counter=facts["counter"], counter_number=facts["counter_number"],
        calls=facts.get("calls", 1), recall=event.type == "queue.ticket.recalled",
    )  # fmt: skip


def _instant(value: str | datetime) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _instant_or_none(value: str | datetime | None) -> datetime | None:
    return None if value is None else _instant(value)
