"""May a number be taken in this line now? One answer for kiosk, phone, desk and portal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise

from pendopo.appointments.models import LineDay
from pendopo.appointments.stop_issuing import StopReason
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.directory.open_state import OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.schedule import Schedule


class IssuingKind(StrEnum):
    GIVING = "giving"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    STOPPED = "stopped"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class IssuingState:
    """Whether numbers are given, how many are left, and when that changes. Instants are in the mall's time zone.

    `until`: giving, until the closing; otherwise the instant at which numbers are given again, if it is known.
    `door` is the agency's own state: numbers are given during breaks too.
    """

    kind: IssuingKind
    line: UUID
    business_date: date
    until: datetime | None
    limit: int | None
    last_number: int
    door: OpenState
    stop_reason: str = ""

    @property
    def giving(self) -> bool:
        return self.kind is IssuingKind.GIVING

    @property
    def numbers_left(self) -> int | None:
        """How many numbers may still be given today; None without a limit."""
        return None if self.limit is None else max(0, self.limit - self.last_number)

    @property
    def reason(self) -> str | Promise:
        """Why no numbers are given, as part of a sentence; empty while they are."""
        if self.kind is IssuingKind.STOPPED and self.stop_reason in StopReason.values:
            return StopReason(self.stop_reason).label
        return "" if self.giving else self.door.reason


def issuing_state(line: Line, at: datetime) -> IssuingState:
    """The state of one line; right also before anybody opened its day."""
    return issuing_states(line.mall, [line], at)[line.id]


def issuing_states(mall: Mall, lines: Sequence[Line], at: datetime) -> Mapping[UUID, IssuingState]:
    """The state of each line of one mall, in one query beyond the schedule."""
    schedule = kept_schedule_of(mall)
    today = schedule.business_date(at)
    days = {day.line_id: day for day in LineDay.objects.filter(mall=mall, business_date=today).order_by("pk")}
    return {line.id: _state(line, days.get(line.id), schedule, today, at) for line in lines}


def _state(line: Line, day: LineDay | None, schedule: Schedule, today: date, at: datetime) -> IssuingState:
    door = schedule.state(at, agency_id=line.agency_id)
    limit = day.issue_limit if day else line.daily_limit
    last_number = day.last_number if day else 0
    kind, until, reason = _kind(day, schedule, line, today, at, limit)
    here = until.astimezone(schedule.tzinfo) if until else None
    return IssuingState(kind, line.id, today, here, limit, last_number, door, reason)


def _kind(
    day: LineDay | None, schedule: Schedule, line: Line, today: date, at: datetime, limit: int | None
) -> tuple[IssuingKind, datetime | None, str]:
    span = day or schedule.span(today, agency_id=line.agency_id)
    if span is None or at >= span.closes_at:
        return IssuingKind.CLOSED, schedule.next_opening(at, agency_id=line.agency_id), ""
    if day and limit is not None and day.last_number >= limit:
        tomorrow = schedule.next_opening(span.closes_at, agency_id=line.agency_id)
        return IssuingKind.FULL, tomorrow, ""
    if at < span.opens_at:
        return IssuingKind.NOT_YET, span.opens_at, ""
    if day and day.paused_until and day.paused_until > at:
        return IssuingKind.STOPPED, day.paused_until, day.pause_reason
    return IssuingKind.GIVING, span.closes_at, ""
