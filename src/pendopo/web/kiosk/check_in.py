"""Checking in at the kiosk: the code of a number from home, typed or scanned, joins its line."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.check_in import HoldLapsed, check_in
from pendopo.queue.doors import held_tickets, visit_at_kiosk
from pendopo.queue.models import Visit
from pendopo.queue.reads.slip import Slip, slip_of
from pendopo.web.audience import Audience, audience
from pendopo.web.kiosk.room import Kiosk, kiosk_page, show
from pendopo.web.kiosk.slip import show_slip

_LINK = re.compile(r"/t/([^/?#\s]+)")


class CodeNotKnown(DomainError):
    code = "kiosk.code_not_known"
    status = 404
    message = _("This code is not known here. Please look at it again letter by letter, or take a new number.")


class CodeOfAnotherDay(DomainError):
    code = "kiosk.code_of_another_day"
    message = _("This code is of another day. Please take a new number for today.")


class CodeUsedUp(DomainError):
    code = "kiosk.code_used_up"
    message = _("The visit of this code is over. Please take a new number.")


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def ask_code(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    return show(request, kiosk, "check_in.html", {"typed": "", "error": None})


@require_POST
@audience(Audience.DEVICE)
@kiosk_page
def arrive(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Every held number of the visit joins its line. Doing it twice shows the same numbers again."""
    typed = request.POST.get("kode", "")[:200]
    try:
        visit = _visit(kiosk, typed)
        lapsed = _join(visit, kiosk)
        slip = _slip(visit, kiosk, lapsed)
    except DomainError as error:
        return show(request, kiosk, "check_in.html", {"typed": _code_in(typed)[:12], "error": error}, status=error.status)
    return show_slip(request, kiosk, slip, address="/k/datang", again={"kode": visit.code})


def _visit(kiosk: Kiosk, typed: str) -> Visit:
    try:
        visit = visit_at_kiosk(kiosk.device, _code_in(typed))
    except NotFound:
        raise CodeNotKnown from None
    if visit.business_date != business_date(kiosk.at, kiosk.mall.time_zone):
        raise CodeOfAnotherDay
    return visit


def _join(visit: Visit, kiosk: Kiosk) -> HoldLapsed | None:
    """Let every held number join its line; a number that was held too long does not keep the others from it."""
    lapsed = None
    for ticket in held_tickets(visit):
        try:
            check_in(ticket=ticket, through="kiosk", actor=f"device:{kiosk.device.id}", at=kiosk.at)
        except HoldLapsed as error:
            lapsed = error
    return lapsed


def _slip(visit: Visit, kiosk: Kiosk, lapsed: HoldLapsed | None) -> Slip:
    try:
        return slip_of(visit, kiosk.at)
    except NotFound:
        raise lapsed or CodeUsedUp from None


def _code_in(typed: str) -> str:
    """The code itself, also out of the link that a scanner reads from a phone or a slip."""
    link = _LINK.search(typed)
    return link[1] if link else typed
