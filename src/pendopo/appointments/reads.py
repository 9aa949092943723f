"""May a number be taken in this line now? One answer for kiosk, phone, desk and portal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.appointments.attendance import Counters, attended_until, comes_next, kept_counters_of_lines, nobody_comes
from pendopo.appointments.end_line_day import EndReason
from pendopo.appointments.home_places import home_limit_of
from pendopo.appointments.models import LineDay
from pendopo.appointments.stop_issuing import StopReason
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.directory.open_state import OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.schedule import Schedule, Span

#: Why issuing stopped by itself; a StopReason is why somebody stopped it.
NOBODY_COMES = "nobody_comes"
_NOBODY_COMES = _("nobody is at its counters for the rest of the day")


class IssuingKind(StrEnum):
    GIVING = "giving"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    STOPPED = "stopped"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class IssuingState:
    """Whether numbers are given, how many are left, and when that changes. Instants are in the mall's time zone.

    `limit` is how many a day may have, `taken` how many places are in use: a number from home that lapsed uses none.
    `until`: giving, until the closing; otherwise the instant at which numbers are given again, if it is known.
    `door` is the agency's own state: numbers are given during breaks too.
    """

    kind: IssuingKind
    line: UUID
    business_date: date
    until: datetime | None
    limit: int | None
    taken: int
    home_left: int | None
    door: OpenState
    stop_reason: str = ""

    @property
    def giving(self) -> bool:
        return self.kind is IssuingKind.GIVING

    @property
    def numbers_left(self) -> int | None:
        """How many numbers may still be given today; None without a limit."""
        return None if self.limit is None else max(0, self.limit - self.taken)

    @property
    def home_share_taken(self) -> bool:
        """Whether the hall still has numbers, but no more are given to those at home."""
        return self.home_left == 0

    @property
    def runs(self) -> bool:
        """Whether the day's hours are not over, and nobody ended it."""
        return self.kind is not IssuingKind.CLOSED

    @property
    def ended(self) -> bool:
        """Whether somebody ended the day before its closing."""
        return self.kind is IssuingKind.CLOSED and self.stop_reason in EndReason.values

    @property
    def reason(self) -> str | Promise:
        """Why no numbers are given, as part of a sentence; empty while they are."""
        if self.stop_reason == NOBODY_COMES:
            return _NOBODY_COMES
        if self.ended:
            return EndReason(self.stop_reason).label
        if self.kind is IssuingKind.STOPPED and self.stop_reason in StopReason.values:
            return StopReason(self.stop_reason).label
        return "" if self.giving else self.door.reason


def issuing_state(line: Line, at: datetime) -> IssuingState:
    """The state of one line; right also before anybody opened its day."""
    return issuing_states(line.mall, [line], at)[line.id]


def issuing_states(mall: Mall, lines: Sequence[Line], at: datetime) -> Mapping[UUID, IssuingState]:
    """The state of each line of one mall, in one query beyond the kept schedule and the kept counters of lines."""
    schedule = kept_schedule_of(mall)
    today = schedule.business_date(at)
    days = {day.line_id: day for day in LineDay.objects.filter(mall=mall, business_date=today).order_by("pk")}
    counters = kept_counters_of_lines(mall)
    return {line.id: _state(line, days.get(line.id), counters.get(line.id, ()), schedule, today, at) for line in lines}


def _state(line: Line, day: LineDay | None, counters: Counters, schedule: Schedule, today: date, at: datetime) -> IssuingState:
    door = schedule.state(at, agency_id=line.agency_id)
    kind, until, reason = _kind(day, schedule, line, counters, today, at)
    here = until.astimezone(schedule.tzinfo) if until else None
    if day is None:
        limit, taken, home_left = line.daily_limit, 0, home_limit_of(line)
    else:
        limit, taken = day.daily_limit, day.places_taken
        home_left = None if day.home_limit is None else day.home_limit - day.home_numbers
    return IssuingState(kind, line.id, today, here, limit, taken, home_left, door, reason)


def _kind(
    day: LineDay | None, schedule: Schedule, line: Line, counters: Counters, today: date, at: datetime
) -> tuple[IssuingKind, datetime | None, str]:
    span = _span_of(day) if day else schedule.span(today, agency_id=line.agency_id)
    if span is None or at >= span.closes_at:
        return IssuingKind.CLOSED, schedule.next_opening(at, agency_id=line.agency_id), ""
    if day and day.ended:
        return IssuingKind.CLOSED, schedule.next_opening(span.closes_at, agency_id=line.agency_id), day.end_reason
    if day and day.full:
        tomorrow = schedule.next_opening(span.closes_at, agency_id=line.agency_id)
        return IssuingKind.FULL, tomorrow, ""
    if nobody_comes(day or _unopened(counters, schedule, today, span), at):
        return IssuingKind.STOPPED, comes_next(counters, schedule, at), NOBODY_COMES
    if at < span.opens_at:
        return IssuingKind.NOT_YET, span.opens_at, ""
    if day and day.paused_until and day.paused_until > at:
        return IssuingKind.STOPPED, day.paused_until, day.pause_reason
    return IssuingKind.GIVING, span.closes_at, ""


def _span_of(day: LineDay) -> Span:
    return Span(day.opens_at, day.closes_at)


def _unopened(counters: Counters, schedule: Schedule, today: date, span: Span) -> LineDay:
    """What the ledger row would say of attendance."""
    return LineDay(attended_until=attended_until(counters, schedule, today, span))
