"""Is anybody expected at a line's counters? Where nobody will come, no numbers are given (DESIGN §5.14).

Computed from hours and roster alone, and kept in the line's ledger row, so that the hot statement checks a row; who is there
against expectation leaves a sign of life in the same row (`queue.signs_of_life`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from threading import Lock
from uuid import UUID

from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import CounterLine
from pendopo.directory.models import Mall
from pendopo.directory.schedule import Schedule, Span

#: An officer whose browser was not heard from for so long is taken to be gone.
GONE_AFTER = timedelta(minutes=3)

Counters = tuple[UUID, ...]
_KEPT_MALLS = 600
_kept: dict[UUID, tuple[int, Mapping[UUID, Counters]]] = {}
_kept_lock = Lock()


def counters_of_lines(mall: Mall) -> Mapping[UUID, Counters]:
    """The counters in service of each line of the mall; one query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = CounterLine.objects.filter(line__mall=mall, counter__active=True).order_by("counter__number", "pk")
    for line, counter in rows.values_list("line_id", "counter_id"):
        found[line].append(counter)
    return {line: tuple(counters) for line, counters in found.items()}


def kept_counters_of_lines(mall: Mall) -> Mapping[UUID, Counters]:
    """The same, without a query while the mall's `catalogue_version` (as just read by the caller) is unchanged."""
    kept = _kept.get(mall.id)
    if kept is not None and kept[0] == mall.catalogue_version:
        return kept[1]
    found = counters_of_lines(mall)
    with _kept_lock:
        if len(_kept) >= _KEPT_MALLS:
            _kept.clear()
        _kept[mall.id] = (mall.catalogue_version, found)
    return found


def attended_until(counters: Counters, schedule: Schedule, day: date, span: Span) -> datetime | None:
    """The last instant of the day at which somebody is expected at one of these counters; None where that is no limit.

    A line whose counters are not known is not judged. When nobody is expected all day, an instant before any number.
    """
    if not counters:
        return None
    ends = [part.closes_at for counter in counters for part in schedule.expected(day, counter)]
    last = max(ends, default=span.opens_at - timedelta(days=1))
    return None if last >= span.closes_at else last


def comes_next(counters: Iterable[UUID], schedule: Schedule, after: datetime) -> datetime | None:
    """When somebody is expected next at one of these counters."""
    found = (schedule.next_expected(after, counter) for counter in counters)
    return min((at for at in found if at is not None), default=None)


def nobody_comes(day: LineDay, at: datetime) -> bool:
    """Whether nobody is at the line's counters and nobody is expected there for the rest of the day. As the hot statement says it."""
    if day.attended_until is None or day.attended_until > at:
        return False
    return day.attended_at is None or day.attended_at <= at - GONE_AFTER
