"""The page behind a visit's one link: its numbers, where each stands, and what to know about the one to follow now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from pendopo.catalogue.models import CounterLine, Line, ServiceStandard
from pendopo.catalogue.reads import CounterPlace, in_force
from pendopo.directory.models import Counter, Direction
from pendopo.directory.open_state import OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.schedule import Schedule
from pendopo.journal.events import history_of
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import NotFound
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import FINAL, Channel, Ticket, TicketState, Visit
from pendopo.queue.presence import LinePresence
from pendopo.queue.reads.load import LineLoad, line_loads
from pendopo.queue.wait import WaitRange
from pendopo.queue.waiting import UNSHOWN_SECONDS

# With so many people before it a number is nearly next, unless even so it takes longer than these minutes.
_NEARLY, _NEARLY_MINUTES = 3, 15
# A phone keeps the range of minutes right by itself while at most so many are before it.
_RANGES = 30


class Face(StrEnum):
    """The faces of the page, in the order in which a visitor with several numbers cares for them."""

    CALLED = "called"
    SERVING = "serving"
    NEAR = "near"
    MISSED = "missed"
    WAITING = "waiting"
    PARKED = "parked"
    HELD = "held"
    DONE = "done"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


_FACE_OF = {
    TicketState.HELD: Face.HELD,
    TicketState.CALLED: Face.CALLED,
    TicketState.ARRIVED: Face.SERVING,
    TicketState.SERVING: Face.SERVING,
    TicketState.PARKED: Face.PARKED,
    TicketState.MISSED: Face.MISSED,
    TicketState.DONE: Face.DONE,
    TicketState.CANCELLED: Face.CANCELLED,
    TicketState.LAPSED: Face.LAPSED,
}
_OVER = frozenset({Face.DONE, Face.CANCELLED, Face.LAPSED})


@dataclass(frozen=True, slots=True)
class ZonePlace:
    letter: str
    name: str
    hint: str
    floor: str
    site: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How the line stands before a number that waits, or that would join it now.

    `wait` is None while no counter serves the line; `ranges[n]` is the range with n people before one. `back_at`: a paused
    counter's return. `door` is the agency's own state, with breaks and pauses. `reserved` says that only one counter or
    officer will call it (`reserved_counter`, empty for an officer), so that the line says nothing. `presence`: who is at the
    line's counters, late or coming.
    """

    ahead: int
    wait: WaitRange | None
    ranges: tuple[WaitRange, ...]
    open_counters: int
    back_at: datetime | None
    door: OpenState
    reserved: bool = False
    reserved_counter: str = ""
    presence: LinePresence | None = None

    @property
    def place(self) -> int:
        return self.ahead + 1

    @property
    def soon(self) -> bool:
        """Time to walk to the zone."""
        if self.wait is None or self.reserved or not self.door.is_open or self.ahead > _NEARLY:
            return False
        return self.ahead <= 1 or self.wait.low <= _NEARLY_MINUTES


@dataclass(frozen=True, slots=True)
class TicketCard:
    """One number. `counter` is where it was called, is served, or was set aside; `counters` are those of its line."""

    id: UUID
    label: str
    face: Face
    service_code: str
    service: str
    agency: str
    line: UUID
    zone: ZonePlace
    counters: tuple[CounterPlace, ...]
    counter: CounterPlace | None
    waiting: Waiting | None
    taken_at: datetime
    holds_until: datetime | None
    called_at: datetime | None  # the last of `calls` calls
    calls: int
    rejoin_until: datetime | None
    rejoin_open: bool
    rejoin_head_start_minutes: int
    rejoin_within_minutes: int
    parked_until: datetime | None
    park_reason: str
    finished_at: datetime | None
    outcome: str
    end_reason: str
    verbs: frozenset[str]

    @property
    def over(self) -> bool:
        """Nothing more happens to this number."""
        return self.face in _OVER or (self.face is Face.MISSED and not self.rejoin_open)


