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
