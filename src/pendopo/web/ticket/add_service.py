"""A further service in the same visit: search, look at the line, take one more number behind the same link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from pendopo.journal.events import effect_of
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.add_service import add_service
from pendopo.queue.models import Channel
from pendopo.queue.reads.phone import PhoneOffer, known_numbers, phone_offer
from pendopo.queue.reads.ticket import TicketPage, ticket_page
from pendopo.queue.take_ticket import Taken
from pendopo.web.audience import Audience, audience
from pendopo.web.issuing import why_not
from pendopo.web.network import network_of
from pendopo.web.ticket import offers
from pendopo.web.ticket.browser import known_codes
from pendopo.web.ticket.listen import listening_address
from pendopo.web.ticket.state import show_ticket_page
from pendopo.web.ticket.take_number import key_in, refuse_too_many_held
from pendopo.web.ticket.visit import Visitor, back_to_ticket, visit_frame, visit_page


class VisitOfAnotherDay(DomainError):
    code = "ticket.visit_of_another_day"
    message = _("This visit is of another day. Please take a new number for today.")


@audience(Audience.TICKET)
@require_http_methods(["GET", "POST"])
@visit_page
def add(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    if not visitor.today:
        return show_ticket_page(request, visitor, refusal=VisitOfAnotherDay())
    page = ticket_page(visitor.visit, visitor.at)
    chosen = request.POST.get("layanan", "") or request.GET.get("pilih", "")
    if request.method == "GET" and not chosen:
        return _choose(request, visitor, page)
    here = page.here or visitor.in_hall
    offer = phone_offer(visitor.mall, chosen, visitor.at, in_hall=here)
    if request.method == "GET":
        return _look(request, visitor, page, offer)
    try:
        taken = _add(request, visitor, offer)
    except NotFound:
        raise
    except DomainError as refusal:
        return _look(request, visitor, page, offer, refusal=refusal)
    return back_to_ticket(visitor, taken.label)


def _add(request: HttpRequest, visitor: Visitor, offer: PhoneOffer) -> Taken:
    key = key_in(request.POST.get("kunci"))
    if offer.channel == Channel.HOME and effect_of(key, actor="visitor") is None:
        codes = {*known_codes(request), visitor.visit.code}
        refuse_too_many_held(known_numbers(tuple(codes), visitor.mall, visitor.at))
    return add_service(
        visit=visitor.visit, service=offer.service.page.id, actor="visitor", at=visitor.at, channel=offer.channel,
        command_key=key, network=network_of(request),
    )  # fmt: skip


def _choose(request: HttpRequest, visitor: Visitor, page: TicketPage) -> HttpResponse:
    today = business_date(visitor.at, visitor.mall.time_zone)
    context = {
        **visit_frame(visitor), "listening_address": listening_address(request, visitor.visit), "today": today,
        "offered": offers.choices(visitor.mall, request.GET.get("q", ""), visitor.at, today),
        "held": {card.service_code: card.label for card in page.tickets if not card.over},
    }  # fmt: skip
    return render(request, "ticket/choose_service.html", context)


def _look(
    request: HttpRequest, visitor: Visitor, page: TicketPage, offer: PhoneOffer, *, refusal: DomainError | None = None
) -> HttpResponse:
    service = offer.service
    issuing, load = service.offer.issuing, service.offer.load
    context = {
        **visit_frame(visitor), "listening_address": listening_address(request, visitor.visit), "offer": offer,
        "service": service, "page": service.page, "refusal": refusal, "key": uuid7(), "adding": True, "mine": (),
        "why_not": why_not(issuing, service.today) if issuing else "", "busy": offers.busy_words(load) if load else (),
        "today": service.today, "at_home": offer.channel == Channel.HOME,
        "already": next((card.label for card in page.tickets if card.service_code == service.page.code and not card.over), ""),
    }  # fmt: skip
    return render(request, "ticket/take.html", context, status=refusal.status if refusal else 200)
