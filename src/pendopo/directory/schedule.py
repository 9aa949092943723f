"""A mall's opening rules as one immutable value, and the answers computed from it without asking the database.

Who decides, on each day:
- The mall: its special day, else a holiday closes, else its hours of that weekday.
- An agency or a counter with own rules: its special day, else its hours of that weekday. The narrowest owner that has rules
  counts (counter before agency before mall), always cut to the mall's hours of that day: nobody serves in a locked hall.
- A weekday for which an owner has hours on other days only is a day on which it is closed.
- A counter with duties that hold on the day (the roster) is expected to be open at those hours only, within the above.
- Breaks of counter, agency and mall all hold, and so does a pause of the whole hall. What lies at the edge of the day moves the
  opening or the closing; what lies within it is a break.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pendopo.directory.open_state import OpenKind, OpenState, ReasonCode
from pendopo.kernel.clock import zone

LOOK_AHEAD_DAYS = 60

#: An agency, a counter, or (None) the mall itself.
Owner = UUID | None


@dataclass(frozen=True, slots=True)
class Span:
    """From opening (inclusive) to closing (exclusive) on one day; aware, in the mall's time zone."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class DayRule:
    """A special day; `opens` and `closes` None means closed."""

    opens: time | None
    closes: time | None
    reason: str


@dataclass(frozen=True, slots=True)
class BreakRule:
    """A regular break; `weekday` None is every day."""

    weekday: int | None
    starts: time
    ends: time
    reason: str


