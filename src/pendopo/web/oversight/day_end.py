"""The sheet on which the business day of a line, or of the whole hall, is ended by hand and opened again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from pendopo.accounts.models import User
from pendopo.appointments.end_line_day import EndReason
from pendopo.appointments.reads import issuing_states
from pendopo.appointments.reopen_line_day import ReopenReason
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.close_day import SEND_HOME, SERVE, close_day_of_hall, close_day_of_line
from pendopo.queue.open_day_again import open_day_again
from pendopo.queue.reads.day_left import left_of_day
from pendopo.web.oversight.room import hall_page, line_of, show


class ReasonUnclear(DomainError):
    code = "oversight.reason_unclear"
    status = 422
    message = _("Please choose one of the reasons.")


Act = Callable[[HttpRequest, Mall, Line | None, User, datetime], object]


@require_safe
@hall_page
def hall(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    return show(request, "day_end.html", _facts(mall, None, at), mall=mall, at=at)


@require_safe
@hall_page
def line(request: HttpRequest, mall: Mall, at: datetime, line: str) -> HttpResponse:
    return show(request, "day_end.html", _facts(mall, line_of(mall, line), at), mall=mall, at=at)


def _facts(mall: Mall, line: Line | None, at: datetime) -> dict[str, Any]:
    """What the sheet asks: who is left, and what is ended already."""
    lines = [line] if line else list(Line.objects.filter(mall=mall, active=True).select_related("agency").order_by("prefix"))
    states = issuing_states(mall, lines, at)
    return {
        "line": line, "left": left_of_day(mall, at, line=line), "serve": SERVE, "send_home": SEND_HOME,
        "ended": [(one, states[one.id]) for one in lines if states[one.id].ended],
        "running": sum(states[one.id].runs for one in lines), "reasons": EndReason.choices, "again": ReopenReason.choices,
    }  # fmt: skip


def _pressed(act: Act) -> Callable[..., HttpResponse]:
    """Refusals stand in the sheet, with what was chosen."""

    @require_POST
    @hall_page
    def view(request: HttpRequest, mall: Mall, at: datetime, line: str = "") -> HttpResponse:
        found = line_of(mall, line) if line else None
        if not isinstance(request.user, User):
            raise NotFound
        try:
            act(request, mall, found, request.user, at)
        except NotFound:
            raise
        except DomainError as refusal:
            facts = {**_facts(mall, found, at), "refusal": refusal, "chosen": request.POST.get("alasan", "")}
            return show(request, "day_end.html", facts, mall=mall, at=at, status=refusal.status)
        return redirect("web:live_hall", mall=mall.code)

    return view


def _end(request: HttpRequest, mall: Mall, line: Line | None, person: User, at: datetime) -> None:
    reason, waiting = _reason(request, EndReason.values), request.POST.get("menunggu", "")
    waiting = waiting if waiting in (SERVE, SEND_HOME) else ""
    if line is None:
        close_day_of_hall(mall=mall, reason=reason, waiting=waiting, person=person, at=at)
    else:
        close_day_of_line(line=line, reason=reason, waiting=waiting, person=person, at=at)


def _open(request: HttpRequest, mall: Mall, line: Line | None, person: User, at: datetime) -> None:
    open_day_again(mall=mall, line=line, reason=_reason(request, ReopenReason.values), person=person, at=at)


def _reason(request: HttpRequest, known: list[str]) -> str:
    written = request.POST.get("alasan", "")
    if written not in known:
        raise ReasonUnclear
    return written


end_hall = end_line = _pressed(_end)
open_hall = open_line = _pressed(_open)
