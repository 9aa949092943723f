"""The days on which the mall is closed or keeps other hours, as far as people plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pendopo.directory.opening import Schedule, Span

_AHEAD = 60
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day unlike its weekday. `span` None: closed."""

    day: date
    reason: str
    span: Span | None


def other_days(schedule: Schedule, at: datetime) -> tuple[OtherDay, ...]:
    """The next five within 60 days, today included; no query."""
    today = schedule.business_date(at)
    days = (today + timedelta(days=ahead) for ahead in range(_AHEAD + 1))
    named = ((day, schedule.reason_of(day)) for day in days)
    return tuple(OtherDay(day, reason, schedule.span(day)) for day, reason in named if reason)[:_SHOWN]
