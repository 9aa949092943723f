"""What stands beside the visitor at a desk: the lines, who is next, who was set aside, who missed the call, the day so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q

from pendopo.catalogue.models import Line
from pendopo.queue.models import DeskLease, Ticket, TicketState, WaitPromise
from pendopo.queue.reads.load import LineLoad
from pendopo.queue.wait import WaitRange
from pendopo.queue.waiting import UNSHOWN_SECONDS, waiting_for

NEXT_SHOWN = 8
MISSED_SHOWN = 8
GOOD, WARN, BAD = "good", "warn", "bad"


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One line this counter serves. `level` weighs the longest wait against what was quoted when that visitor joined."""

    id: UUID
    prefix: str
    name: str
    waiting: int
    longest_minutes: int | None
    quoted: WaitRange
    level: str


@dataclass(frozen=True, slots=True)
class NextTicket:
    """Somebody this desk may call; `reserved` for this counter or officer alone."""

    ticket: UUID
    label: str
    service: str
    waited_minutes: int
    priority: str
    rank_reason: str
    reserved: bool


@dataclass(frozen=True, slots=True)
class ParkedTicket:
    """Set aside; `due` when the time of return is over. `elsewhere` is the counter that did, when it is another one."""

    ticket: UUID
    label: str
    service: str
    reason: str
    until: datetime | None
    due: bool
    elsewhere: str


@dataclass(frozen=True, slots=True)
class MissedTicket:
    """Missed the call; `rejoins_until` is when the number stops being good."""

    ticket: UUID
    label: str
    service: str
    missed_at: datetime
    rejoins_until: datetime
    still_good: bool


@dataclass(frozen=True, slots=True)
class DeskToday:
    served: int
    median_minutes: int | None
    missed: int


class Joined(NamedTuple):
    """Somebody in a line since an instant."""

    line: UUID
    at: datetime


def longest_waits(desk: DeskLease, lines: Sequence[Line], at: datetime) -> Mapping[UUID, tuple[int, datetime]]:
    """How many wait in each line, and since when the longest; one query."""
    seen = Q(shown_at__isnull=False) | Q(taken_at__gt=at - timedelta(seconds=UNSHOWN_SECONDS))
    rows = (
        Ticket.objects.filter(seen, line__in=lines, state=TicketState.WAITING, business_date=desk.business_date)
        .values_list("line")
        .annotate(people=Count("pk"), since=Min("joined_at"))
        .order_by()
    )
    return {line: (people, since) for line, people, since in rows}


def ahead_when_joining(desk: DeskLease, joined: Sequence[Joined]) -> Mapping[Joined, int]:
    """How many stood before each of these when they joined; one query whatever their number."""
    if not joined:
        return {}
    counts = {
        f"n{place}": Count(
            "pk",
            filter=Q(line=one.line, joined_at__lt=one.at)
            & (Q(called_at__gt=one.at) | Q(called_at__isnull=True, state=TicketState.WAITING)),
        )
        for place, one in enumerate(joined)
    }
    lines = {one.line for one in joined}
    found = Ticket.objects.filter(line__in=lines, business_date=desk.business_date).aggregate(**counts)
    return {one: found[f"n{place}"] for place, one in enumerate(joined)}


def told_when_joining(desk: DeskLease, joined: Sequence[Joined]) -> Mapping[Joined, WaitRange]:
    """What these were told when they joined, where it was written down and told; one query whatever their number."""
    rows = WaitPromise.objects.filter(
        mall=desk.mall_id, business_date=desk.business_date, said=True, joined_at__in={one.at for one in joined}
    )
    told = rows.order_by("pk").values_list("line", "joined_at", "low_minutes", "high_minutes")
    return {Joined(line, at): WaitRange(low, high) for line, at, low, high in told}


def quoted_to(one: Joined, load: LineLoad, told: Mapping[Joined, WaitRange], ahead: Mapping[Joined, int]) -> WaitRange:
    """What somebody was told; by a rule of thumb where nobody wrote it down."""
    return told.get(one) or load.usual_wait(ahead[one])


