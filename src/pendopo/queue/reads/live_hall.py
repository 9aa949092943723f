"""The hall as whoever runs the mall watches it: every counter, every line, today's numbers. Five queries whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from pendopo.appointments.attendance import kept_counters_of_lines
from pendopo.appointments.reads import IssuingState, issuing_states
from pendopo.catalogue.models import Line
from pendopo.catalogue.numbering import number_label
from pendopo.directory.models import Counter, FloorPlan, Mall, PlanMark
from pendopo.directory.models.plan import SIDE
from pendopo.directory.open_state import OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.schedule import Schedule
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket, TicketState
from pendopo.queue.presence import CounterPresence, LinePresence, Presence, counter_presence, held, line_presence
from pendopo.queue.reads.today_numbers import DayTicket, TodayNumbers, today_numbers
from pendopo.queue.waiting import UNSHOWN_SECONDS
from pendopo.queue.watch_models import WaitThreshold

#: From so many minutes on a wait is too long where nobody has said otherwise.
USUAL_THRESHOLD = 45
# A service of more than this many times the usual length is shown as long.
_LONG = 2
_MINUTE = timedelta(minutes=1)


class CounterState(StrEnum):
    SERVING = "serving"
    LONG = "long"
    READY = "ready"
    PAUSED = "paused"
    ABSENT = "absent"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class CounterNow:
    """One counter. `minutes`: serving or absent for so long. `waiting` are the people of all its lines.

    `quiet_since`: open at a browser without JavaScript, where nothing was pressed since then.
    `comes_at`: off, when somebody is expected next. `pause_reason` is a PauseReason, empty unless paused.
    """

    id: UUID
    code: str
    number: str
    agency: str
    zone_letter: str
    state: CounterState
    ticket: str
    minutes: int | None
    since: datetime | None
    officer: str
    pause_reason: str
    back_at: datetime | None
    comes_at: datetime | None
    silent: bool
    door: OpenState
    waiting: int
    quiet_since: datetime | None = None

    @property
    def attended(self) -> bool:
        return self.state not in (CounterState.ABSENT, CounterState.OFF)


@dataclass(frozen=True, slots=True)
class LineNow:
    """One line. `longest_minutes` is the longest wait now, of the number `longest`; `too_long` the minutes from which it is."""

    id: UUID
    code: str
    prefix: str
    name: str
    agency: str
    zone_letter: str
    waiting: int
    longest: str
    longest_minutes: int | None
    too_long: int
    issuing: IssuingState
    presence: LinePresence

    @property
    def late(self) -> bool:
        return self.longest_minutes is not None and self.longest_minutes >= self.too_long


@dataclass(frozen=True, slots=True)
class ZoneNow:
    letter: str
    name: str
    counters: tuple[CounterNow, ...]
    waiting: int
    longest_minutes: int | None
    level: str


@dataclass(frozen=True, slots=True)
class PlanNow:
    """A floor plan with the counters that stand on it, each with its place in the picture's pixels."""

    name: str
    picture: str
    width: int
    height: int
    counters: tuple[tuple[CounterNow, int, int], ...]

    @property
    def unit(self) -> int:
        """The radius of a counter's mark."""
        return max(self.width, self.height) // 45


@dataclass(frozen=True, slots=True)
class LiveHall:
    """`open_counters` are attended ones; `should_be_open` all that are, or that should be."""

    door: OpenState
    today: date
    zones: tuple[ZoneNow, ...]
    lines: tuple[LineNow, ...]
    numbers: TodayNumbers
    open_counters: int
    should_be_open: int
    plans: tuple[PlanNow, ...] = ()

    @property
    def counters(self) -> tuple[CounterNow, ...]:
        return tuple(counter for zone in self.zones for counter in zone.counters)

    @property
    def longest(self) -> LineNow | None:
        """The line in which somebody waits longest."""
        return max(
            (line for line in self.lines if line.longest_minutes is not None),
            key=lambda one: one.longest_minutes or 0,
            default=None,
        )


