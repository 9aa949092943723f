"""Take a number by phone: from home, where it is held until one arrives, or in the hall, where it joins the line at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from pendopo.directory.doors import public_mall
from pendopo.directory.models import Mall
from pendopo.journal.events import effect_of
from pendopo.kernel import clock
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.models import Channel
from pendopo.queue.reads.phone import KnownNumber, PhoneOffer, known_numbers, phone_offer
from pendopo.queue.take_ticket import Taken, take_ticket
from pendopo.web.audience import Audience, audience
from pendopo.web.issuing import why_not
from pendopo.web.network import network_of
from pendopo.web.ticket import offers
from pendopo.web.ticket.browser import HOLDS_AS_TAKER, is_in_hall, known_codes, prove_holder, remember_code
from pendopo.web.ticket.visit import frame, speaking

HELD_AT_MOST = 3
_ACTOR = "visitor"


class TooManyHeld(DomainError):
    code = "ticket.too_many_held"
    status = 429
    message = _(
        "This phone already holds %(count)s numbers for today: %(numbers)s. Use or cancel one of them before you take another."
    )


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, mall_code: str, service_code: str) -> HttpResponse:
    """How the line stands now, and the button that takes a number. The key in the form makes every repetition one number."""
    mall, at = public_mall(mall_code), clock.now()
    in_hall = is_in_hall(request, mall.id, at)
    with speaking(get_language() or "id", mall):
        offer = phone_offer(mall, service_code, at, in_hall=in_hall)
        if request.method == "GET":
            return _show(request, mall, offer, at)
        try:
            taken = _take(request, mall, offer, at)
        except NotFound:
            raise
        except DomainError as refusal:
            return _show(request, mall, offer, at, refusal=refusal)
    response = HttpResponse(status=303, headers={"Location": reverse("web:ticket", args=[taken.code])})
    remember_code(request, response, taken.code)
    prove_holder(response, visit=taken.visit, code=taken.code, at=at, lasts=HOLDS_AS_TAKER)
    return response


def key_in(form: object) -> UUID:
    """The form's command key; a form without one is a command of its own."""
    try:
        return UUID(str(form))
    except ValueError:
        return uuid7()


def _take(request: HttpRequest, mall: Mall, offer: PhoneOffer, at: datetime) -> Taken:
    key = key_in(request.POST.get("kunci"))
    if offer.channel == Channel.HOME and effect_of(key, actor=_ACTOR) is None:
        refuse_too_many_held(known_numbers(known_codes(request), mall, at))
    priority = request.POST.get("priority", "none")
    return take_ticket(
        mall=mall.id, service=offer.service.page.id, channel=offer.channel, actor=_ACTOR, at=at, command_key=key,
        priority=priority if priority in offer.service.priorities else "none", language=get_language() or "id",
        network=network_of(request),
    )  # fmt: skip


def refuse_too_many_held(numbers: Sequence[KnownNumber]) -> None:
    """A friendly word for somebody who lost track; what a script may take, its network's tally says. Raises TooManyHeld."""
    held = [number.label for number in numbers if number.held]
    if len(held) >= HELD_AT_MOST:
        raise TooManyHeld(count=len(held), numbers=", ".join(held))


def _show(
    request: HttpRequest, mall: Mall, offer: PhoneOffer, at: datetime, *, refusal: DomainError | None = None
) -> HttpResponse:
    service = offer.service
    issuing, load = service.offer.issuing, service.offer.load
    context = {
        **frame(mall, at), "offer": offer, "service": service, "page": service.page, "refusal": refusal, "key": uuid7(),
        "why_not": why_not(issuing, service.today) if issuing else "", "busy": offers.busy_words(load) if load else (),
        "mine": known_numbers(known_codes(request), mall, at), "today": service.today, "at_home": offer.channel == Channel.HOME,
    }  # fmt: skip
    return render(request, "ticket/take.html", context, status=refusal.status if refusal else 200)
