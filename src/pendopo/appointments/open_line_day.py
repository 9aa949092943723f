"""Open a line's day: write the ledger row that the hot statement checks.

Nothing depends on a job at midnight: whoever needs the row first makes it.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from pendopo.appointments.attendance import attended_until, kept_counters_of_lines
from pendopo.appointments.events import LineDayOpened
from pendopo.appointments.home_places import home_limit_of
from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import Line
from pendopo.directory.moment_words import moment_words
from pendopo.directory.opening import schedule_of
from pendopo.directory.schedule import Schedule, Span
from pendopo.journal.events import append, type_of
from pendopo.journal.models import Event
from pendopo.kernel.errors import DomainError
from pendopo.kernel.steady_day import STEADY_AFTER
from pendopo.kernel.transactions import writing

# Joining times never run backwards; the first of a day may come from a phone at home long before the opening.
_FLOOR = timedelta(days=1)
# Of a history of many later days the first ones tell enough.
_LOOKED_AT = 30


class LineClosedToday(DomainError):
    code = "appointments.line_closed_today"
    message = _("%(line)s gives no numbers today: %(reason)s. It opens again on %(opens)s.")


class LineClosedForLong(LineClosedToday):
    """As above, when no opening is known within the next 60 days."""

    message = _("%(line)s gives no numbers today: %(reason)s. Please ask the mall's staff when it opens again.")


class ClockMovedBack(DomainError):
    code = "appointments.clock_moved_back"
    status = 503
    message = _(
        "Numbers of %(later)s were already given, so this computer's clock (%(today)s) is wrong. "
        "Please tell the mall's staff: no number can be given until the clock is right."
    )


def open_line_day(*, line: Line, at: datetime) -> LineDay:
    """The ledger row of the mall's business date, made if it is not there yet. May be called by many at once.

    Raises LineClosedToday, and ClockMovedBack when a later day of this line was lived through already.
    """
    schedule = schedule_of(line.mall)
    today = schedule.business_date(at)
    _refuse_to_go_back(line, today)
    existing = LineDay.objects.filter(line=line, business_date=today).first()
    if existing is not None:
        return existing
    span = schedule.span(today, agency_id=line.agency_id)
    if span is None:
        raise closed_today(line, schedule, at)
    return _opened(line, today, span, at, schedule)


def closed_today(line: Line, schedule: Schedule, at: datetime) -> LineClosedToday:
    """The refusal that says why the line does not open today and when it opens next."""
    state = schedule.state(at, agency_id=line.agency_id)
    if state.opens_at is None:
        return LineClosedForLong(line=line.name, reason=state.reason)
    return LineClosedToday(line=line.name, reason=state.reason, opens=moment_words(state.opens_at))


def _refuse_to_go_back(line: Line, today: date) -> None:
    """A clock that was set ahead by mistake, and back, has left a few numbers of a day that is still to come. That day goes on after
    them, and they are no reason to give none today: only a day is that lasted longer than such a mistake stands (`kernel.steady_day`).
    """
    given = LineDay.objects.filter(line=line, business_date__gt=today, last_number__gt=0)
    later = list(given.order_by("business_date")[:_LOOKED_AT])
    events = Event.objects.filter(subject__in=[day.pk for day in later], type=type_of(LineDayOpened))
    opened = dict(events.values_list("subject", "at"))
    for day in later:
        if day.pk not in opened or day.last_joined_at - opened[day.pk] >= STEADY_AFTER:
            raise ClockMovedBack(later=day.business_date.isoformat(), today=today.isoformat())


def _opened(line: Line, today: date, span: Span, at: datetime, schedule: Schedule) -> LineDay:
    counters = kept_counters_of_lines(line.mall).get(line.id, ())
    row = LineDay(
        mall_id=line.mall_id, line=line, business_date=today, opens_at=span.opens_at, closes_at=span.closes_at,
        issue_limit=line.daily_limit, home_limit=home_limit_of(line), last_joined_at=span.opens_at - _FLOOR,
        attended_until=attended_until(counters, schedule, today, span),
    )  # fmt: skip
    with writing():
        # Insert, or do nothing when somebody was quicker; the row that is read is the one that counts.
        LineDay.objects.bulk_create([row], ignore_conflicts=True)
        day = LineDay.objects.get(line=line, business_date=today)
        if day.pk == row.pk:
            facts = LineDayOpened(line.id, today.isoformat(), day.opens_at, day.closes_at, day.issue_limit, day.home_limit)
            append(facts, mall=line.mall_id, subject=day.id, at=at, actor="system")
    return day