def live_hall(mall: Mall, at: datetime) -> LiveHall:
    """Five queries beyond what is kept."""
    schedule = kept_schedule_of(mall)
    today = schedule.business_date(at)
    lines = _lines(mall)
    counters = list(Counter.objects.filter(mall=mall, active=True).select_related("zone", "agency", "mark__plan"))
    counters.sort(key=lambda one: (one.zone.letter, one.number.zfill(6), one.code))
    leases = list(
        DeskLease.objects.filter(mall=mall, business_date=today).select_related("officer").order_by("changed_at", "pk")
    )
    tickets = _tickets(mall, today)
    present = _presences(counters, leases, tickets, schedule, at)
    lines_now = _lines_now(mall, lines, tickets, present, schedule, at)
    waiting = {line.id: line.waiting for line in lines_now}
    over = {line.id for line in lines_now if line.issuing.ended}
    tiles = _tiles(
        mall, counters, leases, tickets, present, waiting, over, {line.id: line.service_minutes for line in lines}, at
    )
    return LiveHall(
        door=schedule.state(at), today=today, zones=_zones(counters, tiles, lines_now), lines=lines_now,
        numbers=today_numbers(tickets, waiting=sum(waiting.values())),
        open_counters=sum(tile.attended for tile in tiles), should_be_open=sum(tile.state is not CounterState.OFF for tile in tiles),
        plans=_plans(counters, tiles),
    )  # fmt: skip


def _lines(mall: Mall) -> list[Line]:
    own, of_mall = WaitThreshold.objects.filter(line=OuterRef("pk")), WaitThreshold.objects.filter(mall=mall, line__isnull=True)
    rows = Line.objects.filter(mall=mall, active=True).select_related("zone", "agency").order_by("prefix")
    return list(
        rows.annotate(
            too_long=Coalesce(
                Subquery(own.values("minutes")[:1]), Subquery(of_mall.values("minutes")[:1]), Value(USUAL_THRESHOLD)
            )
        )
    )


def _tickets(mall: Mall, today: date) -> list[DayTicket]:
    rows = Ticket.objects.filter(mall=mall, business_date=today).order_by("rank_at", "number", "pk")
    return [DayTicket(*row) for row in rows.values_list(*DayTicket._fields[:-1], "visit__rehearsal")]


def _presences(
    counters: Iterable[Counter], leases: Iterable[DeskLease], tickets: Iterable[DayTicket], schedule: Schedule, at: datetime
) -> dict[UUID, CounterPresence]:
    open_, closed_at = _latest(leases)
    busy = {ticket.counter_id for ticket in tickets if ticket.state in AT_COUNTER}
    return {
        counter.id: counter_presence(
            counter.id, schedule, at, lease=held(open_[counter.id]) if counter.id in open_ else None, visitor=counter.id in busy,
            closed_at=closed_at.get(counter.id),
        )
        for counter in counters
    }  # fmt: skip


def _latest(leases: Iterable[DeskLease]) -> tuple[dict[UUID, DeskLease], dict[UUID, datetime]]:
    """The lease that holds each counter, and when each was last closed."""
    rows = list(leases)
    closed = {lease.counter_id: lease.changed_at for lease in rows if lease.state == LeaseState.CLOSED}
    return {lease.counter_id: lease for lease in rows if lease.state != LeaseState.CLOSED}, closed


def _lines_now(
    mall: Mall, lines: Sequence[Line], tickets: Iterable[DayTicket], present: Mapping[UUID, CounterPresence], schedule: Schedule,
    at: datetime,
) -> tuple[LineNow, ...]:  # fmt: skip
    waiting: defaultdict[UUID, list[DayTicket]] = defaultdict(list)
    for ticket in tickets:
        seen = ticket.shown_at is not None or ticket.taken_at > at - timedelta(seconds=UNSHOWN_SECONDS)
        if ticket.state == TicketState.WAITING and seen:
            waiting[ticket.line_id].append(ticket)
    issuing, counters = issuing_states(mall, lines, at), kept_counters_of_lines(mall)
    return tuple(
        _line_now(
            line, waiting[line.id], issuing[line.id], line_presence(_of(present, counters.get(line.id, ())), at, schedule), at
        )
        for line in lines
    )


def _of(present: Mapping[UUID, CounterPresence], counters: Iterable[UUID]) -> list[CounterPresence]:
    return [present[counter] for counter in counters if counter in present]


def _line_now(line: Line, waiting: Sequence[DayTicket], issuing: IssuingState, presence: LinePresence, at: datetime) -> LineNow:
    first = min(waiting, key=lambda one: one.joined_at, default=None)
    return LineNow(
        id=line.id, code=line.code, prefix=line.prefix, name=line.name, agency=line.agency.short_name, zone_letter=line.zone.letter,
        waiting=len(waiting), longest=number_label(first.prefix, first.number) if first else "",
        longest_minutes=whole(at - first.joined_at) if first else None, too_long=line.too_long,  # type: ignore[attr-defined]
        issuing=issuing, presence=presence,
    )  # fmt: skip


