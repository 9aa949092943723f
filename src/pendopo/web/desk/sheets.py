"""The sheets of a desk: what a press still has to ask, as a dialog (htmx) or as a page of its own (no JavaScript)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from pendopo.catalogue.models import PriorityClass
from pendopo.catalogue.search import finder_of
from pendopo.kernel import clock
from pendopo.kernel.clock import zone
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.printing.doors import printer_at_hand
from pendopo.privacy.models import Part, Purpose, Screen
from pendopo.privacy.record_look import record_look
from pendopo.queue.close_desk import lines_left
from pendopo.queue.doors import LeaseLost, ticket_at, ticket_by_label
from pendopo.queue.models import FINAL, DeskLease, Ticket
from pendopo.queue.reads.desk_lists import parked_tickets
from pendopo.queue.reads.number import number_at_desk
from pendopo.queue.reads.offered import services_offered
from pendopo.queue.reads.transfer import transfer_places
from pendopo.queue.reads.why_before import order_at
from pendopo.web.desk import words
from pendopo.web.desk.commands import COMMANDS, NotHereAnyMore
from pendopo.web.desk.fields import from_htmx, the_id
from pendopo.web.desk.lease import desk_in
from pendopo.web.desk.screen import show_desk, show_lists, show_lost

_LONGEST_QUESTION = 80


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks for a sheet, when, and with what in the address (ids, numbers and searched words; nothing personal)."""

    desk: DeskLease
    at: datetime
    query: QueryDict

    @property
    def typed(self) -> str:
        return self.query.get("q", "").strip()[:_LONGEST_QUESTION]

    @property
    def ticket(self) -> Ticket:
        return ticket_at(self.desk, the_id(self.query, "tiket"))

    def found(self) -> list[str]:
        """Codes of the services that answer what was typed."""
        hits = finder_of(self.desk.mall, self.at).find(self.typed).hits if self.typed else ()
        return [hit.code for hit in hits]


def sheet(request: HttpRequest, word: str) -> HttpResponse:
    """GET `/d/<word>`."""
    at = clock.now()
    try:
        desk = desk_in(request, at)
    except LeaseLost as lost:
        return show_lost(request, lost)
    if word == "meja" or (word in COMMANDS and word not in SHEETS):
        # Without JavaScript the address of the last press stands in the browser: asked for again, it shows the desk.
        return show_desk(request, desk, at)
    if word == "detak":
        return HttpResponse(status=204)
    if word == "antrean":
        return show_lists(request, desk, at)
    if word not in SHEETS:
        raise NotFound
    with timezone.override(zone(desk.mall.time_zone)):
        return _asked(request, Ask(desk, at, request.GET), word)


def _asked(request: HttpRequest, ask: Ask, word: str) -> HttpResponse:
    """The sheet, or a sheet that says why there is none: it lies over the desk, so the sentence must stand in it."""
    context = {
        "counter": ask.desk.counter, "officer": ask.desk.officer.name, "typed": ask.typed, "now": ask.at,
        "sheet": "desk/sheet_dialog.html" if from_htmx(request) else "desk/sheet_page.html",
        "mall": {"name": ask.desk.mall.name},
    }  # fmt: skip
    try:
        facts = SHEETS[word](ask)
    except DomainError as refusal:
        said = NotHereAnyMore() if type(refusal) is NotFound else refusal
        return render(request, "desk/sheets/refused.html", {**context, "refusal": said}, status=refusal.status)
    return render(request, f"desk/sheets/{word}.html", {**context, **facts})


def _help(ask: Ask) -> dict[str, Any]:
    return {"phone": ask.desk.mall.phone}


def _pause(ask: Ask) -> dict[str, Any]:
    return {"reasons": words.pause_reasons(), "minutes": words.MINUTES}


def _close(ask: Ask) -> dict[str, Any]:
    left = lines_left(ask.desk)
    alone = [one for one in left if one.other_counters == 0 and one.waiting]
    parked = [one for one in parked_tickets(ask.desk, ask.at) if not one.elsewhere]
    own = {one.line for one in left}
    others = transfer_places(ask.desk, typed="", found=(), at=ask.at).lines if alone else ()
    served = [place for place in others if place.open_counters and place.line not in own]
    return {"left": left, "alone": alone, "waiting": sum(one.waiting for one in alone), "parked": parked, "served": served}


def _park(ask: Ask) -> dict[str, Any]:
    return {"ticket": ask.ticket, "reasons": words.park_reasons(), "minutes": words.MINUTES}


def _send_on(ask: Ask) -> dict[str, Any]:
    places = transfer_places(ask.desk, typed=ask.typed, found=ask.found(), at=ask.at)
    return {"ticket": ask.ticket, "places": places}


def _order(ask: Ask) -> dict[str, Any]:
    order = order_at(ask.desk, ask.at)
    return {"rows": words.explained(order), "bound": max((why.bound_minutes for why in order.why), default=0)}


def _number(ask: Ask) -> dict[str, Any]:
    """One number and what may be done with it; asks for it when none is named."""
    if not ask.query.get("tiket") and not ask.query.get("nomor"):
        return {"number": None}
    ticket = ask.ticket if ask.query.get("tiket") else ticket_by_label(ask.desk, ask.query.get("nomor", ""))
    printable = ticket.state not in FINAL and printer_at_hand(ask.desk.mall) is not None
    record_look(
        mall=ask.desk.mall_id, person=ask.desk.officer_id, screen=Screen.NUMBER, purpose=Purpose.SERVING,
        parts=(Part.NUMBER, Part.PRIORITY), subjects=[ticket.visit_id], at=ask.at,
    )  # fmt: skip
    return {"number": number_at_desk(ask.desk, ticket, ask.at), "printable": printable}


def _take(ask: Ask) -> dict[str, Any]:
    priorities = [str(name) for name in PriorityClass if name != PriorityClass.BOOKING]
    return {
        "services": services_offered(ask.desk, found=ask.found() if ask.typed else None, at=ask.at),
        "priorities": priorities,
    }


def _add(ask: Ask) -> dict[str, Any]:
    found = ask.found() if ask.typed else None
    return {"ticket": ask.ticket, "services": services_offered(ask.desk, found=found, at=ask.at)}


def _check_in(ask: Ask) -> dict[str, Any]:
    return {}


SHEETS: dict[str, Callable[[Ask], dict[str, Any]]] = {
    "bantuan": _help,
    "jeda": _pause,
    "tutup": _close,
    "tahan": _park,
    "alihkan": _send_on,
    "urutan": _order,
    "nomor": _number,
    "ambil": _take,
    "tambah": _add,
    "hadir": _check_in,
}
