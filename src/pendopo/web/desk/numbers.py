"""Numbers an officer gives: for somebody without a phone, a further one for the visitor here, and those held from home."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.catalogue.models import PriorityClass
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.add_service import add_service
from pendopo.queue.check_in import check_in
from pendopo.queue.doors import held_tickets, ticket_at, visit_by_code
from pendopo.queue.holding import actor_of
from pendopo.queue.models import Channel, DeskLease, Visit
from pendopo.queue.take_ticket import Taken, take_ticket
from pendopo.web.addresses import public_address
from pendopo.web.desk.fields import the_id, wants_json
from pendopo.web.desk.screen import Notice
from pendopo.web.qr import qr

_PRIORITIES = frozenset(PriorityClass.values) - {PriorityClass.BOOKING.value}


class NothingHeld(DomainError):
    code = "desk.nothing_held"
    message = gettext_lazy("No number of this code waits for its visitor. Look for the number in the line instead.")


class CodeUnknown(DomainError):
    code = "desk.code_unknown"
    status = 404
    message = gettext_lazy("This code is not known here. It has ten signs, without 0, O, 1, I and L. Please compare it again.")


def take(request: HttpRequest, desk: DeskLease, form: QueryDict, at: datetime, key: UUID | None) -> Any:
    """Take a number for somebody who stands at the desk."""
    priority = form.get("prioritas") or PriorityClass.NONE.value
    language = form.get("bahasa", "id")
    taken = take_ticket(
        mall=desk.mall_id, service=the_id(form, "layanan"), channel=Channel.DESK, actor=actor_of(desk), at=at, command_key=key,
        priority=priority if priority in _PRIORITIES else PriorityClass.NONE.value,
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
    )  # fmt: skip
    return _told(request, taken)


def add(request: HttpRequest, desk: DeskLease, form: QueryDict, at: datetime, key: UUID | None) -> Any:
    """A further number for the visitor whose ticket is named."""
    ticket = ticket_at(desk, the_id(form, "tiket"))
    taken = add_service(
        visit=ticket.visit, service=the_id(form, "layanan"), actor=actor_of(desk), at=at, channel=Channel.DESK, command_key=key
    )
    return _told(request, taken)


def check_in_by_code(request: HttpRequest, desk: DeskLease, form: QueryDict, at: datetime) -> Any:
    """Let the numbers held under a dictated code join their lines. Raises CodeUnknown, NothingHeld, HoldLapsed."""
    visit = _visit_here(desk, form.get("kode", ""))
    held = held_tickets(visit)
    if not held:
        raise NothingHeld
    joined = [check_in(ticket=ticket, through="officer", actor=actor_of(desk), at=at) for ticket in held]
    if wants_json(request):
        return joined[0]
    labels = ", ".join(ticket.label for ticket in joined)
    return Notice("good", _("%(numbers)s is in the line now.") % {"numbers": labels}, _("The visitor will be called."))


def _visit_here(desk: DeskLease, typed: str) -> Visit:
    try:
        visit = visit_by_code(typed)
    except NotFound:
        raise CodeUnknown from None
    if visit.mall_id != desk.mall_id or visit.business_date != desk.business_date:
        raise CodeUnknown
    return visit


def _told(request: HttpRequest, taken: Taken) -> Any:
    if wants_json(request):
        return {
            "ticket": taken.ticket,
            "number": taken.label,
            "state": taken.state,
            "code": taken.code,
            "repeated": taken.repeated,
        }
    link = public_address(request, reverse("web:ticket", args=[taken.code]))
    title = _("Number %(number)s was taken.") % {"number": taken.label}
    return Notice("good", title, _("The visitor follows it with this code on the phone."), taken.label, link, qr(link))