def level_of(waited_minutes: int, quoted: WaitRange, service_minutes: int) -> str:
    """Good up to the middle of what was quoted, warn up to its end; nobody is late before one service is over."""
    late = max(quoted.high, service_minutes)
    if waited_minutes <= max((quoted.low + quoted.high) / 2, service_minutes / 2):
        return GOOD
    return WARN if waited_minutes <= late else BAD


def desk_lines(
    lines: Sequence[Line], waits: Mapping[UUID, tuple[int, datetime]], loads: Mapping[UUID, LineLoad],
    told: Mapping[Joined, WaitRange], ahead: Mapping[Joined, int], at: datetime,
) -> tuple[DeskLine, ...]:  # fmt: skip
    """The lines with the longest wait first."""
    found = []
    for line in lines:
        people, since = waits.get(line.id, (0, None))
        minutes = whole_minutes(at - since) if since else None
        load = loads[line.id]
        quoted = quoted_to(Joined(line.id, since), load, told, ahead) if since else load.usual_wait(people)
        level = GOOD if minutes is None else level_of(minutes, quoted, line.service_minutes)
        found.append(DeskLine(line.id, line.prefix, line.name, people, minutes, quoted, level))
    return tuple(sorted(found, key=lambda line: (-(line.longest_minutes or -1), line.prefix)))


def next_tickets(desk: DeskLease, at: datetime) -> tuple[NextTicket, ...]:
    """Those called next, in order; one query."""
    rows = waiting_for(desk, at=at).select_related("service")[:NEXT_SHOWN]
    return tuple(
        NextTicket(
            row.id, row.label, row.service.name, whole_minutes(at - row.joined_at), row.priority, row.rank_reason,
            row.reserved_for is not None,
        )
        for row in rows
    )  # fmt: skip


def parked_tickets(desk: DeskLease, at: datetime) -> tuple[ParkedTicket, ...]:
    """Set aside by this counter or, elsewhere, by this officer; who is back first stands first. One query."""
    rows = (
        Ticket.objects.filter(Q(counter=desk.counter_id) | Q(officer=desk.officer_id), mall=desk.mall_id)
        .filter(state=TicketState.PARKED, business_date=desk.business_date)
        .select_related("service", "counter")
        .order_by("parked_until", "changed_at", "pk")
    )
    return tuple(
        ParkedTicket(
            row.id, row.label, row.service.name, row.park_reason, row.parked_until,
            row.parked_until is not None and row.parked_until <= at,
            row.counter.number if row.counter and row.counter_id != desk.counter_id else "",
        )
        for row in rows
    )  # fmt: skip


def missed_tickets(desk: DeskLease, lines: Sequence[Line], at: datetime) -> tuple[MissedTicket, ...]:
    """The latest of today in these lines or called here; one query."""
    rows = (
        Ticket.objects.filter(Q(line__in=lines) | Q(counter=desk.counter_id), mall=desk.mall_id)
        .filter(state=TicketState.MISSED, business_date=desk.business_date)
        .select_related("service", "line")
        .order_by("-missed_at", "-pk")[:MISSED_SHOWN]
    )
    return tuple(_missed(row, at) for row in rows)


def _missed(row: Ticket, at: datetime) -> MissedTicket:
    missed_at = row.missed_at or row.changed_at
    until = missed_at + timedelta(minutes=row.line.rejoin_within_minutes)
    return MissedTicket(row.id, row.label, row.service.name, missed_at, until, at <= until)


def desk_today(desk: DeskLease) -> DeskToday:
    """What this counter did today, without rehearsals; one query."""
    rows = Ticket.objects.filter(mall=desk.mall_id, business_date=desk.business_date, counter=desk.counter_id)
    rows = rows.filter(state__in=(TicketState.DONE, TicketState.MISSED), visit__rehearsal=False)
    minutes, missed = [], 0
    for state, started_at, finished_at in rows.values_list("state", "started_at", "finished_at"):
        if state == TicketState.MISSED:
            missed += 1
        else:
            minutes.append((finished_at - started_at) / timedelta(minutes=1) if started_at and finished_at else 0.0)
    return DeskToday(len(minutes), round(median(minutes)) if minutes else None, missed)


def whole_minutes(span: timedelta) -> int:
    return max(0, int(span / timedelta(minutes=1)))
