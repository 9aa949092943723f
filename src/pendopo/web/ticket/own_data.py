"""All that is held of one's own visit: seen, taken home as a file, corrected, erased.

The link alone does not open it. This browser took the number, or the proof word of the paper was typed in it a moment ago.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.catalogue.models import PriorityClass
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.privacy.copy_visit import HOLDER, copy_of, give_copy
from pendopo.privacy.correct_visit import correct_visit
from pendopo.privacy.erase_visit import erase_visit
from pendopo.privacy.proof import proof_word, prove
from pendopo.web.audience import Audience, audience
from pendopo.web.privacy.copies import as_file
from pendopo.web.privacy.words import VisitWords
from pendopo.web.ticket.browser import HOLDS_BY_PROOF, is_holder, prove_holder
from pendopo.web.ticket.visit import Visitor, frame, visit_frame, visit_page

_ACTOR = "visitor"
_PRIORITIES = tuple(str(name) for name in PriorityClass if name != PriorityClass.BOOKING)


@audience(Audience.TICKET)
@require_http_methods(["GET", "POST"])
@visit_page
def own_data(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """GET shows what is held to who holds the visit, and asks others for the proof word; POST takes it."""
    if request.method == "POST":
        try:
            prove(visit=visitor.visit, typed=request.POST.get("bukti", "")[:20], at=visitor.at)
        except DomainError as refusal:
            return _ask(request, visitor, refusal)
        response = _back(visitor)
        prove_holder(response, visit=visitor.visit.pk, code=visitor.visit.code, at=visitor.at, lasts=HOLDS_BY_PROOF)
        return response
    return _held(request, visitor) if is_holder(request, visitor.visit, visitor.at) else _ask(request, visitor)


def _holders(view: Callable[[HttpRequest, Visitor], HttpResponse]) -> Callable[..., HttpResponse]:
    """A command of who holds the visit; anybody else is asked for the proof word, a refusal is shown beside the data."""

    @audience(Audience.TICKET)
    @require_POST
    @visit_page
    def guarded(request: HttpRequest, visitor: Visitor) -> HttpResponse:
        if not is_holder(request, visitor.visit, visitor.at):
            return _back(visitor)
        try:
            return view(request, visitor)
        except NotFound:
            raise
        except DomainError as refusal:
            return _held(request, visitor, refusal)

    return guarded


@_holders
def copy(_request: HttpRequest, visitor: Visitor) -> HttpResponse:
    return as_file(give_copy(visit=visitor.visit, given_by=HOLDER, at=visitor.at, actor=_ACTOR))


@_holders
def correct(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    language, priority = request.POST.get("bahasa"), request.POST.get("prioritas")
    correct_visit(
        visit=visitor.visit, language=language if language in dict(settings.LANGUAGES) else None,
        priority=priority if priority in _PRIORITIES else None, at=visitor.at, actor=_ACTOR,
    )  # fmt: skip
    return _back(visitor)


@_holders
def erase(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    erase_visit(visit=visitor.visit, at=visitor.at, actor=_ACTOR)
    return render(request, "ticket/erased.html", frame(visitor.mall, visitor.at))


def _back(visitor: Visitor) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": reverse("web:ticket_data", args=[visitor.visit.code])})


def _ask(request: HttpRequest, visitor: Visitor, refusal: DomainError | None = None) -> HttpResponse:
    context: dict[str, Any] = {**visit_frame(visitor), "refusal": refusal}
    return render(request, "ticket/own_data_proof.html", context, status=refusal.status if refusal else 200)


def _held(request: HttpRequest, visitor: Visitor, refusal: DomainError | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        **visit_frame(visitor), "copy": VisitWords(copy_of(visitor.visit)), "refusal": refusal,
        "proof": proof_word(visitor.visit.pk), "languages": settings.LANGUAGES, "priorities": _PRIORITIES,
    }  # fmt: skip
    return render(request, "ticket/own_data.html", context, status=refusal.status if refusal else 200)
