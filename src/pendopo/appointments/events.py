"""What happens to a line's day, for others to hear. `subject` is the ledger row."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.journal.events import event_type


@event_type("appointments.line_day.opened")
@dataclass(frozen=True, slots=True)
class LineDayOpened:
    """A line's first number of a day may be given: from when to when, how many at most, how many from home (null: no limit)."""

    line: UUID
    business_date: str
    opens_at: datetime
    closes_at: datetime
    issue_limit: int | None
    home_limit: int | None


@event_type("appointments.line_day.changed")
@dataclass(frozen=True, slots=True)
class LineDayChanged:
    """Opening hours or the limit were changed after the day was opened."""

    line: UUID
    business_date: str
    opens_at: datetime
    closes_at: datetime
    issue_limit: int | None
    home_limit: int | None


@event_type("appointments.line_day.issuing_stopped")
@dataclass(frozen=True, slots=True)
class IssuingStopped:
    """No numbers until an instant; numbers already taken stay valid. `reason` is a StopReason."""

    line: UUID
    business_date: str
    until: datetime
    reason: str


@event_type("appointments.line_day.issuing_resumed")
@dataclass(frozen=True, slots=True)
class IssuingResumed:
    """Numbers are given again before the instant that was named."""

    line: UUID
    business_date: str


@event_type("appointments.line_day.ended")
@dataclass(frozen=True, slots=True)
class LineDayEnded:
    """No more numbers that day. `reason` is an EndReason; `sends_home`: the numbers of those who wait are closed, else they are served."""

    line: UUID
    business_date: str
    reason: str
    sends_home: bool


@event_type("appointments.line_day.reopened")
@dataclass(frozen=True, slots=True)
class LineDayReopened:
    """A day that was ended gives numbers again; `reason` is a ReopenReason. Numbers that were closed stay closed."""

    line: UUID
    business_date: str
    reason: str


@event_type("appointments.duty.added")
@dataclass(frozen=True, slots=True)
class DutyAdded:
    """Somebody is expected at a counter: every week on `weekday` (0 = Monday), or on one `date`. `subject` is the duty."""

    counter: UUID
    officer: UUID | None
    weekday: int | None
    date: str | None
    starts: str
    ends: str


@event_type("appointments.duty.removed")
@dataclass(frozen=True, slots=True)
class DutyRemoved:
    """A duty was taken out of the roster. `subject` is the duty."""

    counter: UUID


@event_type("appointments.duty.substitute_posted")
@dataclass(frozen=True, slots=True)
class SubstitutePosted:
    """An officer may open this counter for one day. `subject` is the officer."""

    counter: UUID
    business_date: str


@event_type("appointments.counter.off_today")
@dataclass(frozen=True, slots=True)
class CounterOffToday:
    """Nobody is expected at the counter any more that day; the reason stays out of the journal. `subject` is the day's rule."""

    counter: UUID
    business_date: str


@event_type("appointments.counter.expected_again")
@dataclass(frozen=True, slots=True)
class CounterExpected:
    """Somebody is expected there that day after all. `subject` is the day's rule that was taken back."""

    counter: UUID
    business_date: str
