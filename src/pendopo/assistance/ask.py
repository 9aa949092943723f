"""Ask for assistance."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from pendopo.assistance.events import AssistanceAsked
from pendopo.assistance.models import OPEN, AskedFrom, Assistance, AssistanceKind, AssistanceState
from pendopo.directory.models import Device, Mall
from pendopo.journal.events import CommandRepeated, append, effect_of
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import writing
from pendopo.queue.models import Visit


class KindUnclear(DomainError):
    code = "assistance.kind_unclear"
    status = 400
    message = _("Please choose what help is needed.")


def ask_for_assistance(
    *, mall: Mall, kind: str, asked_from: str, actor: str, at: datetime, visit: Visit | None = None, device: Device | None = None,
    command_key: UUID | None = None,
) -> Assistance:  # fmt: skip
    """The same help for the same visit, or at the same kiosk, is asked for once while it is open. Raises KindUnclear."""
    if kind not in AssistanceKind.values:
        raise KindUnclear
    if already := _asked_before(mall, kind, actor, at, visit, device, command_key):
        return already
    try:
        with writing():
            return _ask(mall, kind, asked_from, actor, at, visit, device, command_key)
    except (CommandRepeated, IntegrityError):
        # Pressed twice at once: the other press asked.
        if already := _asked_before(mall, kind, actor, at, visit, device, command_key):
            return already
        raise


def _asked_before(
    mall: Mall, kind: str, actor: str, at: datetime, visit: Visit | None, device: Device | None, key: UUID | None
) -> Assistance | None:  # fmt: skip
    if effect := effect_of(key, actor=actor):
        return Assistance.objects.get(pk=effect.subject)
    return _open_one(mall, kind, visit, device, at)


def _ask(
    mall: Mall, kind: str, asked_from: str, actor: str, at: datetime, visit: Visit | None, device: Device | None, key: UUID | None
) -> Assistance:  # fmt: skip
    request = Assistance.objects.create(
        mall=mall, kind=kind, asked_from=AskedFrom(asked_from), visit=visit, device=device, state=AssistanceState.ASKED,
        business_date=business_date(at, mall.time_zone), changed_at=at, asked_at=at,
    )  # fmt: skip
    event = AssistanceAsked(
        kind=kind, asked_from=asked_from, visit=visit.id if visit else None, device=device.id if device else None
    )
    append(event, mall=mall.id, subject=request.id, at=at, actor=actor, command_key=key)
    return request


def _open_one(mall: Mall, kind: str, visit: Visit | None, device: Device | None, at: datetime) -> Assistance | None:
    if visit is None and device is None:
        return None
    of_today = Assistance.objects.filter(
        mall=mall, kind=kind, state__in=OPEN, business_date=business_date(at, mall.time_zone), visit=visit
    )
    return (of_today if visit else of_today.filter(device=device)).first()
