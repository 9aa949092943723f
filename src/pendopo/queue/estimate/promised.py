"""The minutes at the counter that each service's standard promises: what an estimate begins with."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from pendopo.catalogue.models import ServiceStandard
from pendopo.directory.kept import Kept
from pendopo.directory.models import Mall

_kept: Kept[Mapping[UUID, int]] = Kept()


def promised_minutes(mall: Mall, today: date) -> Mapping[UUID, int]:
    """By service, from the version in force; a service without one has its line's minutes. One query."""
    published = Q(published_on__isnull=True) | Q(published_on__lte=today)
    rows = ServiceStandard.objects.filter(published, service__mall=mall, service__active=True)
    # The last one of each service wins.
    in_order = rows.order_by("service_id", "version").values_list("service_id", "counter_minutes")
    return {service: minutes for service, minutes in in_order if minutes > 0}


def kept_promises(mall: Mall, today: date) -> Mapping[UUID, int]:
    """The same, without a query while the mall's `catalogue_version` (as just read by the caller) and the day are the same."""
    return _kept.of(mall, lambda: promised_minutes(mall, today), today)
