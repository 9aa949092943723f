"""The desk as an answer: a fragment for htmx, a whole page without JavaScript, with the sentence that came of a press."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pendopo.kernel.clock import zone
from pendopo.kernel.errors import DomainError
from pendopo.queue.call_next import NobodyWaiting
from pendopo.queue.doors import LeaseLost
from pendopo.queue.models import DeskLease
from pendopo.queue.reads.desk import DeskPage, desk_page
from pendopo.queue.reads.desk_news import desk_news
from pendopo.web.desk.fields import from_htmx
from pendopo.web.desk.lease import desk_in, forget_lease
from pendopo.web.desk.listen import let_listen, listening_address
from pendopo.web.desk.words import outcomes, pause_word

# A refusal of a sheet's form is shown in the sheet, so that what was filled in stays.
_SHEET_NOTICE = "#lembar-pesan"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence above the desk. `link` and `qr` belong to a number that was taken for somebody."""

    kind: str
    title: str
    body: str = ""
    number: str = ""
    link: str = ""
    qr: str = ""


def answer(request: HttpRequest, at: datetime, press: Callable[[DeskLease], Any]) -> HttpResponse:
    """Do what was pressed and show the desk as it is then; a refusal shows it too, with its sentence."""
    try:
        desk = desk_in(request, at)
        with timezone.override(zone(desk.mall.time_zone)):
            return _pressed(request, desk, at, press)
    except LeaseLost as lost:
        return show_lost(request, lost)


def _pressed(request: HttpRequest, desk: DeskLease, at: datetime, press: Callable[[DeskLease], Any]) -> HttpResponse:
    try:
        result = press(desk)
    except LeaseLost:
        raise
    except DomainError as refusal:
        return _refused(request, at, refusal)
    if isinstance(result, HttpResponse):
        return result
    return show_desk(request, desk_in(request, at), at, notice=result if isinstance(result, Notice) else None)


def show_desk(
    request: HttpRequest, desk: DeskLease, at: datetime, *, notice: Notice | None = None, status: int = 200
) -> HttpResponse:
    """The desk's own page or fragment, in the mall's time."""
    with timezone.override(zone(desk.mall.time_zone)):
        page = desk_page(desk, at)
        template = "desk/_desk.html" if from_htmx(request) else "desk/desk.html"
        response = render(request, template, {**context_of(request, desk, page, at), "notice": notice}, status=status)
    let_listen(response, desk, page, at)
    return response


def show_lists(request: HttpRequest, desk: DeskLease, at: datetime) -> HttpResponse:
    """Only what stands beside the visitor."""
    with timezone.override(zone(desk.mall.time_zone)):
        page = desk_page(desk, at)
        return render(request, "desk/_lists.html", context_of(request, desk, page, at))


def context_of(request: HttpRequest, desk: DeskLease, page: DeskPage, at: datetime) -> dict[str, Any]:
    return {
        "desk": page,
        "now": at,
        "mall": {"name": page.mall_name},
        "outcomes": outcomes(),
        "pause_word": pause_word(page.pause_reason),
        "news": desk_news(desk),
        "listen": listening_address(request, desk),
        "fragment": from_htmx(request),
    }


def show_lost(request: HttpRequest, lost: DomainError) -> HttpResponse:
    """The counter is not open here any more: where to go from here. The useless cookie goes."""
    template = "desk/_lost.html" if from_htmx(request) else "desk/lost.html"
    response = render(request, template, {"error": lost, "fragment": from_htmx(request)}, status=lost.status)
    if from_htmx(request):
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#meja", "outerHTML"
    forget_lease(response)
    return response


def _refused(request: HttpRequest, at: datetime, refusal: DomainError) -> HttpResponse:
    if from_htmx(request) and request.POST.get("dari") == "lembar":
        response = render(request, "desk/_refusal.html", {"error": refusal}, status=refusal.status)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = _SHEET_NOTICE, "innerHTML"
        return response
    kind = "info" if isinstance(refusal, NobodyWaiting) else "warn"
    return show_desk(request, desk_in(request, at), at, notice=Notice(kind, str(refusal)), status=refusal.status)