@dataclass(frozen=True, slots=True)
class DutyRule:
    """Somebody is expected at a counter: every week on `weekday` within the dates, or on one day."""

    weekday: int | None
    on_date: date | None
    starts: time
    ends: time
    from_date: date | None = None
    until_date: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether a weekly duty is of this time of the year, on whatever weekday."""
        return self.on_date is None and (self.from_date or day) <= day <= (self.until_date or day)


@dataclass(frozen=True, slots=True)
class PauseRule:
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class _Day:
    """What the rules say of one day: a span, or why there is none."""

    span: Span | None
    code: ReasonCode = ReasonCode.OPEN
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Halt:
    """An interval within the day in which nobody serves."""

    starts_at: datetime
    ends_at: datetime
    code: ReasonCode
    reason: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """All opening rules of one mall. May be kept as long as the mall's `catalogue_version` stays the same."""

    time_zone: str
    hours: Mapping[Owner, Mapping[int, tuple[time, time]]]
    breaks: Mapping[Owner, tuple[BreakRule, ...]]
    special_days: Mapping[tuple[Owner, date], DayRule]
    holidays: Mapping[date, str]
    pauses: tuple[PauseRule, ...]
    agency_of_counter: Mapping[UUID, UUID]
    duties: Mapping[UUID, tuple[DutyRule, ...]] = field(default_factory=dict)

    @property
    def tzinfo(self) -> ZoneInfo:
        """The mall's time zone."""
        return zone(self.time_zone)

    def business_date(self, at: datetime) -> date:
        """The mall's own calendar day."""
        return at.astimezone(self.tzinfo).date()

    def span(self, day: date, agency_id: UUID | None = None, counter_id: UUID | None = None) -> Span | None:
        """From first opening to last closing on that day, breaks included; None when it does not open at all."""
        return self._day(day, self._narrower(agency_id, counter_id)).span

    def parts(self, day: date, agency_id: UUID | None = None, counter_id: UUID | None = None) -> tuple[Span, ...]:
        """The times of that day in which somebody serves, in order: from opening to closing without breaks and pauses."""
        owners = self._narrower(agency_id, counter_id)
        span = self._day(day, owners).span
        return tuple(_serving(span, self._halts(span, owners))) if span else ()

    def expected(self, day: date, counter_id: UUID) -> tuple[Span, ...]:
        """The times of that day at which somebody should be at the counter: its duties, else all the times in which it serves."""
        parts = self.parts(day, counter_id=counter_id)
        duties = self._duties(day, counter_id)
        if duties is None or not parts:
            return parts
        spans = sorted((self._span(day, duty.starts, duty.ends) for duty in duties), key=lambda span: span.opens_at)
        return tuple(_overlap(parts, _merged(spans)))

    def rostered(self, day: date, counter_id: UUID) -> bool:
        """Whether a roster says who is at the counter on that day, so that one may count on it."""
        return bool(self._duties(day, counter_id))

    def next_expected(self, after: datetime, counter_id: UUID) -> datetime | None:
        """The first instant after `after` at which somebody should come to the counter, at most 60 days ahead."""
        here = after.astimezone(self.tzinfo)
        for ahead in range(LOOK_AHEAD_DAYS + 1):
            for span in self.expected(here.date() + timedelta(days=ahead), counter_id):
                if span.opens_at > here:
                    return span.opens_at
        return None

    def state(self, at: datetime, agency_id: UUID | None = None, counter_id: UUID | None = None) -> OpenState:
        """The one answer to "open now, on break, closed until, and why"."""
        owners = self._narrower(agency_id, counter_id)
        here = at.astimezone(self.tzinfo)
        today = self._day(here.date(), owners)
        if today.span is None:
            return self._closed(here, owners, today.code, today.detail)
        if here < today.span.opens_at:
            return self._closed(here, owners, ReasonCode.BEFORE_OPENING)
        if here >= today.span.closes_at:
            return self._closed(here, owners, ReasonCode.AFTER_CLOSING)
        halts = self._halts(today.span, owners)
        serving = _serving(today.span, halts)
        for part in serving:
            if part.opens_at <= here < part.closes_at:
                return OpenState(OpenKind.OPEN, ReasonCode.OPEN, part.closes_at, closes_at=serving[-1].closes_at)
        halt = next(halt for halt in halts if halt.starts_at <= here < halt.ends_at)
        later = next((part for part in serving if part.opens_at > here), None)
        if later is None or later is serving[0]:
            # The break runs into the closing and nobody comes back today, or nobody has served yet: the door is closed.
            return self._closed(here, owners, halt.code, halt.reason)
        return OpenState(OpenKind.BREAK, halt.code, later.opens_at, later.opens_at, serving[-1].closes_at, detail=halt.reason)

    def reason_of(self, day: date, agency_id: UUID | None = None) -> str:
        """The name of the holiday or the reason of the special day that makes this day different; else empty."""
        return self._day(day, self._narrower(agency_id, None)).detail

    def next_opening(self, after: datetime, agency_id: UUID | None = None, counter_id: UUID | None = None) -> datetime | None:
        """The first instant after `after` at which somebody begins to serve, at most 60 days ahead."""
        return self._next_opening(after.astimezone(self.tzinfo), self._narrower(agency_id, counter_id))

    def _duties(self, day: date, counter_id: UUID) -> list[DutyRule] | None:
        """The counter's duties of that day; None when no roster holds then."""
        rules = self.duties.get(counter_id, ())
        on_the_date = [rule for rule in rules if rule.on_date == day]
        weekly = [rule for rule in rules if rule.holds_on(day)]
        if on_the_date:
            return on_the_date
        return [rule for rule in weekly if rule.weekday == day.weekday()] if weekly else None

    def _narrower(self, agency_id: UUID | None, counter_id: UUID | None) -> tuple[UUID, ...]:
        """The owners below the mall, from wide to narrow."""
        if counter_id is not None and agency_id is None:
            agency_id = self.agency_of_counter.get(counter_id)
        return tuple(owner for owner in (agency_id, counter_id) if owner is not None)

    def _day(self, day: date, owners: tuple[UUID, ...]) -> _Day:
        mall = self._day_of_mall(day)
        if mall.span is None:
            return mall
        bound: Span | None = mall.span
        current = mall
        for owner in owners:
            special = self.special_days.get((owner, day))
            if special is not None:
                current = _cut(self._special(day, special), mall.span)
                bound = current.span
            elif owner in self.hours:
                current = _cut(self._weekly(day, owner), bound) if bound else current
        return current

    def _day_of_mall(self, day: date) -> _Day:
        special = self.special_days.get((None, day))
        if special is not None:
            return self._special(day, special)
        if day in self.holidays:
            return _Day(None, ReasonCode.HOLIDAY, self.holidays[day])
        return self._weekly(day, None)

    def _special(self, day: date, rule: DayRule) -> _Day:
        if rule.opens is None or rule.closes is None:
            return _Day(None, ReasonCode.SPECIAL_DAY, rule.reason)
        return _Day(self._span(day, rule.opens, rule.closes), ReasonCode.SPECIAL_DAY, rule.reason)

    def _weekly(self, day: date, owner: Owner) -> _Day:
        weekdays = self.hours.get(owner)
        if not weekdays:
            return _Day(None, ReasonCode.NO_HOURS)
        if day.weekday() not in weekdays:
            return _Day(None, ReasonCode.WEEKLY_CLOSED)
        return _Day(self._span(day, *weekdays[day.weekday()]))

    def _span(self, day: date, opens: time, closes: time) -> Span:
        return Span(datetime.combine(day, opens, self.tzinfo), datetime.combine(day, closes, self.tzinfo))

    def _halts(self, span: Span, owners: tuple[UUID, ...]) -> list[_Halt]:
        """Every break and pause that touches the span; the one that ends last comes first, to name the reason."""
        day = span.opens_at.date()
        halts = [
            _Halt(here.opens_at, here.closes_at, ReasonCode.BREAK, rule.reason)
            for owner in (None, *owners)
            for rule in self.breaks.get(owner, ())
            if rule.weekday in (None, day.weekday())
            for here in [self._span(day, rule.starts, rule.ends)]
        ]
        halts += [_Halt(pause.starts_at, pause.ends_at, ReasonCode.PAUSE, pause.reason) for pause in self.pauses]
        touching = [halt for halt in halts if halt.starts_at < span.closes_at and halt.ends_at > span.opens_at]
        return sorted(touching, key=lambda halt: halt.ends_at, reverse=True)

    def _closed(self, here: datetime, owners: tuple[UUID, ...], code: ReasonCode, detail: str = "") -> OpenState:
        opens_at = self._next_opening(here, owners)
        return OpenState(OpenKind.CLOSED, code, opens_at, opens_at, detail=detail, weekday=here.weekday())

    def _next_opening(self, here: datetime, owners: tuple[UUID, ...]) -> datetime | None:
        for ahead in range(LOOK_AHEAD_DAYS + 1):
            span = self._day(here.date() + timedelta(days=ahead), owners).span
            if span is None or span.closes_at <= here:
                continue
            for part in _serving(span, self._halts(span, owners)):
                if part.opens_at > here:
                    return part.opens_at
        return None


