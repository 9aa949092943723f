"""Taking a number at the kiosk: the one hot address of this room.

For a script (Accept: application/json) nothing happens but the verb's own statement. A person's page then reads what to show.
"""

from datetime import datetime
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from pendopo.catalogue.models import PriorityClass
from pendopo.directory.doors import read_device_cookie
from pendopo.directory.models import DeviceKind
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.keys import token_hash
from pendopo.queue.doors import ticket_at_kiosk, visit_at_kiosk
from pendopo.queue.reads.slip import slip_of
from pendopo.queue.show_ticket import show_ticket
from pendopo.queue.take_ticket import Taken, UnknownDevice, take_at_kiosk
from pendopo.web.audience import Audience, audience
from pendopo.web.devices import COOKIES, HOMES
from pendopo.web.kiosk.room import Kiosk, chosen_language, kiosk_page
from pendopo.web.kiosk.slip import show_slip
from pendopo.web.problems import problem

_COOKIE = COOKIES[DeviceKind.KIOSK]
# A visitor may ask to be put forward, but a booking is never claimed by a press.
_PRIORITIES = frozenset(PriorityClass.values) - {PriorityClass.BOOKING.value}


class TakingUnclear(DomainError):
    code = "kiosk.taking_unclear"
    status = 400
    message = _("The kiosk could not read what was pressed. Please begin again from the first screen.")


@require_POST
@audience(Audience.DEVICE)
def take(request: HttpRequest) -> HttpResponse:
    """Give a number. The same key always gets the same number back, whatever was lost on the way."""
    if "application/json" not in request.META.get("HTTP_ACCEPT", ""):
        return _take_for_a_person(request)
    language = chosen_language(request)
    with translation.override(language):
        try:
            taken = _take(request, clock.now(), language)
        except DomainError as error:
            return problem(request, error)
    document = {
        "number": taken.label, "code": taken.code, "ticket": taken.ticket, "state": taken.state, "repeated": taken.repeated,
    }  # fmt: skip
    return HttpResponse(orjson.dumps(document), content_type="application/json", headers={"Cache-Control": "no-store"})


@kiosk_page
def _take_for_a_person(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    taken = _take(request, kiosk.at, chosen_language(request))
    slip = slip_of(visit_at_kiosk(kiosk.device, taken.code), kiosk.at, ticket=taken.ticket)
    again = {name: request.POST[name] for name in ("layanan", "kunci", "prioritas") if name in request.POST}
    return show_slip(request, kiosk, slip, address="/k/nomor", again=again, to_confirm=taken.ticket)


@require_POST
@audience(Audience.DEVICE)
@kiosk_page
def confirm_shown(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The number was on the screen: from now on it is called."""
    ticket = ticket_at_kiosk(kiosk.device, _uuid(request.POST.get("tiket", "")))
    show_ticket(ticket=ticket, actor=f"device:{kiosk.device.id}", at=kiosk.at)
    if "application/json" in request.META.get("HTTP_ACCEPT", ""):
        return HttpResponse(status=204)
    return HttpResponse(status=303, headers={"Location": f"{HOMES[DeviceKind.KIOSK]}mulai"})


def _take(request: HttpRequest, at: datetime, language: str) -> Taken:
    form = request.POST
    try:
        device, token = read_device_cookie(request.COOKIES.get(_COOKIE, ""))
    except NotFound:
        raise UnknownDevice from None
    priority = form.get("prioritas") or PriorityClass.NONE.value
    if priority not in _PRIORITIES:
        raise TakingUnclear
    return take_at_kiosk(
        device=device, token_hash=token_hash(token), service=_uuid(form.get("layanan", "")), at=at,
        command_key=_uuid(form.get("kunci", "")), priority=priority, language=language,
    )  # fmt: skip


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise TakingUnclear from None
