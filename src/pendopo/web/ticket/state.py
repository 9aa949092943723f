"""The page of a visit, and the part of it that changes."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from pendopo.kernel.clock import zone
from pendopo.kernel.errors import DomainError
from pendopo.queue.reads.ticket import Face, TicketCard, TicketPage, ticket_page
from pendopo.queue.send_home import ENDED_BECAUSE
from pendopo.web.addresses import public_address
from pendopo.web.audience import Audience, audience
from pendopo.web.components import formats
from pendopo.web.components.words import STATES
from pendopo.web.counters import counter_range
from pendopo.web.qr import qr
from pendopo.web.ticket import words
from pendopo.web.ticket.history import park_words, steps_of
from pendopo.web.ticket.listen import channels, let_listen, listening_address
from pendopo.web.ticket.visit import Visitor, visit_frame, visit_page

# A call older than this is shown, but the phone is not shaken for it any more.
_FRESH_SECONDS = 90


@audience(Audience.TICKET)
@require_GET
@visit_page
def ticket(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    return show_ticket_page(request, visitor)


@audience(Audience.TICKET)
@require_GET
@visit_page
def state(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The changing part alone; 304 while nothing on it has changed."""
    page = ticket_page(visitor.visit, visitor.at, chosen=request.GET.get("n", ""))
    tag = _tag(page, visitor)
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = render(request, "ticket/state.html", _context(request, visitor, page))
    response.headers["ETag"] = tag
    # A script that keeps its page at 304 still says when it last asked.
    response.headers["X-Time"] = formats.clock(visitor.at.astimezone(zone(visitor.mall.time_zone)), language=_language())
    response.headers["Cache-Control"] = "private, no-cache"
    let_listen(response, visitor.visit, page, visitor.at)
    return response


def show_ticket_page(request: HttpRequest, visitor: Visitor, *, refusal: DomainError | None = None) -> HttpResponse:
    """The whole page; with a refusal, its sentence on top and its status."""
    page = ticket_page(visitor.visit, visitor.at, chosen=request.GET.get("n", "") or request.POST.get("n", ""))
    link = public_address(request, reverse("web:ticket", args=[visitor.visit.code]))
    context = {
        **_context(request, visitor, page), "refusal": refusal, "qr": qr(link), "tag": _tag(page, visitor),
        "state_url": reverse("web:ticket_state", args=[visitor.visit.code]),
        "listening_address": listening_address(request, visitor.visit), "called": page.main.face is Face.CALLED,
    }  # fmt: skip
    response = render(request, "ticket/ticket.html", context, status=refusal.status if refusal else 200)
    let_listen(response, visitor.visit, page, visitor.at)
    return response


def _context(request: HttpRequest, visitor: Visitor, page: TicketPage) -> dict[str, Any]:
    main = page.main
    return {
        **visit_frame(visitor), "page": page, "main": main, "ended": ENDED_BECAUSE.get(main.end_reason),
        "others": [(card, STATES[card.face]) for card in page.others], "title": words.title(main), "said": words.said(main),
        "minutes": words.minutes(main.waiting) if main.waiting else "", "steps": steps_of(page),
        "counters": counter_range([counter.number for counter in main.counters]), "today": visitor.today,
        "park_words": park_words(main.park_reason), "ahead_bar": _ahead_bar(main),
        "channels": _short_hash(channels(visitor.visit, page)), "ranges": _ranges(main), "ways": _ways(page),
        "fresh_call": _fresh_call(main, visitor), "business_day": page.business_date,
    }  # fmt: skip


def _language() -> str:
    return formats.written_language(get_language())


def _tag(page: TicketPage, visitor: Visitor) -> str:
    """Of everything that decides what is shown; the instant of asking is not among it."""
    return f'"{_short_hash((page, visitor.in_hall, visitor.today, get_language()))}"'


def _short_hash(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _ahead_bar(card: TicketCard) -> str:
    """Twelve people drawn as marks: those who wait before one, and the places already passed."""
    ahead = min(card.waiting.ahead, 12) if card.waiting else 0
    return "-" * (12 - ahead) + "+" * ahead


def _ranges(card: TicketCard) -> str:
    """The range for each number of people ahead, "1-15 8-30", by which the phone keeps itself right between two answers.

    Where that place has no minutes, "?": the phone asks then.
    """
    return " ".join(f"{one.low}-{one.high}" if one.in_minutes else "?" for one in card.waiting.ranges) if card.waiting else ""


def _ways(page: TicketPage) -> str:
    """A line for each counter that may call this visit, `3|right|A|Dekat musala`: a call is shown the moment it is heard."""
    places = {counter.number: (counter, card) for card in page.tickets if not card.over for counter in card.counters}
    return "\n".join(f"{number}|{at.direction}|{card.zone.letter}|{at.hint}" for number, (at, card) in places.items())


def _fresh_call(card: TicketCard, visitor: Visitor) -> str:
    """Names this very call while it is young; the phone is shaken once for each."""
    if card.face is not Face.CALLED or card.called_at is None:
        return ""
    young = (visitor.at - card.called_at).total_seconds() < _FRESH_SECONDS
    return f"{card.label}/{card.calls}" if young else ""
