"""What is over: visits whose personal data have been kept long enough. The worker erases them, a few at a time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.privacy.erase_visit import erase_overdue_visits
from pendopo.privacy.keeping import days_of, usual_days
from pendopo.privacy.models import ErasedVisit, ServiceKeeping
from pendopo.queue.models import FINAL, Ticket, Visit

# So that a transaction of it lasts a few milliseconds on SQLite.
_AT_ONCE = 25
_BATCHES = 8
_SWEPT_FOR = timedelta(hours=1)
# A writer who waits for the sweep waits no longer than this.
_SWEEP_MILLISECONDS = 50


def erase_overdue(*, mall: Mall, at: datetime) -> int:
    """Erase at most two hundred overdue visits; returns how many, so that the caller comes again while there are more."""
    today, erased = business_date(at, mall.time_zone), 0
    for _batch in range(_BATCHES):
        found = list(overdue(mall, today)[:_AT_ONCE])
        if not found:
            break
        erase_overdue_visits(found, at=at)
        erased += len(found)
    return erased


def overdue(mall: Mall, today: date) -> QuerySet[Visit]:
    """Visits whose every service has let them go, oldest first. A number that is still open keeps its visit."""
    days = {one.service_id: days_of(one) for one in ServiceKeeping.objects.filter(mall=mall)}
    shortest = min([usual_days(), *days.values()])
    kept = Ticket.objects.filter(visit=OuterRef("pk")).filter(~Q(state__in=FINAL) | _still_kept(days, today))
    erased = ErasedVisit.objects.filter(visit=OuterRef("pk"))
    old = Visit.objects.filter(mall=mall, business_date__lt=today - timedelta(days=shortest))
    return old.filter(~Exists(kept), ~Exists(erased)).select_related("mall").order_by("business_date", "pk")


def sweep_log_after_erasing(*, at: datetime) -> None:
    """On SQLite, for an hour after something was erased: fold the log into the file and empty it, so that nothing lingers there.

    Where somebody else is writing or reading just then, the next round does it.
    """
    if connection.vendor == "sqlite" and ErasedVisit.objects.filter(erased_at__gt=at - _SWEPT_FOR).exists():
        sweep_log()


def sweep_log() -> None:
    with connection.cursor() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {_SWEEP_MILLISECONDS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")


def _still_kept(days: dict[UUID, int], today: date) -> Q:
    usual = ~Q(service__in=list(days)) & Q(business_date__gte=today - timedelta(days=usual_days()))
    for length, services in _by_length(days):
        usual |= Q(service__in=services, business_date__gte=today - timedelta(days=length))
    return usual


def _by_length(days: dict[UUID, int]) -> Iterator[tuple[int, list[UUID]]]:
    for length in sorted(set(days.values())):
        yield length, [service for service, its in days.items() if its == length]