def _tiles(
    mall: Mall, counters: Iterable[Counter], leases: Iterable[DeskLease], tickets: Iterable[DayTicket],
    present: Mapping[UUID, CounterPresence], waiting: Mapping[UUID, int], over: Collection[UUID], usual: Mapping[UUID, int],
    at: datetime,
) -> list[CounterNow]:  # fmt: skip
    open_, _closed = _latest(leases)
    here = {ticket.counter_id: ticket for ticket in tickets if ticket.state in AT_COUNTER}
    in_lines: defaultdict[UUID, int] = defaultdict(int)
    spared: set[UUID] = set()
    needed: set[UUID] = set()
    for line, served_by in kept_counters_of_lines(mall).items():
        for counter_id in served_by:
            in_lines[counter_id] += waiting.get(line, 0)
        (spared if line in over and not waiting.get(line) else needed).update(served_by)
    return [
        _tile(one, present[one.id], open_.get(one.id), here.get(one.id), in_lines[one.id], one.id in spared - needed, usual, at)
        for one in counters
    ]


def _tile(
    counter: Counter, there: CounterPresence, lease: DeskLease | None, ticket: DayTicket | None, waiting: int, spared: bool,
    usual: Mapping[UUID, int], at: datetime,
) -> CounterNow:  # fmt: skip
    since = ticket.started_at or ticket.called_at if ticket else there.since
    minutes = whole(at - since) if since else None
    return CounterNow(
        id=counter.id, code=counter.code, number=counter.number, agency=counter.agency.short_name, zone_letter=counter.zone.letter,
        state=_state(there, ticket, minutes, usual, spared=spared), ticket=number_label(ticket.prefix, ticket.number) if ticket else "",
        minutes=minutes, since=since, officer=lease.officer.name if lease else "",
        pause_reason=lease.pause_reason if lease and there.state is Presence.PAUSED else "", back_at=there.back_at,
        comes_at=there.comes_at, silent=there.silent, door=there.door, waiting=waiting,
        quiet_since=there.quiet_since,
    )  # fmt: skip


def _state(
    there: CounterPresence, ticket: DayTicket | None, minutes: int | None, usual: Mapping[UUID, int], *, spared: bool
) -> CounterState:
    """`spared`: all its lines were ended and nobody waits in them, so nobody is missed there."""
    if ticket is not None and there.attended:
        long = minutes is not None and minutes > _LONG * usual.get(ticket.line_id, 10)
        return CounterState.LONG if long else CounterState.SERVING
    found = {Presence.OPEN: CounterState.READY, Presence.PAUSED: CounterState.PAUSED, Presence.ABSENT: CounterState.ABSENT}
    state = found.get(there.state, CounterState.OFF)
    return CounterState.OFF if state is CounterState.ABSENT and spared else state


def _zones(counters: Iterable[Counter], tiles: Iterable[CounterNow], lines: Iterable[LineNow]) -> tuple[ZoneNow, ...]:
    names = {counter.zone.letter: counter.zone.name for counter in counters}
    of_zone: defaultdict[str, list[CounterNow]] = defaultdict(list)
    for tile in tiles:
        of_zone[tile.zone_letter].append(tile)
    lines_of: defaultdict[str, list[LineNow]] = defaultdict(list)
    for line in lines:
        lines_of[line.zone_letter].append(line)
    return tuple(_zone(letter, names[letter], of_zone[letter], lines_of[letter]) for letter in sorted(names))


def _zone(letter: str, name: str, counters: Sequence[CounterNow], lines: Sequence[LineNow]) -> ZoneNow:
    longest = max((line.longest_minutes for line in lines if line.longest_minutes is not None), default=None)
    near = any(line.longest_minutes is not None and 2 * line.longest_minutes >= line.too_long for line in lines)
    level = "bad" if any(line.late for line in lines) else "warn" if near else "good"
    return ZoneNow(letter, name, tuple(counters), sum(line.waiting for line in lines), longest, level)


def _plans(counters: Iterable[Counter], tiles: Iterable[CounterNow]) -> tuple[PlanNow, ...]:
    """By name; a counter that was placed on none stands among its zone only."""
    placed: defaultdict[FloorPlan, list[tuple[CounterNow, int, int]]] = defaultdict(list)
    for counter, tile in zip(counters, tiles, strict=True):
        mark: PlanMark | None = getattr(counter, "mark", None)
        if mark is not None:
            placed[mark.plan].append((tile, mark.x * mark.plan.width // SIDE, mark.y * mark.plan.height // SIDE))
    return tuple(
        PlanNow(plan.name, plan.picture, plan.width, plan.height, tuple(there))
        for plan, there in sorted(placed.items(), key=lambda one: one[0].name)
    )


def whole(span: timedelta) -> int:
    return max(0, int(span / _MINUTE))