@dataclass(frozen=True, slots=True)
class Happening:
    """One step of a number's history: the event's type and facts, never a person."""

    type: str
    at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TicketPage:
    """`main` is the number to follow, `others` the rest of the visit; requirements, history and product are those of `main`.

    `here` says that the visitor is known to have been in the hall. `lines` names the lines of which the history speaks.
    """

    code: str
    business_date: date
    main: TicketCard
    others: tuple[TicketCard, ...]
    here: bool
    requirements: tuple[str, ...]
    time_limit: str
    product: str
    history: tuple[Happening, ...]
    lines: Mapping[str, str]

    @property
    def tickets(self) -> tuple[TicketCard, ...]:
        return (self.main, *self.others)

    @property
    def over(self) -> bool:
        return all(ticket.over for ticket in self.tickets)


def ticket_page(visit: Visit, at: datetime, *, chosen: str = "") -> TicketPage:
    """Eleven queries beyond the kept schedule, whatever the number of tickets and days; one more after a transfer.

    `chosen` is the label of the number to look at; a call always comes first. Raises NotFound for a visit without a number.
    """
    tickets = list(
        Ticket.objects.filter(visit=visit)
        .select_related("line__zone__site", "line__agency", "service", "counter")
        .order_by("taken_at", "pk")
    )
    if not tickets:
        raise NotFound
    if visit.business_date < business_date(at, visit.mall.time_zone):
        _over_with_their_day(tickets)
    cards = sorted(_cards(visit, tickets, at), key=_urgency)
    main = next((card for card in cards if card.label == chosen and cards[0].face is not Face.CALLED), cards[0])
    service = next(ticket.service_id for ticket in tickets if ticket.id == main.id)
    standard = in_force(ServiceStandard.objects.filter(service=service), visit.business_date)
    history = tuple(Happening(event.type, event.at, event.facts) for event in history_of(main.id))
    return TicketPage(
        code=visit.code, business_date=visit.business_date, main=main,
        others=tuple(card for card in cards if card is not main), here=_was_here(visit, tickets),
        requirements=tuple(standard.requirements) if standard else (), time_limit=standard.time_limit if standard else "",
        product=standard.product if standard else "", history=history, lines=_names_of_lines(history),
    )  # fmt: skip


def _over_with_their_day(tickets: Sequence[Ticket]) -> None:
    """To whoever looks they have lapsed; it is written down once the new day is sure (`end_older_days`)."""
    for ticket in tickets:
        if ticket.state not in FINAL:
            ticket.state, ticket.end_reason = TicketState.LAPSED, "day_over"


def _urgency(card: TicketCard) -> tuple[bool, int, bool, int, datetime]:
    waiting = card.waiting
    nobody = waiting is not None and waiting.wait is None
    return card.over, list(Face).index(card.face), nobody, waiting.ahead if waiting else 0, card.taken_at


def _was_here(visit: Visit, tickets: Sequence[Ticket]) -> bool:
    # Numbers that were only ever held, or given up from home, prove nothing.
    at_home = (TicketState.HELD, TicketState.CANCELLED, TicketState.LAPSED)
    return visit.channel != Channel.HOME or any(ticket.state not in at_home for ticket in tickets)


class _Hall(NamedTuple):
    """What all cards of a page are made from."""

    at: datetime
    schedule: Schedule
    loads: Mapping[UUID, LineLoad]
    ahead: Mapping[UUID, int]
    counters: Mapping[UUID, Sequence[CounterPlace]]
    reserved: Mapping[UUID, str]


def _cards(visit: Visit, tickets: Sequence[Ticket], at: datetime) -> list[TicketCard]:
    lines = {ticket.line_id: ticket.line for ticket in tickets}
    hall = _Hall(
        at=at, schedule=kept_schedule_of(visit.mall), loads=line_loads(visit.mall, lines.values(), at),
        ahead=_ahead(tickets, at), counters=_counters(lines), reserved=_reserved(tickets),
    )  # fmt: skip
    return [_card(ticket, hall) for ticket in tickets]


def _card(ticket: Ticket, hall: _Hall) -> TicketCard:
    line, zone = ticket.line, ticket.line.zone
    rejoin_until = ticket.missed_at + timedelta(minutes=line.rejoin_within_minutes) if ticket.missed_at else None
    waiting = _waiting(ticket, hall)
    return TicketCard(
        id=ticket.id, label=ticket.label, face=_face(ticket, waiting), service_code=ticket.service.code,
        service=ticket.service.name, agency=line.agency.short_name, line=line.id,
        zone=ZonePlace(zone.letter, zone.name, zone.hint, zone.floor, zone.site.name),
        counters=tuple(hall.counters.get(line.id, ())), counter=_place(ticket.counter) if ticket.counter else None,
        waiting=waiting, taken_at=ticket.taken_at, holds_until=ticket.holds_until, called_at=ticket.recalled_at,
        calls=ticket.calls, rejoin_until=rejoin_until, rejoin_open=rejoin_until is not None and hall.at <= rejoin_until,
        rejoin_head_start_minutes=line.rejoin_head_start_minutes, rejoin_within_minutes=line.rejoin_within_minutes,
        parked_until=ticket.parked_until, park_reason=ticket.park_reason, finished_at=ticket.finished_at,
        outcome=ticket.outcome, end_reason=ticket.end_reason, verbs=TICKET.verbs_for(ticket.state),
    )  # fmt: skip


