"""Today's switchboard: a break of the hall, numbers of a line stopped and given again, a rehearsal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from pendopo.appointments.open_line_day import open_line_day
from pendopo.appointments.reads import issuing_states
from pendopo.appointments.stop_issuing import StopReason, resume_issuing, stop_issuing
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall, Pause
from pendopo.directory.pause_hall import end_pause, pause_hall
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.begin_rehearsal import begin_rehearsal
from pendopo.queue.end_rehearsal import end_rehearsal
from pendopo.queue.models import Ticket, TicketState
from pendopo.queue.reads.rehearsal import rehearsal_of
from pendopo.web.backoffice.room import actor_of, mall_page, show

_MINUTES = [(15, "15"), (30, "30"), (60, "60"), (120, "120")]
_ALL_DAY = 24 * 60


class StopUnclear(DomainError):
    code = "backoffice.stop_unclear"
    status = 422
    message = _("Please choose for how long and why no numbers are given: visitors read the reason. Nothing was stopped.")


class PauseForm(forms.Form):
    """A break of the whole hall, from now on."""

    minutes = forms.TypedChoiceField(
        label=_("How many minutes"), choices=_MINUTES, coerce=int, widget=forms.RadioSelect, initial=15
    )
    reason = forms.CharField(label=_("Why"), max_length=120, help_text=_("Visitors read it on the display: “Senam bersama”."))


class StopForm(forms.Form):
    """How long a line gives no numbers, and why: visitors read the reason, so nobody gives one without choosing it."""

    minutes = forms.TypedChoiceField(choices=[*_MINUTES, (_ALL_DAY, "")], coerce=int)
    reason = forms.ChoiceField(choices=StopReason.choices)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line today; `stopped` is what an officer did, `giving` what visitors see."""

    code: str
    prefix: str
    name: str
    giving: bool
    stopped: bool
    reason: str | Promise
    until: datetime | None
    taken: int
    limit: int | None
    waiting: int


def lines_today(mall: Mall, at: datetime) -> tuple[LineRow, ...]:
    """Every active line, by prefix; three queries beyond the schedule."""
    lines = list(Line.objects.filter(mall=mall, active=True).order_by("prefix"))
    states = issuing_states(mall, lines, at)
    waiting = Ticket.objects.filter(mall=mall, business_date=business_date(at, mall.time_zone), state=TicketState.WAITING)
    counts = dict(waiting.values_list("line").annotate(Count("id")).order_by())
    return tuple(
        LineRow(
            line.code,
            line.prefix,
            line.name,
            states[line.id].giving,
            states[line.id].kind == "stopped",
            states[line.id].reason,
            states[line.id].until,
            states[line.id].taken,
            states[line.id].limit,
            counts.get(line.id, 0),
        )
        for line in lines
    )


@require_safe
@mall_page
def today(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    return _page(request, mall, at, PauseForm())


@require_POST
@mall_page
def pause(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, mall, at, form, status=422)
    ends_at = at + timedelta(minutes=form.cleaned_data["minutes"])
    pause_hall(mall=mall, starts_at=at, ends_at=ends_at, reason=form.cleaned_data["reason"], at=at, actor=actor_of(request))
    return redirect("web:switchboard", mall=mall.code)


@require_POST
@mall_page
def end_hall_pause(request: HttpRequest, mall: Mall, at: datetime, pause_id: UUID) -> HttpResponse:
    found = Pause.objects.filter(pk=pause_id, mall=mall).select_related("mall").first()
    if found is None:
        raise NotFound
    end_pause(pause=found, at=at, actor=actor_of(request))
    return redirect("web:switchboard", mall=mall.code)


@require_POST
@mall_page
def stop(request: HttpRequest, mall: Mall, at: datetime, line: str) -> HttpResponse:
    form = StopForm(request.POST)
    if not form.is_valid():
        raise StopUnclear
    day = open_line_day(line=_line(mall, line), at=at)
    until = at + timedelta(minutes=form.cleaned_data["minutes"])
    stop_issuing(line_day=day, until=until, reason=form.cleaned_data["reason"], at=at, actor=actor_of(request))
    return redirect("web:switchboard", mall=mall.code)


@require_POST
@mall_page
def resume(request: HttpRequest, mall: Mall, at: datetime, line: str) -> HttpResponse:
    resume_issuing(line_day=open_line_day(line=_line(mall, line), at=at), at=at, actor=actor_of(request))
    return redirect("web:switchboard", mall=mall.code)


@require_POST
@mall_page
def begin(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    begin_rehearsal(mall=mall, at=at, actor=actor_of(request))
    return redirect("web:switchboard", mall=mall.code)


@require_POST
@mall_page
def end(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    end_rehearsal(mall=mall, at=at, actor=actor_of(request))
    return redirect("web:switchboard", mall=mall.code)


def _line(mall: Mall, code: str) -> Line:
    found = Line.objects.filter(mall=mall, code=code, active=True).select_related("mall", "agency").first()
    if found is None:
        raise NotFound
    return found


def _page(request: HttpRequest, mall: Mall, at: datetime, form: PauseForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "pauses": Pause.objects.filter(mall=mall, ends_at__gt=at).order_by("starts_at"),
        "lines": lines_today(mall, at),
        "rehearsal": rehearsal_of(mall, at),
        "reasons": StopReason.choices,
        "minutes": _MINUTES,
        "all_day": _ALL_DAY,
        "today": business_date(at, mall.time_zone),
    }
    return show(request, "switchboard.html", context, mall=mall, at=at, status=status)
