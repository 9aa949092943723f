"""Take a holiday back: it was written by mistake, or a decree moved it."""

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from pendopo.directory.add_holiday import malls_that_keep
from pendopo.directory.events import HolidayRemoved
from pendopo.directory.holiday_history import keep_change, words_of
from pendopo.directory.models import Holiday
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction


class NoSuchHoliday(DomainError):
    code = "directory.no_such_holiday"
    status = 404
    message = _("There is no holiday of this name on %(day)s there. Please write name and region as they stand in the list.")


@one_transaction
def remove_holiday(*, day: date, name: str, at: datetime, actor: str, region_code: str = "") -> None:
    """Its malls open again at once. One that ships comes back with the next edition that has it. Raises NoSuchHoliday."""
    holiday = Holiday.objects.filter(date=day, name=name, region_code=region_code).first()
    if holiday is None:
        raise NoSuchHoliday(day=day.isoformat())
    holiday_id = holiday.id
    holiday.delete()
    malls_that_keep(region_code).update(catalogue_version=F("catalogue_version") + 1)
    keep_change(region_code=region_code, before=words_of(holiday), after=None, at=at, actor=actor)
    append(HolidayRemoved(day.isoformat(), holiday.kind, region_code), mall=None, subject=holiday_id, at=at, actor=actor)
