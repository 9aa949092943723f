"""The kiosk's pages: start, search, agencies, one service, help, and the small settings of the screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pendopo.assistance.models import AssistanceKind
from pendopo.catalogue.search import finder_of
from pendopo.directory.device_signs import software_told
from pendopo.directory.hall_map import hall_map
from pendopo.directory.models import DeviceKind
from pendopo.directory.open_state import OpenKind
from pendopo.directory.reads import facilities_of, zones_of
from pendopo.kernel.clock import zone
from pendopo.kernel.identifiers import uuid7
from pendopo.printing.models import PaperWidth
from pendopo.queue.reads.kiosk import Offer, kiosk_agencies, kiosk_agency, kiosk_found, kiosk_service, kiosk_start
from pendopo.web.audience import Audience, audience
from pendopo.web.counters import counter_range
from pendopo.web.devices import renew_device
from pendopo.web.issuing import why_not
from pendopo.web.kiosk import words
from pendopo.web.kiosk.pictures import picture_of
from pendopo.web.kiosk.room import (
    CONTRAST,
    LANGUAGE_COOKIE,
    LOOK_COOKIE,
    LOW,
    PRINT_CHOICES,
    PRINT_COOKIE,
    WIDTH_COOKIE,
    Kiosk,
    kiosk_page,
    show,
)
from pendopo.web.software import say_what_is_current, told_by

_PER_PAGE = 12
_FOUND_AT_MOST = 8
_TOP = 10
# What a visitor chose at the screen is forgotten with the next visitor; this is for a screen without script.
_FORGET_AFTER = 5 * 60
_ONE_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Pick:
    """A tile to press."""

    code: str
    name: str
    agency: str
    meta: str
    icon: str
    shut: bool
    because: str = ""


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def start(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    read = kiosk_start(kiosk.mall, kiosk.at)
    picks = _picks(read.offers[:_TOP], read.today, hall_closed=read.mall_state.kind is OpenKind.CLOSED)
    context = {"start": read, "picks": picks, "part_of_day": _part_of_day(kiosk)}
    return show(request, kiosk, "start.html", context)


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def begin_again(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Leave nothing of the visitor before: language and look go back to the screen's own."""
    response = HttpResponseRedirect("/k/")
    for name in (LANGUAGE_COOKIE, LOOK_COOKIE):
        response.delete_cookie(name, path="/k/", samesite="Strict")
    renew_device(response, request, DeviceKind.KIOSK)
    return response


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def search(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    question = request.GET.get("q", "")[:120]
    found = finder_of(kiosk.mall, kiosk.at).find(question) if question.strip() else None
    today = kiosk.at.astimezone(zone(kiosk.mall.time_zone)).date()
    if found is None:
        offers, because = kiosk_start(kiosk.mall, kiosk.at).offers[:_FOUND_AT_MOST], {}
    else:
        because = {hit.code: hit.because for hit in found.hits[:_FOUND_AT_MOST]}
        offers = kiosk_found(kiosk.mall, list(because), kiosk.at)
    context = {"question": question, "found": found, "picks": _picks(offers, today, because)}
    return show(request, kiosk, "search.html", context)


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def agencies(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    page = Paginator(kiosk_agencies(kiosk.mall, kiosk.at), _PER_PAGE).get_page(request.GET.get("page"))
    return show(request, kiosk, "agencies.html", {"page": page})


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def agency(request: HttpRequest, kiosk: Kiosk, code: str) -> HttpResponse:
    read = kiosk_agency(kiosk.mall, code, kiosk.at)
    page = Paginator(_picks(read.offers, read.today), _PER_PAGE).get_page(request.GET.get("page"))
    return show(request, kiosk, "agency.html", {"agency": read, "page": page})


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def service(request: HttpRequest, kiosk: Kiosk, code: str) -> HttpResponse:
    """What to know before the number is taken. The key made here makes every repetition the same command."""
    read = kiosk_service(kiosk.mall, code, kiosk.at)
    issuing, load = read.offer.issuing, read.offer.load
    counters = tuple(counter.number for counter in read.page.line.counters) if read.page.line else ()
    context = {
        "read": read, "page": read.page, "issuing": issuing, "load": load, "key": uuid7(),
        "counters": counter_range(counters), "picture": picture_of(read.page.name, read.page.category),
        "why_not": why_not(issuing, read.today) if issuing else "",
        "nobody": words.nobody_there(load, read.today) if load else "",
        "long_wait": words.minutes(load.wait) if load and load.wait and words.beyond_minutes(load.wait) else "",
    }  # fmt: skip
    return show(request, kiosk, "service.html", context)


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def help_page(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    return show_help(request, kiosk)


def show_help(request: HttpRequest, kiosk: Kiosk, *, asked: str = "") -> HttpResponse:
    """`asked` is the kind of help that was asked for just now."""
    context = {
        "zones": zones_of(kiosk.mall), "facilities": facilities_of(kiosk.mall)[:8], "kinds": AssistanceKind.choices, "asked": asked,
    }  # fmt: skip
    return show(request, kiosk, "help.html", context)


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def map_page(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    context = {"map": hall_map(kiosk.mall, here=kiosk.device.id), "zones": zones_of(kiosk.mall)}
    return show(request, kiosk, "map.html", context)


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def choose(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Choose the language or the look of this screen, and come back. Nothing of the mall changes, so a link may do it."""
    back = request.GET.get("ke", "")
    if not (back.startswith("/k/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = "/k/"
    response = HttpResponseRedirect(back)
    if (language := request.GET.get("bahasa")) in dict(settings.LANGUAGES):
        _remember(response, LANGUAGE_COOKIE, language, _FORGET_AFTER)
    if (look := request.GET.get("tampilan")) is not None:
        chosen = "-".join(part for part in (CONTRAST, LOW) if part in look.split("-"))
        _remember(response, LOOK_COOKIE, chosen, _FORGET_AFTER, script=True)
    if (printing := request.GET.get("cetak")) is not None:
        _remember(response, PRINT_COOKIE, printing if printing in PRINT_CHOICES else "", _ONE_YEAR)
    if (width := request.GET.get("lebar", "")) in map(str, PaperWidth.values):
        _remember(response, WIDTH_COOKIE, width, _ONE_YEAR)
    return response


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def heartbeat(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The screen is alive and the server answers; each says to the other which software it runs."""
    software_told(device=kiosk.device, software=told_by(request))
    answer = HttpResponse(kiosk.at.astimezone(zone(kiosk.mall.time_zone)).isoformat(), content_type="text/plain")
    return say_what_is_current(answer)


def _remember(response: HttpResponse, name: str, value: str, seconds: int, *, script: bool = False) -> None:
    # The look is also switched by the page's script, without asking the server.
    response.set_cookie(
        name, value[:40], max_age=seconds, path="/k/", samesite="Strict", httponly=not script, secure=settings.HTTPS
    )


def _picks(
    offers: Iterable[Offer], today: date, because: dict[str, str] | None = None, *, hall_closed: bool = False
) -> tuple[Pick, ...]:
    told = because or {}
    return tuple(
        Pick(
            code=offer.code, name=offer.name, agency=offer.agency,
            meta=words.tile_words(offer, today, hall_closed=hall_closed),
            icon=picture_of(offer.name, offer.category), shut=offer.issuing is not None and not offer.giving,
            because=told.get(offer.code, ""),
        )
        for offer in offers
    )  # fmt: skip


def _part_of_day(kiosk: Kiosk) -> str:
    hour = kiosk.at.astimezone(zone(kiosk.mall.time_zone)).hour
    if hour < 11:
        return _("Most asked for this morning")
    return _("Most asked for at midday") if hour < 15 else _("Most asked for this afternoon")
