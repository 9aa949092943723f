"""Asking for somebody of the hall to come: a wheelchair, an interpreter, a lost companion. And saying that it is not needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pendopo.assistance.ask import ask_for_assistance
from pendopo.assistance.attend import withdraw_assistance
from pendopo.assistance.doors import request_of
from pendopo.assistance.models import AskedFrom
from pendopo.assistance.reads import offers_for
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.web.audience import Audience, audience
from pendopo.web.ticket.add_service import VisitOfAnotherDay
from pendopo.web.ticket.listen import listening_address
from pendopo.web.ticket.visit import Visitor, visit_frame, visit_page


@audience(Audience.TICKET)
@require_http_methods(["GET", "POST"])
@visit_page
def assistance(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            _obey(request, visitor)
        except NotFound:
            raise
        except DomainError as error:
            refusal = error
        if refusal is None:
            return HttpResponse(status=303, headers={"Location": request.path})
    context = {
        **visit_frame(visitor), "listening_address": listening_address(request, visitor.visit), "refusal": refusal,
        "offers": offers_for(visitor.visit) if visitor.today else (),
    }  # fmt: skip
    return render(request, "ticket/assistance.html", context, status=refusal.status if refusal else 200)


def _obey(request: HttpRequest, visitor: Visitor) -> None:
    if not visitor.today:
        raise VisitOfAnotherDay
    kind = request.POST.get("bantuan", "")
    if not request.POST.get("batal"):
        ask_for_assistance(
            mall=visitor.mall, kind=kind, asked_from=AskedFrom.PHONE, actor="visitor", at=visitor.at, visit=visitor.visit
        )
        return
    try:
        withdraw_assistance(request=request_of(visitor.visit, kind), actor="visitor", at=visitor.at)
    except (NotFound, AlreadyMoved):
        return  # Nothing is open any more: that is what was wanted.
