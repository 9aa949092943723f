"""The public pages: parse, open the mall's door, read, render."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from pendopo.catalogue.reads import ServicePage, agencies_of, agency_page, service_page, services_of
from pendopo.catalogue.search import finder_of
from pendopo.directory.doors import public_mall
from pendopo.directory.hall_map import hall_map
from pendopo.directory.models import Mall
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.reads import facilities_of, mall_page, malls
from pendopo.kernel import clock
from pendopo.queue.estimate.accuracy import DAYS, ENOUGH, LEAST_KEPT, MOST_SOONER, accuracy_page
from pendopo.web.audience import Audience, audience
from pendopo.web.public.days_ahead import other_days
from pendopo.web.public.facility_icons import with_icons
from pendopo.web.public.life_events import event_of, events_of
from pendopo.web.public.page import public_page
from pendopo.web.public.portal import portal_page
from pendopo.web.public.service_answer import service_answer
from pendopo.web.public.service_lists import HITS_WHILE_TYPING, listed, plain_fee, service_list


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """The portal when this installation has one mall, else the choice of malls."""
    known = malls()
    if len(known) == 1:
        return _portal(request, public_mall(known[0].code))
    asked = request.GET.get("q", "").strip()[:80]
    chosen = [mall for mall in known if asked.lower() in f"{mall.name} {mall.region}".lower()]
    return render(request, "public/malls.html", {"malls": chosen, "question": asked, "total": len(known)})


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def portal(request: HttpRequest, mall: str) -> HttpResponse:
    return _portal(request, public_mall(mall))


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def search(request: HttpRequest, mall: str) -> HttpResponse:
    """Everybody's search; while somebody types, only the first hits are sent."""
    here = public_mall(mall)
    at = clock.now()
    typing = request.headers.get("HX-Request") == "true" and request.GET.get("ringkas") == "1"
    if typing:
        finder = finder_of(here, at)
        found = finder.find(request.GET.get("q", ""))
        first = {hit.code: hit for hit in found.hits[:HITS_WHILE_TYPING]}
        rows = listed(services_of(here, at, codes=list(first)), first, hall_open=True)
        return _fragment(request, here, "public/_hits.html", {"found": found, "rows": rows, "total": len(found.hits)})
    return _list(request, here, "public/search.html")


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def services(request: HttpRequest, mall: str) -> HttpResponse:
    return _list(request, public_mall(mall), "public/services.html", "services")


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def service(request: HttpRequest, mall: str, code: str) -> HttpResponse:
    here = public_mall(mall)
    at = clock.now()
    return service_screen(request, here, service_page(here, code, at), at)


def service_screen(
    request: HttpRequest, mall: Mall, page: ServicePage, at: datetime, *, template: str = "public/service.html"
) -> HttpResponse:
    """Also of a page that is only a draft, which the back office shows before it is saved."""
    fee = "" if page.fees or not page.standard else plain_fee(page.standard.fee)
    context = {"page": page, "answer": service_answer(mall, page, at), "fee": fee, "here": "services"}
    return public_page(request, mall, template, context)


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def agencies(request: HttpRequest, mall: str) -> HttpResponse:
    here = public_mall(mall)
    at = clock.now()
    counted = {choice.value: choice.services for choice in finder_of(here, at).agencies}
    cards = [(card, counted.get(card.code, 0)) for card in agencies_of(here, at)]
    return public_page(
        request, here, "public/agencies.html", {"agencies": cards, "hall": mall_page(here, at).open_state, "here": "agencies"}
    )


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def agency(request: HttpRequest, mall: str, code: str) -> HttpResponse:
    here = public_mall(mall)
    page = agency_page(here, code, clock.now())
    rows = listed(page.services, {}, hall_open=False)
    return public_page(request, here, "public/agency.html", {"page": page, "rows": rows, "here": "agencies"})


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def life_events(request: HttpRequest, mall: str) -> HttpResponse:
    here = public_mall(mall)
    return public_page(request, here, "public/life_events.html", {"events": events_of(finder_of(here, clock.now()))})


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def life_event(request: HttpRequest, mall: str, code: str) -> HttpResponse:
    here = public_mall(mall)
    at = clock.now()
    event = event_of(finder_of(here, at), code)
    hall = mall_page(here, at).open_state
    rows = listed(services_of(here, at, codes=[one.code for one in event.services]), {}, hall_open=hall.is_open)
    return public_page(request, here, "public/life_event.html", {"event": event, "rows": rows})


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def facilities(request: HttpRequest, mall: str) -> HttpResponse:
    here = public_mall(mall)
    at = clock.now()
    days = other_days(kept_schedule_of(here), at)
    return public_page(
        request,
        here,
        "public/facilities.html",
        {
            "facilities": with_icons(facilities_of(here)),
            "hall": mall_page(here, at),
            "days": days,
            "map": hall_map(here),
            "here": "facilities",
        },
    )


@require_safe
@gzip_page
@audience(Audience.PUBLIC)
def estimates(request: HttpRequest, mall: str) -> HttpResponse:
    """How often the waits we told were right."""
    here = public_mall(mall)
    rule = {"days": DAYS, "enough": ENOUGH, "least": round(100 * LEAST_KEPT), "most": round(100 * MOST_SOONER)}
    return public_page(request, here, "public/estimates.html", {"accuracy": accuracy_page(here, clock.now()), "rule": rule})


def _portal(request: HttpRequest, mall: Mall) -> HttpResponse:
    return public_page(request, mall, "public/portal.html", {"page": portal_page(mall, clock.now())})


def _list(request: HttpRequest, mall: Mall, template: str, here: str = "") -> HttpResponse:
    """A page of services; htmx is sent the list alone."""
    at = clock.now()
    hall = mall_page(mall, at).open_state
    context = {
        "list": service_list(mall, finder_of(mall, at), request.GET, at, hall_open=hall.is_open),
        "hall": hall,
        "here": here,
    }
    if request.headers.get("HX-Request") == "true":
        return _fragment(request, mall, "public/_list.html", context)
    return public_page(request, mall, template, context)


def _fragment(request: HttpRequest, mall: Mall, template: str, context: Mapping[str, Any]) -> HttpResponse:
    with timezone.override(kept_schedule_of(mall).tzinfo):
        today = timezone.localdate(clock.now())
        response = render(request, template, {**context, "mall": mall, "today": today})
    patch_vary_headers(response, ["HX-Request"])
    return response
