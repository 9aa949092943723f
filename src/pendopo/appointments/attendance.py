"""Is anybody expected at a line's counters? Where nobody will come, no numbers are given (DESIGN §5.14).

Computed from hours and roster alone, and kept in the line's ledger row, so that the hot statement checks a row; who is there
against expectation leaves a sign of life in the same row (`queue.signs_of_life`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import CounterLine
from pendopo.directory.kept import Kept
from pendopo.directory.models import Mall
from pendopo.directory.schedule import Schedule, Span

#: An officer whose browser was not heard from for so long is taken to be gone.
GONE_AFTER = timedelta(minutes=3)
#: A browser without JavaScript speaks only when something is pressed, so it is given longer.
BY_HAND_GONE_AFTER = timedelta(minutes=15)

Counters = tuple[UUID, ...]
_kept: Kept[Mapping[UUID, Counters]] = Kept()


def counters_of_lines(mall: Mall) -> Mapping[UUID, Counters]:
    """The counters in service of each line of the mall; one query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = CounterLine.objects.filter(line__mall=mall, counter__active=True).order_by("counter__number", "pk")
    for line, counter in rows.values_list("line_id", "counter_id"):
        found[line].append(counter)
    return {line: tuple(counters) for line, counters in found.items()}


def kept_counters_of_lines(mall: Mall) -> Mapping[UUID, Counters]:
    """The same, without a query while the mall's `catalogue_version` (as just read by the caller) is unchanged."""
    return _kept.of(mall, lambda: counters_of_lines(mall))


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
