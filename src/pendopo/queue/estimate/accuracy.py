"""How often ranges were right lately; and the lines of which only the people ahead are told, because they were not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet, Sum

from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.queue.models import PromiseDay

#: The rule: over these days, with so many numbers called, four of five should wait no longer than told.
DAYS = 14
ENOUGH = 30
#: Fewer than this share kept, or more than that share called before the range: only people ahead are told.
LEAST_KEPT, MOST_SOONER = 0.65, 0.85
WANTED_KEPT = 0.80


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of `told` numbers that were called, how many waited no longer than told, and how many were called before the range."""

    told: int = 0
    kept: int = 0
    sooner: int = 0

    @property
    def kept_share(self) -> float:
        return self.kept / self.told if self.told else 0.0

    @property
    def sooner_share(self) -> float:
        return self.sooner / self.told if self.told else 0.0

    @property
    def kept_of_hundred(self) -> int:
        return round(100 * self.kept_share)

    @property
    def sooner_of_hundred(self) -> int:
        return round(100 * self.sooner_share)

    @property
    def enough(self) -> bool:
        return self.told >= ENOUGH

    @property
    def poor(self) -> bool:
        """Enough was seen, and it was wrong too often."""
        return self.enough and (self.kept_share < LEAST_KEPT or self.sooner_share > MOST_SOONER)

    def plus(self, other: "Accuracy") -> "Accuracy":
        return Accuracy(self.told + other.told, self.kept + other.kept, self.sooner + other.sooner)


@dataclass(frozen=True, slots=True)
class LineAccuracy:
    name: str
    agency: str
    prefix: str
    zone_letter: str
    whole: Accuracy


@dataclass(frozen=True, slots=True)
class DayAccuracy:
    day: date
    whole: Accuracy


@dataclass(frozen=True, slots=True)
class AccuracyPage:
    """The last `DAYS` days of a mall; lines by prefix, days from the latest back. Only those with something to say."""

    since: date
    whole: Accuracy
    lines: tuple[LineAccuracy, ...]
    days: tuple[DayAccuracy, ...]


def accuracy_of_lines(mall: Mall, at: datetime) -> Mapping[UUID, Accuracy]:
    """One query."""
    rows = _recent(mall, at).values_list("line_id").annotate(Sum("told"), Sum("kept"), Sum("sooner")).order_by()
    return {line: Accuracy(told, kept, sooner) for line, told, kept, sooner in rows}


def poor_lines(mall: Mall, at: datetime) -> frozenset[UUID]:
    """One query."""
    return frozenset(line for line, accuracy in accuracy_of_lines(mall, at).items() if accuracy.poor)


def accuracy_page(mall: Mall, at: datetime) -> AccuracyPage:
    """Three queries."""
    by_line = accuracy_of_lines(mall, at)
    lines = Line.objects.filter(pk__in=list(by_line)).select_related("agency", "zone").order_by("prefix")
    by_day = _recent(mall, at).values_list("business_date").annotate(Sum("told"), Sum("kept"), Sum("sooner"))
    whole = Accuracy()
    for accuracy in by_line.values():
        whole = whole.plus(accuracy)
    return AccuracyPage(
        since=_since(mall, at), whole=whole,
        lines=tuple(
            LineAccuracy(line.name, line.agency.short_name, line.prefix, line.zone.letter, by_line[line.id]) for line in lines
        ),
        days=tuple(
            DayAccuracy(day, Accuracy(told, kept, sooner)) for day, told, kept, sooner in by_day.order_by("-business_date")
        ),
    )  # fmt: skip


def _since(mall: Mall, at: datetime) -> date:
    return business_date(at, mall.time_zone) - timedelta(days=DAYS - 1)


def _recent(mall: Mall, at: datetime) -> QuerySet[PromiseDay]:
    return PromiseDay.objects.filter(mall=mall, business_date__gte=_since(mall, at))