def _cut(day: _Day, bound: Span) -> _Day:
    if day.span is None:
        return day
    opens_at, closes_at = max(day.span.opens_at, bound.opens_at), min(day.span.closes_at, bound.closes_at)
    if opens_at >= closes_at:
        # The mall is open only while this one is not: for visitors that is a closed day.
        return _Day(None, day.code if day.code is ReasonCode.SPECIAL_DAY else ReasonCode.WEEKLY_CLOSED, day.detail)
    return _Day(Span(opens_at, closes_at), day.code, day.detail)


def _serving(span: Span, halts: list[_Halt]) -> list[Span]:
    """The parts of a day in which somebody serves, in order."""
    return list(_between(span, sorted(halts, key=lambda halt: halt.starts_at)))


def _between(span: Span, halts: list[_Halt]) -> Iterator[Span]:
    free_from = span.opens_at
    for halt in halts:
        if halt.starts_at > free_from:
            yield Span(free_from, halt.starts_at)
        free_from = max(free_from, halt.ends_at)
    if free_from < span.closes_at:
        yield Span(free_from, span.closes_at)


def _merged(spans: list[Span]) -> list[Span]:
    """Spans in order of opening, those that touch or overlap as one."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.opens_at <= merged[-1].closes_at:
            merged[-1] = Span(merged[-1].opens_at, max(merged[-1].closes_at, span.closes_at))
        else:
            merged.append(span)
    return merged


def _overlap(parts: tuple[Span, ...], duties: list[Span]) -> Iterator[Span]:
    for part in parts:
        for duty in duties:
            opens_at, closes_at = max(part.opens_at, duty.opens_at), min(part.closes_at, duty.closes_at)
            if opens_at < closes_at:
                yield Span(opens_at, closes_at)
