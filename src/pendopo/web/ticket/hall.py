"""Behind the QR of the day: this phone is in the hall. Check in a number from home, or take one here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from pendopo.directory.doors import public_mall
from pendopo.directory.opening import kept_schedule_of
from pendopo.kernel import clock
from pendopo.queue.hall_token import is_hall_token
from pendopo.queue.reads.phone import known_numbers
from pendopo.web.audience import Audience, audience
from pendopo.web.ticket.browser import is_in_hall, known_codes, prove_in_hall
from pendopo.web.ticket.offers import choices
from pendopo.web.ticket.visit import frame, speaking


@audience(Audience.PUBLIC)
@require_GET
def enter(request: HttpRequest, mall_code: str, token: str) -> HttpResponse:
    """The scanned address: leaves the proof in this browser and goes on, so that nobody hands the day's word on by a link."""
    mall, at = public_mall(mall_code), clock.now()
    if not is_hall_token(token, mall=mall.id, business_date=clock.business_date(at, mall.time_zone)):
        with speaking(get_language() or "id", mall):
            return render(request, "ticket/not_in_hall.html", {**frame(mall, at), "stale": True}, status=404)
    response = HttpResponse(status=303, headers={"Location": reverse("web:hall", args=[mall.code])})
    prove_in_hall(response, mall.id, at)
    return response


@audience(Audience.PUBLIC)
@require_GET
def hall(request: HttpRequest, mall_code: str) -> HttpResponse:
    """Welcome: the numbers this browser knows, and a search for a new one."""
    mall, at = public_mall(mall_code), clock.now()
    with speaking(get_language() or "id", mall):
        if not is_in_hall(request, mall.id, at):
            return render(request, "ticket/not_in_hall.html", {**frame(mall, at), "stale": False}, status=403)
        today = clock.business_date(at, mall.time_zone)
        context = {
            **frame(mall, at), "mine": known_numbers(known_codes(request), mall, at), "state": kept_schedule_of(mall).state(at),
            "today": today, "offered": choices(mall, request.GET.get("q", "")[:120], at, today), "greeting": mall.greeting,
        }  # fmt: skip
        return render(request, "ticket/hall.html", context)
