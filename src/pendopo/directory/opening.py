"""Opening hours read from the database once; every screen's answer is computed from them (`schedule`).

schedule = kept_schedule_of(mall)
schedule.state(at)                           the hall
schedule.state(at, agency_id=agency.id)      one agency
schedule.span(day, counter_id=counter.id)    one counter's day
schedule.expected(day, counter.id)           the times at which somebody should be at the counter
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, time
from uuid import UUID

from pendopo.directory.kept import Kept
from pendopo.directory.models import Break, Counter, Duty, Holiday, Hours, Mall, Pause, SpecialDay
from pendopo.directory.open_state import OpenKind, OpenState, ReasonCode
from pendopo.directory.schedule import BreakRule, DayRule, DutyRule, Owner, PauseRule, Schedule, Span
from pendopo.kernel.clock import zone

__all__ = ["OpenKind", "OpenState", "ReasonCode", "Schedule", "Span", "kept_schedule_of", "schedule_of"]

# The latest pauses are enough: older ones lie in days that nobody asks about any more.
_PAUSES = 100
_kept: Kept[Schedule] = Kept()


def schedule_of(mall: Mall) -> Schedule:
    """All opening rules of the mall, in seven queries whatever the number of agencies, counters and days."""
    return Schedule(
        time_zone=mall.time_zone,
        hours=_hours(mall),
        breaks=_breaks(mall),
        special_days={
            (_owner(agency, counter), day): DayRule(opens, closes, reason)
            for agency, counter, day, opens, closes, reason in SpecialDay.objects.filter(mall=mall).values_list(
                "agency_id", "counter_id", "date", "opens", "closes", "reason"
            )
        },
        holidays=_holidays(mall),
        pauses=tuple(
            PauseRule(starts_at.astimezone(zone(mall.time_zone)), ends_at.astimezone(zone(mall.time_zone)), reason)
            for starts_at, ends_at, reason in Pause.objects.filter(mall=mall)
            .order_by("-ends_at", "pk")
            .values_list("starts_at", "ends_at", "reason")[:_PAUSES]
        ),
        agency_of_counter=dict(Counter.objects.filter(mall=mall).values_list("id", "agency_id")),
        duties=_duties(mall),
    )


def kept_schedule_of(mall: Mall) -> Schedule:
    """The same, without a query while the mall's `catalogue_version` (as just read by the caller) is unchanged."""
    return _kept.of(mall, lambda: schedule_of(mall))


def _hours(mall: Mall) -> Mapping[Owner, Mapping[int, tuple[time, time]]]:
    hours: dict[Owner, dict[int, tuple[time, time]]] = defaultdict(dict)
    rows = Hours.objects.filter(mall=mall).values_list("agency_id", "counter_id", "weekday", "opens", "closes")
    for agency, counter, weekday, opens, closes in rows:
        of_owner = hours[_owner(agency, counter)]
        # A day has one span; what lies between two rows of one weekday should be written as a break.
        earlier, later = of_owner.get(weekday, (opens, closes))
        of_owner[weekday] = (min(earlier, opens), max(later, closes))
    return dict(hours)


def _breaks(mall: Mall) -> Mapping[Owner, tuple[BreakRule, ...]]:
    breaks: dict[Owner, list[BreakRule]] = defaultdict(list)
    rows = Break.objects.filter(mall=mall).values_list("agency_id", "counter_id", "weekday", "starts", "ends", "reason")
    for agency, counter, weekday, starts, ends, reason in rows:
        breaks[_owner(agency, counter)].append(BreakRule(weekday, starts, ends, reason))
    return {owner: tuple(rules) for owner, rules in breaks.items()}


def _duties(mall: Mall) -> Mapping[UUID, tuple[DutyRule, ...]]:
    duties: dict[UUID, list[DutyRule]] = defaultdict(list)
    rows = Duty.objects.filter(mall=mall).values_list(
        "counter_id", "weekday", "date", "starts", "ends", "from_date", "until_date"
    )
    for counter, weekday, on_date, starts, ends, from_date, until_date in rows:
        duties[counter].append(DutyRule(weekday, on_date, starts, ends, from_date, until_date))
    return {counter: tuple(rules) for counter, rules in duties.items()}


def _holidays(mall: Mall) -> Mapping[date, str]:
    """The nation's holidays and those of the mall's own region and the regions around it."""
    named: dict[date, list[str]] = defaultdict(list)
    rows = Holiday.objects.filter(region_code__in=["", *region_and_parents(mall.region_id)])
    for day, name in rows.order_by("date", "kind", "name", "pk").values_list("date", "name"):
        named[day].append(name)
    return {day: _joined(names) for day, names in named.items()}


def _owner(agency: UUID | None, counter: UUID | None) -> Owner:
    return counter if agency is None else agency


def region_and_parents(code: str) -> list[str]:
    """`18.01` → `18.01`, `18`: a regency's mall also keeps the holidays of its province."""
    parts = code.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _joined(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
