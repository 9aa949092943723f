"""How long personal data of a visit are kept, and what law holds them beyond the wish of the person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.models import Service
from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction
from pendopo.privacy.events import KeepingChanged
from pendopo.privacy.models import ServiceKeeping
from pendopo.queue.models import Visit

LONGEST_DAYS = 36_500


class HeldWithoutReason(DomainError):
    code = "privacy.held_without_reason"
    status = 422
    message = _("Please write which rule holds the records: whoever asks for erasure reads it.")


@dataclass(frozen=True, slots=True)
class Held:
    """A service's records that must stay: why, and until which day."""

    service: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class KeepingRow:
    """A service with the days that hold for it; `own` where they are not the installation's."""

    service: str
    name: str
    agency: str
    keep_days: int
    own: bool
    held_days: int | None
    held_reason: str


def usual_days() -> int:
    return int(settings.PERSONAL_DATA_DAYS)


@one_transaction
def set_keeping(
    *, service: Service, keep_days: int | None, held_days: int | None, held_reason: str, at: datetime, actor: str
) -> None:
    """Raises HeldWithoutReason. It holds at once, for past visits too."""
    reason = held_reason.strip() if held_days else ""
    if held_days and not reason:
        raise HeldWithoutReason
    values = {"mall_id": service.mall_id, "keep_days": keep_days, "held_days": held_days, "held_reason": reason}
    before = ServiceKeeping.objects.filter(service=service).values("mall_id", "keep_days", "held_days", "held_reason").first()
    if before == values:
        return
    ServiceKeeping.objects.update_or_create(service=service, defaults=values)
    append(KeepingChanged(keep_days, held_days), mall=service.mall_id, subject=service.id, at=at, actor=actor)


def keeping_of(mall: Mall) -> tuple[KeepingRow, ...]:
    """Every active service by agency and name; two queries."""
    own = _keepings(Service.objects.filter(mall=mall).values_list("pk", flat=True))
    services = (
        Service.objects.filter(mall=mall, active=True).select_related("agency").order_by("agency__short_name", "name", "pk")
    )
    return tuple(_row(service, own.get(service.id)) for service in services)


def held(visit: Visit) -> tuple[Held, ...]:
    """What law holds of this visit, whatever the day; the longest first. Two queries."""
    services = {ticket.service_id: ticket.service.name for ticket in visit.tickets.select_related("service")}
    found = [
        Held(services[one.service_id], one.held_reason, visit.business_date + timedelta(days=one.held_days))
        for one in _keepings(services).values() if one.held_days
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.until, one.service), reverse=True))


def held_on(visit: Visit, day: date) -> Held | None:
    """What still holds this visit on a day; the longest."""
    return next((one for one in held(visit) if one.until >= day), None)


def kept_until(visit: Visit) -> date:
    """The last day on which personal data of this visit are there, unless somebody wants them erased earlier. Two queries."""
    services = set(visit.tickets.values_list("service", flat=True))
    own = _keepings(services)
    days = max((days_of(own.get(service)) for service in services), default=usual_days())
    return visit.business_date + timedelta(days=days)


def days_of(own: ServiceKeeping | None) -> int:
    """How long: the days of the service or the installation, and never less than the law holds."""
    keep = own.keep_days if own and own.keep_days else usual_days()
    return max(keep, own.held_days if own and own.held_days else 0)


def _keepings(services: Iterable[UUID]) -> Mapping[UUID, ServiceKeeping]:
    return {one.service_id: one for one in ServiceKeeping.objects.filter(service__in=list(services))}


def _row(service: Service, own: ServiceKeeping | None) -> KeepingRow:
    keep = own.keep_days if own else None
    return KeepingRow(
        service.code, service.name, service.agency.short_name, keep or usual_days(), keep is not None,
        own.held_days if own else None, own.held_reason if own else "",
    )  # fmt: skip
