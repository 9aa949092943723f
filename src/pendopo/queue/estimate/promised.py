"""The minutes at the counter that each service's standard promises: what an estimate begins with."""

from collections.abc import Mapping
from datetime import date
from threading import Lock
from uuid import UUID

from django.db.models import Q

from pendopo.catalogue.models import ServiceStandard
from pendopo.directory.models import Mall

_KEPT_MALLS = 600
_kept: dict[UUID, tuple[int, date, Mapping[UUID, int]]] = {}
_kept_lock = Lock()


def promised_minutes(mall: Mall, today: date) -> Mapping[UUID, int]:
    """By service, from the version in force; a service without one has its line's minutes. One query."""
    published = Q(published_on__isnull=True) | Q(published_on__lte=today)
    rows = ServiceStandard.objects.filter(published, service__mall=mall, service__active=True)
    # The last one of each service wins.
    in_order = rows.order_by("service_id", "version").values_list("service_id", "counter_minutes")
    return {service: minutes for service, minutes in in_order if minutes > 0}


def kept_promises(mall: Mall, today: date) -> Mapping[UUID, int]:
    """The same, without a query while the mall's `catalogue_version` (as just read by the caller) and the day are the same."""
    kept = _kept.get(mall.id)
    if kept is not None and kept[:2] == (mall.catalogue_version, today):
        return kept[2]
    promises = promised_minutes(mall, today)
    with _kept_lock:
        if len(_kept) >= _KEPT_MALLS:
            _kept.clear()
        _kept[mall.id] = (mall.catalogue_version, today, promises)
    return promises