def _face(ticket: Ticket, waiting: Waiting | None) -> Face:
    if ticket.state != TicketState.WAITING:
        return _FACE_OF[TicketState(ticket.state)]
    return Face.NEAR if waiting and waiting.soon else Face.WAITING


def _waiting(ticket: Ticket, hall: _Hall) -> Waiting | None:
    if ticket.state not in (TicketState.WAITING, TicketState.HELD):
        return None
    load = hall.loads[ticket.line_id]
    ahead = hall.ahead[ticket.id] if ticket.state == TicketState.WAITING else load.ahead
    return Waiting(
        ahead=ahead, wait=load.wait_behind(ahead),
        ranges=tuple(found for before in range(min(ahead, _RANGES) + 1) if (found := load.wait_behind(before))),
        open_counters=load.open_counters, back_at=load.back_at,
        door=hall.schedule.state(hall.at, agency_id=ticket.line.agency_id), reserved=ticket.reserved_for is not None,
        reserved_counter=hall.reserved.get(ticket.reserved_for, "") if ticket.reserved_for else "",
        presence=load.presence,
    )  # fmt: skip


def _ahead(tickets: Sequence[Ticket], at: datetime) -> dict[UUID, int]:
    """How many are called before each ticket that waits, in one query; the same order as the board's."""
    waiting = [ticket for ticket in tickets if ticket.state == TicketState.WAITING]
    seen = Q(shown_at__isnull=False) | Q(taken_at__gt=at - timedelta(seconds=UNSHOWN_SECONDS))
    counts = Ticket.objects.filter(
        seen, line__in={ticket.line_id for ticket in waiting}, state=TicketState.WAITING,
        business_date__in={ticket.business_date for ticket in waiting},
    ).aggregate(**{f"before_{i}": Count("pk", filter=_before(ticket)) for i, ticket in enumerate(waiting)})  # fmt: skip
    return {ticket.id: counts[f"before_{i}"] or 0 for i, ticket in enumerate(waiting)}


def _before(ticket: Ticket) -> Q:
    same_rank = Q(rank_at=ticket.rank_at)
    earlier = (
        Q(rank_at__lt=ticket.rank_at)
        | (same_rank & Q(number__lt=ticket.number))
        | (same_rank & Q(number=ticket.number, pk__lt=ticket.pk))
    )
    return Q(line=ticket.line_id) & earlier


def _counters(lines: Mapping[UUID, Line]) -> dict[UUID, list[CounterPlace]]:
    counters: dict[UUID, list[CounterPlace]] = {}
    rows = CounterLine.objects.filter(line__in=list(lines), counter__active=True).select_related("counter")
    for row in sorted(rows, key=lambda row: row.counter.number.zfill(6)):
        counters.setdefault(row.line_id, []).append(_place(row.counter))
    return counters


def _place(counter: Counter) -> CounterPlace:
    return CounterPlace(counter.number, counter.direction, str(Direction(counter.direction).label), counter.hint)


def _reserved(tickets: Sequence[Ticket]) -> dict[UUID, str]:
    """Numbers of the counters for which tickets wait; a ticket that waits for an officer is not among them."""
    wanted = [ticket.reserved_for for ticket in tickets if ticket.reserved_for and ticket.state == TicketState.WAITING]
    return dict(Counter.objects.filter(pk__in=wanted).values_list("pk", "number"))


def _names_of_lines(history: Sequence[Happening]) -> dict[str, str]:
    wanted = {one.facts["line"] for one in history if one.type == "queue.ticket.transferred"}
    return {str(key): name for key, name in Line.objects.filter(pk__in=wanted).values_list("pk", "name")}
