"""Paper at the kiosk: where its numbers come out, how the paper fares, and the same number once more."""

from dataclasses import dataclass
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pendopo.kernel.errors import DomainError, NotFound
from pendopo.printing.doors import paper_of, ticket_to_print
from pendopo.printing.models import JobState, PaperWidth, Printer
from pendopo.printing.print_ticket import print_again, print_ticket
from pendopo.printing.reads import PaperState, paper_state
from pendopo.queue.models import Ticket
from pendopo.queue.reads.slip import Slip
from pendopo.web.addresses import origin_of
from pendopo.web.audience import Audience, audience
from pendopo.web.kiosk.room import (
    CONTRAST,
    LOOK_COOKIE,
    PRINT_COOKIE,
    WIDTH_COOKIE,
    Kiosk,
    asks_for_json,
    chosen_language,
    kiosk_page,
    show,
)
from pendopo.web.paper.ticket import TicketPaper, paper_of_slip


@dataclass(frozen=True, slots=True)
class Paper:
    """Where this kiosk's numbers come out: at `printer`, else by its own browser; `automatic` or when the visitor presses."""

    printer: Printer | None
    width_mm: int
    automatic: bool


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """What the page of a number needs for its paper. `sheet` is what the kiosk's own browser prints, None at a network printer.

    `says` is how the paper fares, as far as it is known when the page is made.
    """

    ticket: UUID
    width_mm: int
    automatic: bool
    large: bool
    sheet: TicketPaper | None
    says: str


def paper_at(request: HttpRequest, kiosk: Kiosk) -> Paper | None:
    """As it was set up in the back office; else as this browser was told at `/k/atur`. None: the number stays on the screen."""
    chosen = paper_of(kiosk.device)
    if chosen is not None:
        in_service = chosen.printer is None or chosen.printer.device.revoked_at is None
        return Paper(chosen.printer, chosen.width_mm, chosen.automatic) if in_service else None
    wish, width = request.COOKIES.get(PRINT_COOKIE, ""), request.COOKIES.get(WIDTH_COOKIE, "")
    if not wish:
        return None
    return Paper(None, int(width) if width in map(str, PaperWidth.values) else PaperWidth.WIDE, wish == "otomatis")


def paper_for(request: HttpRequest, kiosk: Kiosk, slip: Slip, *, link: str) -> SlipPaper | None:
    """Have the number printed, if this kiosk prints by itself. What goes wrong with paper never hides a number."""
    paper = paper_at(request, kiosk)
    if paper is None:
        return None
    ticket = ticket_to_print(kiosk.mall, slip.first.ticket)
    large = _large(request)
    sheet = paper_of_slip(slip, ticket, kiosk.at, link=link) if paper.printer is None else None
    says = ""
    if paper.printer is not None and paper.automatic:
        says = _ask_for_paper(request, kiosk, paper.printer, ticket, large)
    return SlipPaper(ticket.id, paper.width_mm, paper.automatic, large, sheet, says)


def _ask_for_paper(request: HttpRequest, kiosk: Kiosk, printer: Printer, ticket: Ticket, large: bool) -> str:
    try:
        print_ticket(
            ticket=ticket, printer=printer, at=kiosk.at, actor=f"device:{kiosk.device.id}", language=chosen_language(request),
            large=large, origin=origin_of(request),
        )  # fmt: skip
    except DomainError as refusal:
        return str(refusal)
    return how_it_fares(paper_state(ticket))


@require_POST
@audience(Audience.DEVICE)
@kiosk_page
def print_number(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The number on paper, once more or for the first time, in large print when asked for."""
    ticket = ticket_to_print(kiosk.mall, _key(request.POST.get("tiket", "")))
    paper = paper_at(request, kiosk)
    print_again(
        ticket=ticket, printer=paper.printer if paper else None, at=kiosk.at, actor=f"device:{kiosk.device.id}", by_visitor=True,
        language=chosen_language(request), large=_large(request) or "besar" in request.POST, origin=origin_of(request),
    )  # fmt: skip
    state = paper_state(ticket)
    if asks_for_json(request):
        return _as_json(state)
    return show(request, kiosk, "printing.html", {"label": ticket.label, "says": how_it_fares(state)})


@require_GET
@audience(Audience.DEVICE)
@kiosk_page
def paper_fares(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """How the paper of a number fares, for the page that shows it."""
    asked = request.GET.get("tiket", "")
    return _as_json(paper_state(ticket_to_print(kiosk.mall, _key(asked))) if asked else None)


def how_it_fares(state: PaperState | None) -> str:
    """What the visitor should know and do. The number itself is always good."""
    if state is None:
        return ""
    if state.state == JobState.PRINTED:
        return _("Please take your paper below the screen.")
    if state.over or state.trouble:
        return _("No paper comes out just now. Take a picture of this screen or write your number down: it is valid.")
    return _("Your paper is being printed…")


def _as_json(state: PaperState | None) -> HttpResponse:
    fares = {"state": state.state if state else "", "over": state is None or state.over, "says": how_it_fares(state)}
    document = {**fares, "well": state is None or not (state.trouble or state.state in (JobState.EXPIRED, JobState.UNSURE))}
    return HttpResponse(orjson.dumps(document), content_type="application/json", headers={"Cache-Control": "no-store"})


def _large(request: HttpRequest) -> bool:
    """Who asked for high contrast wants to read the paper too."""
    return CONTRAST in request.COOKIES.get(LOOK_COOKIE, "").split("-")


def _key(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotFound from None
