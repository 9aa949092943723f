"""Follow changed opening hours and limits in days that are open already."""

from datetime import datetime, timedelta

from pendopo.appointments.attendance import Counters, attended_until, counters_of_lines
from pendopo.appointments.events import LineDayChanged
from pendopo.appointments.home_places import home_limit_of
from pendopo.appointments.models import LineDay
from pendopo.directory.models import Mall
from pendopo.directory.opening import schedule_of
from pendopo.directory.schedule import Schedule
from pendopo.journal.events import append
from pendopo.kernel.transactions import one_transaction


def refresh_line_day(*, line_day: LineDay, at: datetime, actor: str) -> LineDay:
    """Compute opening, closing and limit of one ledger row anew; returns the row as it is now."""
    refresh_line_days(mall=line_day.mall, at=at, actor=actor)
    return LineDay.objects.get(pk=line_day.pk)


@one_transaction
def refresh_line_days(*, mall: Mall, at: datetime, actor: str) -> int:
    """Compute every ledger row of today and later anew; returns how many changed.

    Call it after hours, special days, holidays, the roster or limits changed. A limit never falls below what was given already,
    and a day that is closed altogether ends at once (or never begins).
    """
    schedule = schedule_of(mall)
    today = schedule.business_date(at)
    rows = (
        LineDay.objects.select_for_update(of=("self",))
        .filter(mall=mall, business_date__gte=today)
        .select_related("line")
        .order_by("pk")
    )
    counters = counters_of_lines(mall)
    changed = [row for row in rows if _adjust(row, schedule, counters.get(row.line_id, ()), at)]
    LineDay.objects.bulk_update(
        changed, ["opens_at", "closes_at", "issue_limit", "home_limit", "attended_until", "paused_until"]
    )
    for row in changed:
        facts = LineDayChanged(
            row.line_id, row.business_date.isoformat(), row.opens_at, row.closes_at, row.issue_limit, row.home_limit
        )
        append(facts, mall=mall.id, subject=row.id, at=at, actor=actor)
    return len(changed)


def _adjust(row: LineDay, schedule: Schedule, counters: Counters, at: datetime) -> bool:
    before = _rules(row)
    span = schedule.span(row.business_date, agency_id=row.line.agency_id)
    if span is not None:
        row.opens_at, row.closes_at = span.opens_at, span.closes_at
        row.attended_until = attended_until(counters, schedule, row.business_date, span)
    else:
        row.closes_at = max(row.opens_at, min(row.closes_at, at))
    if row.ended:
        # A later closing does not give numbers again.
        row.paused_until = max(row.paused_until or row.closes_at, row.closes_at + timedelta(days=1))
    limit, from_home = row.line.daily_limit, home_limit_of(row.line)
    row.issue_limit = None if limit is None else max(limit + row.given_back - row.paper_numbers, row.last_number)
    row.home_limit = None if from_home is None else max(from_home, row.home_numbers)
    return before != _rules(row)


def _rules(row: LineDay) -> tuple[object, ...]:
    return (row.opens_at, row.closes_at, row.issue_limit, row.home_limit, row.attended_until)
