"""The doors of holidays: whose holidays somebody may write, and those that a mall keeps."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pendopo.directory.doors import MANAGING, posts_of
from pendopo.directory.models import Holiday, HolidayKind, Mall, Region, Role, SpecialDay
from pendopo.directory.opening import region_and_parents
from pendopo.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A holiday that the mall keeps. `region_name` is empty for the nation; `mine`: whoever looks may correct it."""

    id: UUID
    date: date
    name: str
    kind: str
    kind_word: str
    region_code: str
    region_name: str
    mine: bool
    #: What the mall does on that day all the same, where it was decided: a special day of its own.
    open_all_the_same: str


@dataclass(frozen=True, slots=True)
class SpecialRow:
    """A single day of the mall, an agency or a counter. `target` is the owner as the page of opening hours names it."""

    date: date
    target: str
    owner: str
    reason: str
    opens: object
    closes: object


def writable_regions(user: Any, mall: Mall, at: datetime) -> tuple[Region | None, ...]:
    """The regions for which this person writes holidays: the mall's own for those who run it; the system administrator also those
    around it and the nation (None), which ship with the product and are shared by all malls."""
    roles = {post.role for post in posts_of(user, at, roles=MANAGING) if post.mall_id == mall.id}
    if not roles:
        return ()
    codes = region_and_parents(mall.region_id) if Role.SYSTEM in roles else [mall.region_id]
    found = {region.code: region for region in Region.objects.filter(code__in=codes)}
    regions: list[Region | None] = [found[code] for code in codes if code in found]
    return (*regions, None) if Role.SYSTEM in roles else tuple(regions)


def holiday_for(user: Any, mall: Mall, holiday_id: UUID, at: datetime) -> Holiday:
    """A holiday that this person may correct. Raises NotFound."""
    codes = [region.code if region else "" for region in writable_regions(user, mall, at)]
    found = Holiday.objects.filter(pk=holiday_id, region_code__in=codes).first()
    if found is None:
        raise NotFound
    return found


def holidays_of(mall: Mall, first: date, last: date, *, writable: tuple[Region | None, ...]) -> tuple[HolidayRow, ...]:
    """Those of the nation, the mall's region and the regions around it, by day; three queries."""
    places = region_and_parents(mall.region_id)
    names = dict(Region.objects.filter(code__in=places).values_list("code", "name"))
    mine = {region.code if region else "" for region in writable}
    own = dict(
        SpecialDay.objects.filter(
            mall=mall, agency=None, counter=None, opens__isnull=False, date__range=(first, last)
        ).values_list("date", "reason")
    )
    rows = Holiday.objects.filter(region_code__in=["", *places], date__range=(first, last)).order_by(
        "date", "region_code", "name"
    )
    return tuple(
        HolidayRow(
            row.id, row.date, row.name, row.kind, str(HolidayKind(row.kind).label), row.region_code,
            names.get(row.region_code, row.region_code), row.region_code in mine, own.get(row.date, ""),
        )
        for row in rows
    )  # fmt: skip


def special_days_of(mall: Mall, first: date, last: date) -> tuple[SpecialRow, ...]:
    """Single days of the mall, of agencies and of counters, by day; one query."""
    rows = SpecialDay.objects.filter(mall=mall, date__range=(first, last)).select_related("agency", "counter")
    found = []
    for row in rows.order_by("date", "agency__short_name", "counter__number", "pk"):
        target, owner = "mal", ""
        if row.agency is not None:
            target, owner = f"instansi:{row.agency.code}", row.agency.short_name
        elif row.counter is not None:
            target, owner = f"loket:{row.counter.code}", str(row.counter)
        found.append(SpecialRow(row.date, target, owner, row.reason, row.opens, row.closes))
    return tuple(found)
