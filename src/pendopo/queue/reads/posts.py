"""The counters a person may open, and who has them open now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.catalogue.models import CounterLine
from pendopo.directory.models import Counter
from pendopo.kernel.clock import business_date
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket


@dataclass(frozen=True, slots=True)
class PostCounter:
    """A counter to open, in the mall of this code. `holder` is empty while it is free; `here` says that this very browser holds it."""

    id: UUID
    mall: str
    mall_name: str
    code: str
    number: str
    name: str
    agency: str
    zone_letter: str
    lines: tuple[str, ...]
    holder_id: UUID | None
    holder: str
    since: datetime | None
    paused: bool
    here: bool
    serving: str

    @property
    def free(self) -> bool:
        return self.holder_id is None


def counters_to_open(counters: Sequence[Counter], *, lease: UUID | None, at: datetime) -> tuple[PostCounter, ...]:
    """In the given order; three queries. `lease` is the one whose secret this browser has shown."""
    held = {
        desk.counter_id: desk
        for desk in DeskLease.objects.filter(counter__in=counters)
        .exclude(state=LeaseState.CLOSED)
        .select_related("officer", "mall")
        if desk.business_date == business_date(at, desk.mall.time_zone)
    }
    lines, serving = _lines(counters), _serving(held)
    return tuple(_post(counter, held.get(counter.id), lines, serving, lease) for counter in counters)


def _post(
    counter: Counter, desk: DeskLease | None, lines: dict[UUID, list[str]], serving: dict[UUID | None, str], lease: UUID | None
) -> PostCounter:
    return PostCounter(
        id=counter.id, mall=counter.mall.code, mall_name=counter.mall.name, code=counter.code, number=counter.number,
        name=counter.name, agency=counter.agency.short_name, zone_letter=counter.zone.letter,
        lines=tuple(lines.get(counter.id, ())), holder_id=desk.officer_id if desk else None,
        holder=desk.officer.name if desk else "", since=desk.opened_at if desk else None,
        paused=desk is not None and desk.state == LeaseState.PAUSED, here=desk is not None and desk.id == lease,
        serving=serving.get(counter.id, ""),
    )  # fmt: skip


def _lines(counters: Iterable[Counter]) -> dict[UUID, list[str]]:
    names: dict[UUID, list[str]] = defaultdict(list)
    rows = CounterLine.objects.filter(counter__in=list(counters), line__active=True).order_by("line__prefix")
    for counter, name in rows.values_list("counter_id", "line__name"):
        names[counter].append(name)
    return names


def _serving(held: Collection[UUID]) -> dict[UUID | None, str]:
    tickets = Ticket.objects.filter(counter__in=list(held), state__in=AT_COUNTER)
    return {ticket.counter_id: ticket.label for ticket in tickets}
