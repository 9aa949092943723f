"""The services that a mall's visitors take most at this hour: what the kiosk offers before anybody types."""

from collections import Counter
from datetime import date, datetime, timedelta
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from django.db.models import Min

from pendopo.catalogue.models import Service
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date, zone
from pendopo.queue.models import Ticket

_DAYS = 14
_HOURS_AROUND = 1
# What is taken in this hour weighs more than what is taken at all.
_WEIGHT_OF_THE_HOUR = 3
_KEPT_FOR = timedelta(minutes=10)
_TICKETS = 20_000


class _Kept(NamedTuple):
    until: datetime
    catalogue_version: int
    hour: int
    services: tuple[UUID, ...]


_kept: dict[UUID, _Kept] = {}
_kept_lock = Lock()


def most_taken(mall: Mall, at: datetime, *, at_most: int = 10) -> tuple[UUID, ...]:
    """Ids of services, most taken first; a young mall offers the first service of each line.

    Looked up at most every ten minutes and at every change of hour or master data: nobody waits for statistics at a kiosk.
    """
    hour = at.astimezone(zone(mall.time_zone)).hour
    kept = _kept.get(mall.id)
    if kept and kept.catalogue_version == mall.catalogue_version and kept.hour == hour and at <= kept.until <= at + _KEPT_FOR:
        return kept.services[:at_most]
    services = _look_up(mall, at, hour)
    with _kept_lock:
        _kept[mall.id] = _Kept(at + _KEPT_FOR, mall.catalogue_version, hour, services)
    return services[:at_most]


def _look_up(mall: Mall, at: datetime, hour: int) -> tuple[UUID, ...]:
    today = business_date(at, mall.time_zone)
    counted = _counted(mall, today, hour)
    offered = set(
        Service.objects.filter(mall=mall, active=True, agency__active=True, line__active=True).values_list("id", flat=True)
    )
    often = [service for service, _count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])) if service in offered]
    others = [service for service in _first_of_each_line(mall) if service in offered and service not in counted]
    return tuple((often + others)[:50])


def _counted(mall: Mall, today: date, hour: int) -> Counter[UUID]:
    """How often each service was taken in the last two weeks."""
    counted: Counter[UUID] = Counter()
    here = zone(mall.time_zone)
    days = [today - timedelta(days=ahead) for ahead in range(_DAYS + 1)]
    rows = Ticket.objects.filter(mall=mall, business_date__in=days).order_by("-taken_at").values_list("service_id", "taken_at")
    for service, taken_at in rows[:_TICKETS]:
        near = abs(taken_at.astimezone(here).hour - hour) <= _HOURS_AROUND
        counted[service] += _WEIGHT_OF_THE_HOUR if near else 1
    return counted


def _first_of_each_line(mall: Mall) -> list[UUID]:
    firsts = (
        Service.objects.filter(mall=mall, active=True, line__active=True)
        .values("line")
        .annotate(first=Min("code"), prefix=Min("line__prefix"))
        .order_by("prefix", "line")
        .values_list("first", flat=True)
    )
    by_code = dict(Service.objects.filter(mall=mall, code__in=list(firsts)).values_list("code", "id"))
    return [by_code[code] for code in firsts if code in by_code]
