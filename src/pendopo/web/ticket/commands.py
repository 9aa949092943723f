"""What a visitor does with a visit: check in, come back after a missed call, give a number up."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.cancel import TooLateToCancel, cancel
from pendopo.queue.check_in import NotHeld, check_in
from pendopo.queue.doors import ticket_of
from pendopo.queue.models import Ticket, TicketState
from pendopo.queue.reads.ticket import ticket_page
from pendopo.queue.rejoin import rejoin
from pendopo.web.audience import Audience, audience
from pendopo.web.ticket.listen import listening_address
from pendopo.web.ticket.state import show_ticket_page
from pendopo.web.ticket.visit import Visitor, back_to_ticket, visit_frame, visit_page

_ACTOR = "visitor"


class NotInHall(DomainError):
    code = "ticket.not_in_hall"
    status = 403
    message = _(
        "Numbers join the line in the hall. Scan the QR code on a display there, or show your code at a kiosk or to an officer."
    )


@audience(Audience.TICKET)
@require_POST
@visit_page
def arrive(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every held number of the visit joins its line, when this phone has shown that it is in the hall."""
    return _obeyed(request, visitor, lambda: _arrive(visitor))


@audience(Audience.TICKET)
@require_POST
@visit_page
def come_back(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """One tap after a missed call. Pressed twice, it has been done."""
    ticket = _ticket(request, visitor)
    if ticket.state == TicketState.WAITING:
        return back_to_ticket(visitor, ticket.label)
    return _obeyed(request, visitor, lambda: rejoin(ticket=ticket, actor=_ACTOR, at=visitor.at), ticket.label)


@audience(Audience.TICKET)
@require_http_methods(["GET", "POST"])
@visit_page
def give_up(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Asks first: a number given up does not come back."""
    if request.method == "GET":
        return _ask_whether_to_give_up(request, visitor)
    ticket = _ticket(request, visitor)
    if ticket.state == TicketState.CANCELLED:
        return back_to_ticket(visitor, ticket.label)
    return _obeyed(request, visitor, lambda: cancel(ticket=ticket, actor=_ACTOR, at=visitor.at), ticket.label)


def _ask_whether_to_give_up(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    page = ticket_page(visitor.visit, visitor.at, chosen=request.GET.get("n", ""))
    if "cancel" not in page.main.verbs:
        ticket = ticket_of(visitor.visit, page.main.id)
        refusal = TooLateToCancel(ticket=ticket.label, state=ticket.get_state_display())
        return show_ticket_page(request, visitor, refusal=refusal)
    context = {
        **visit_frame(visitor), "main": page.main, "listening_address": listening_address(request, visitor.visit),
    }  # fmt: skip
    return render(request, "ticket/give_up.html", context)


def _arrive(visitor: Visitor) -> None:
    tickets = Ticket.objects.filter(visit=visitor.visit).select_related("line", "mall").order_by("taken_at", "pk")
    held = [ticket for ticket in tickets if ticket.state == TicketState.HELD]
    if held and not visitor.in_hall:
        raise NotInHall
    for ticket in held:
        check_in(ticket=ticket, through="hall", actor=_ACTOR, at=visitor.at)
    if not held and all(ticket.state == TicketState.LAPSED for ticket in tickets):
        # Raises HoldLapsed: what was held is not any more.
        check_in(ticket=tickets[0], through="hall", actor=_ACTOR, at=visitor.at)


def _ticket(request: HttpRequest, visitor: Visitor) -> Ticket:
    try:
        return ticket_of(visitor.visit, UUID(request.POST.get("tiket", "")))
    except ValueError:
        raise NotFound from None


def _obeyed(request: HttpRequest, visitor: Visitor, verb: Callable[[], object], label: str = "") -> HttpResponse:
    """Do it and show the page; a refusal stands on the page as a sentence."""
    try:
        verb()
    except NotHeld:
        return back_to_ticket(visitor)
    except NotFound:
        raise
    except DomainError as error:
        return show_ticket_page(request, visitor, refusal=error)
    return back_to_ticket(visitor, label)
