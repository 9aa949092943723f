"""The number a visitor holds: what the kiosk shows and prints after taking one or checking one in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from pendopo.catalogue.models import CounterLine
from pendopo.kernel.errors import NotFound
from pendopo.queue.models import AT_COUNTER, FINAL, Ticket, TicketState, Visit
from pendopo.queue.reads.load import line_loads
from pendopo.queue.wait import WaitRange
from pendopo.queue.waiting import UNSHOWN_SECONDS


@dataclass(frozen=True, slots=True)
class Number:
    """One number. `ahead` and `wait` count while it waits; `counter` is where it was called; `counters` are those of its line."""

    ticket: UUID
    label: str
    state: str
    service: str
    zone_letter: str
    zone_name: str
    zone_hint: str
    floor: str
    place: str
    counters: tuple[str, ...]
    counter: str
    ahead: int
    wait: WaitRange | None
    holds_until: datetime | None

    @property
    def called(self) -> bool:
        return self.state in AT_COUNTER


@dataclass(frozen=True, slots=True)
class Slip:
    """The numbers of one visit that are still good, the one to follow first; `code` makes its one link."""

    code: str
    first: Number
    others: tuple[Number, ...]
    taken_at: datetime


def slip_of(visit: Visit, at: datetime, *, ticket: UUID | None = None) -> Slip:
    """Eight queries beyond what is kept, whatever the number of tickets. `ticket` stands first when given.

    Raises NotFound when none is good any more.
    """
    tickets = list(
        Ticket.objects.filter(visit=visit)
        .exclude(state__in=FINAL)
        .select_related("line__zone__site", "service", "counter")
        .order_by("joined_at", "pk")
    )
    if not tickets:
        raise NotFound
    numbers = _numbers(visit, tickets, at)
    first = next((number for number in numbers if number.ticket == ticket), None) or _to_follow(numbers)
    return Slip(visit.code, first, tuple(number for number in numbers if number is not first), tickets[0].taken_at)


def _to_follow(numbers: Sequence[Number]) -> Number:
    return next((number for number in numbers if number.called), numbers[0])


def _numbers(visit: Visit, tickets: Sequence[Ticket], at: datetime) -> list[Number]:
    lines = {ticket.line_id: ticket.line for ticket in tickets}
    loads, counters = line_loads(visit.mall, lines.values(), at), _counters(lines)
    waiting = _waiting(lines, tickets[0], at)
    numbers = []
    for ticket in tickets:
        ahead = sum(1 for line, place in waiting if line == ticket.line_id and place < (ticket.rank_at, ticket.number))
        zone = ticket.line.zone
        numbers.append(
            Number(
                ticket=ticket.id, label=ticket.label, state=ticket.state, service=ticket.service.name, zone_letter=zone.letter,
                zone_name=zone.name, zone_hint=zone.hint, floor=zone.floor, place=zone.site.name,
                counters=tuple(sorted(counters.get(ticket.line_id, ()), key=lambda number: number.zfill(6))),
                counter=ticket.counter.number if ticket.counter and ticket.state in AT_COUNTER else "", ahead=ahead,
                wait=loads[ticket.line_id].wait_behind(ahead), holds_until=ticket.holds_until,
            )
        )  # fmt: skip
    return numbers


def _waiting(lines: dict[UUID, Any], ticket: Ticket, at: datetime) -> list[tuple[UUID, tuple[datetime, int]]]:
    seen = Q(shown_at__isnull=False) | Q(taken_at__gt=at - timedelta(seconds=UNSHOWN_SECONDS))
    rows = Ticket.objects.filter(seen, line__in=list(lines), state=TicketState.WAITING, business_date=ticket.business_date)
    return [(line, (rank_at, number)) for line, rank_at, number in rows.values_list("line_id", "rank_at", "number")]


def _counters(lines: dict[UUID, Any]) -> dict[UUID, list[str]]:
    numbers: dict[UUID, list[str]] = {}
    rows = CounterLine.objects.filter(line__in=list(lines), counter__active=True).values_list("line_id", "counter__number")
    for line, number in rows:
        numbers.setdefault(line, []).append(number)
    return numbers
