"""Correct a holiday: a decree moved it, its name was mistyped, or it is collective leave."""

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from pendopo.directory.add_holiday import malls_that_keep
from pendopo.directory.events import HolidayCorrected
from pendopo.directory.holiday_history import keep_change, words_of
from pendopo.directory.models import Holiday, HolidayKind
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction


class HolidayThereAlready(DomainError):
    code = "directory.holiday_there_already"
    message = _("A holiday of this name stands on that day already.")


@one_transaction
def correct_holiday(*, holiday: Holiday, day: date, name: str, kind: HolidayKind, at: datetime, actor: str) -> bool:
    """Its malls follow at once; returns whether anything changed. Raises HolidayThereAlready."""
    before = words_of(holiday)
    holiday.date, holiday.name, holiday.kind = day, name, kind
    after = words_of(holiday)
    if after == before:
        return False
    if Holiday.objects.filter(date=day, name=name, region_code=holiday.region_code).exclude(pk=holiday.pk).exists():
        raise HolidayThereAlready
    holiday.save(update_fields=["date", "name", "kind"])
    malls_that_keep(holiday.region_code).update(catalogue_version=F("catalogue_version") + 1)
    keep_change(region_code=holiday.region_code, before=before, after=after, at=at, actor=actor)
    facts = HolidayCorrected(before["date"], day.isoformat(), str(kind), holiday.region_code)
    append(facts, mall=None, subject=holiday.id, at=at, actor=actor)
    return True
