"""Add a holiday that the shipped data does not know: one of a region, or one decreed at short notice."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pendopo.directory.events import HolidayAdded
from pendopo.directory.holiday_history import keep_change, words_of
from pendopo.directory.models import Holiday, HolidayKind, Mall, Region
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction


class UnknownRegion(DomainError):
    code = "directory.unknown_region"
    status = 400
    message = _("%(code)s is no region code. Please write it as in 18 (a province) or 18.01 (a regency or city).")


@one_transaction
def add_holiday(
    *, day: date, name: str, at: datetime, actor: str, region_code: str = "", kind: HolidayKind | None = None
) -> Holiday:
    """Close the offices of a region (empty: of the nation) on this day; its malls follow at once. Twice is once.

    Without a kind it is a regional holiday there, a national one for the nation. A mall stays open on it by a special day.

    Raises UnknownRegion.
    """
    if region_code and not Region.objects.filter(code=region_code).exists():
        raise UnknownRegion(code=region_code)
    kind = kind or (HolidayKind.REGIONAL if region_code else HolidayKind.NATIONAL)
    existing = Holiday.objects.filter(date=day, name=name, region_code=region_code).first()
    if existing is not None:
        return existing
    holiday = Holiday.objects.create(date=day, kind=kind, name=name, region_code=region_code)
    malls_that_keep(region_code).update(catalogue_version=F("catalogue_version") + 1)
    keep_change(region_code=region_code, before=None, after=words_of(holiday), at=at, actor=actor)
    append(HolidayAdded(day.isoformat(), kind.value, region_code), mall=None, subject=holiday.id, at=at, actor=actor)
    return holiday


def malls_that_keep(region_code: str) -> QuerySet[Mall]:
    """The malls that a holiday of this region closes: those in it; of the nation, all."""
    if not region_code:
        return Mall.objects.all()
    return Mall.objects.filter(Q(region_id=region_code) | Q(region__code__startswith=f"{region_code}."))
