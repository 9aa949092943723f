"""How busy each line of a mall is now: who waits, who serves, and how long it will take. For every screen that says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from pendopo.catalogue.models import CounterLine, Line
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket, TicketState
from pendopo.queue.wait import WaitRange, wait_range
from pendopo.queue.waiting import UNSHOWN_SECONDS


@dataclass(frozen=True, slots=True)
class LineLoad:
    """One line now. `ahead` is how many wait; `back_at` is the first return that a paused counter announced.

    `serving` counts open counters, as fractions where one divides itself among lines; `free` says that one has nobody at it.
    """

    line: UUID
    ahead: int
    open_counters: int
    paused_counters: int
    back_at: datetime | None
    serving: float
    free: bool
    service_minutes: int

    @property
    def attended(self) -> bool:
        """Somebody serves, or has only stepped away."""
        return self.open_counters + self.paused_counters > 0

    @property
    def wait(self) -> WaitRange | None:
        """For who joins now; None while no counter serves the line."""
        return self.wait_behind(self.ahead)

    def wait_behind(self, ahead: int) -> WaitRange | None:
        """For who has so many before them."""
        return wait_range(ahead=ahead, counters=self.serving, free=self.free, service_minutes=self.service_minutes)


class _Desk(NamedTuple):
    paused: bool
    back_at: datetime | None


def line_loads(mall: Mall, lines: Iterable[Line], at: datetime) -> Mapping[UUID, LineLoad]:
    """The load of each line; three queries whatever the number of lines, counters and tickets."""
    waiting, busy = _in_line(mall, at)
    lines_of, desks = _counters(mall), _desks(mall, at)
    counters_of: dict[UUID, list[UUID]] = defaultdict(list)
    for counter, served in lines_of.items():
        for line in served:
            counters_of[line].append(counter)
    return {line.id: _load(line, counters_of[line.id], lines_of, desks, waiting, busy) for line in lines}


def _load(
    line: Line, counters: Sequence[UUID], lines_of: Mapping[UUID, Sequence[UUID]], desks: Mapping[UUID, _Desk],
    waiting: Mapping[UUID, int], busy: frozenset[UUID],
) -> LineLoad:  # fmt: skip
    serving = [counter for counter in counters if counter in desks and not desks[counter].paused]
    paused = [desks[counter] for counter in counters if counter in desks and desks[counter].paused]
    return LineLoad(
        line=line.id, ahead=waiting.get(line.id, 0), open_counters=len(serving), paused_counters=len(paused),
        back_at=min((desk.back_at for desk in paused if desk.back_at), default=None),
        serving=sum(_share(line.id, lines_of[counter], waiting) for counter in serving),
        free=any(counter not in busy for counter in serving), service_minutes=line.service_minutes,
    )  # fmt: skip


def _share(line: UUID, served: Sequence[UUID], waiting: Mapping[UUID, int]) -> float:
    """A counter divides itself among its lines in which somebody waits."""
    return 1 / (1 + sum(1 for other in served if other != line and waiting.get(other)))


def _in_line(mall: Mall, at: datetime) -> tuple[dict[UUID, int], frozenset[UUID]]:
    """How many wait in each line, and the counters with a visitor at them."""
    seen = Q(shown_at__isnull=False) | Q(taken_at__gt=at - timedelta(seconds=UNSHOWN_SECONDS))
    rows = (
        Ticket.objects.filter(mall=mall, business_date=business_date(at, mall.time_zone))
        .filter(Q(state=TicketState.WAITING) & seen | Q(state__in=AT_COUNTER))
        .values_list("line", "state", "counter")
        .annotate(people=Count("pk"))
        .order_by()
    )
    waiting: dict[UUID, int] = defaultdict(int)
    busy: set[UUID] = set()
    for line, state, counter, people in rows:
        if state == TicketState.WAITING:
            waiting[line] += people
        else:
            busy.add(counter)
    return waiting, frozenset(busy)


def _counters(mall: Mall) -> Mapping[UUID, Sequence[UUID]]:
    """The lines that each counter serves."""
    served: dict[UUID, list[UUID]] = defaultdict(list)
    rows = CounterLine.objects.filter(line__mall=mall, line__active=True, counter__active=True)
    for counter, line in rows.values_list("counter_id", "line_id"):
        served[counter].append(line)
    return served


def _desks(mall: Mall, at: datetime) -> Mapping[UUID, _Desk]:
    """The counters that somebody holds today."""
    held = DeskLease.objects.filter(mall=mall, business_date=business_date(at, mall.time_zone)).exclude(state=LeaseState.CLOSED)
    return {
        counter: _Desk(state == LeaseState.PAUSED, back_at)
        for counter, state, back_at in held.values_list("counter_id", "state", "back_at")
    }
