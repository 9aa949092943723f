"""The door to a visit's pages: the code in the address, the language chosen, the mall's own time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from pendopo.directory.models import Mall
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
from pendopo.kernel.identifiers import readable_code
from pendopo.kernel.steady_day import has_surely_begun
from pendopo.queue.doors import visit_by_code
from pendopo.queue.models import Visit
from pendopo.queue.settle_visit import settle_visit
from pendopo.web.ticket.browser import is_in_hall, remember_code


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who holds the code, at the instant of asking. `in_hall` is proven by the QR of the day."""

    visit: Visit
    at: datetime
    in_hall: bool

    @property
    def mall(self) -> Mall:
        return self.visit.mall

    @property
    def today(self) -> bool:
        """The visit is of the mall's present day."""
        return self.visit.business_date == clock.business_date(self.at, self.mall.time_zone)


Page = Callable[..., HttpResponse]


def visit_page(view: Page) -> Page:
    """Decorate a page of a visit: `view(request, visitor)`. A wrong or forged code is explained, with status 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, code: str) -> HttpResponse:
        try:
            visit = visit_by_code(code)
        except NotFound:
            return unknown_code(request, code)
        if code != visit.code and request.method == "GET":
            return HttpResponseRedirect(_written_well(request, visit.code))
        at = clock.now()
        sure = has_surely_begun(visit.mall.time_zone, clock.business_date(at, visit.mall.time_zone))
        settle_visit(visit=visit, at=at, day_is_sure=sure)
        visitor = Visitor(visit, at, is_in_hall(request, visit.mall_id, at))
        with speaking(_language(request, visit), visit.mall) as language:
            response = view(request, visitor)
        response.headers["Content-Language"] = language
        if visitor.today:
            remember_code(request, response, visit.code)
        return response

    return wrapped


def _written_well(request: HttpRequest, code: str) -> str:
    """This address with the code as it is kept, whatever signs stood between."""
    match = request.resolver_match
    address = reverse(match.view_name, args=[code]) if match else reverse("web:ticket", args=[code])
    return f"{address}?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else address


def unknown_code(request: HttpRequest, typed: str) -> HttpResponse:
    return render(request, "ticket/unknown.html", {"typed": typed[:24]}, status=404)


@contextmanager
def speaking(language: str, mall: Mall) -> Iterator[str]:
    """Words in this language and times of the mall, for whatever is rendered inside."""
    with translation.override(language), timezone.override(clock.zone(mall.time_zone)):
        yield language


def frame(mall: Mall, at: datetime) -> dict[str, Any]:
    """What every page of this room shows around its own content."""
    return {"mall": {"name": mall.name, "place": mall.region.name, "code": mall.code}, "now": at}


def visit_frame(visitor: Visitor) -> dict[str, Any]:
    code = visitor.visit.code
    return {
        **frame(visitor.mall, visitor.at), "code": code, "readable_code": readable_code(code),
        "ticket_url": reverse("web:ticket", args=[code]), "in_hall": visitor.in_hall,
    }  # fmt: skip


def back_to_ticket(visitor: Visitor, label: str = "") -> HttpResponse:
    address = reverse("web:ticket", args=[visitor.visit.code]) + (f"?n={label}" if label else "")
    return HttpResponse(status=303, headers={"Location": address})


def _language(request: HttpRequest, visit: Visit) -> str:
    """What was chosen in this browser, else what the visitor chose when the number was taken (at a kiosk, say)."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, visit.language)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
