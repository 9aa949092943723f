"""Master data by hand: find a thing, change it on one page, see what became of it, plan a change for a day, take it back."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.catalogue.changes.change_thing import (
    DayNotToCome,
    NothingChanged,
    cancel_change,
    change_thing,
    make_thing,
    undo_change,
)
from pendopo.catalogue.changes.draft import drafted_page
from pendopo.catalogue.changes.planning import ThingRefused
from pendopo.catalogue.changes.reach import Reach, thing_within
from pendopo.catalogue.changes.reads import ChangeCard, change_of, history_of_thing, latest_changes, open_changes
from pendopo.catalogue.changes.steps import Overtaken
from pendopo.catalogue.changes.thing import Thing
from pendopo.catalogue.changes.things import ThingKind, kind_of
from pendopo.catalogue.models import Change
from pendopo.directory.models import Agency, Mall
from pendopo.kernel.clock import business_date, zone
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.queue.follow_master_data import follow_master_data
from pendopo.web.backoffice.room import actor_of, data_page, show
from pendopo.web.backoffice.thing_form import ThingForm
from pendopo.web.backoffice.thing_lists import counts, found, things_of
from pendopo.web.backoffice.told_changes import told_changes
from pendopo.web.public.views import service_screen

_A_PAGE = 50


class DayForm(forms.Form):
    """From which day on it shall hold; empty: at once."""

    berlaku = forms.DateField(
        label=_("Holds from"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty to change it at once. With a day it holds from that day's first minute."),
    )  # fmt: skip


@require_safe
@data_page
def data(request: HttpRequest, mall: Mall, at: datetime, reach: Reach) -> HttpResponse:
    numbers = counts(mall, at, reach)
    context = {
        "kinds": [(kind, numbers[kind.code]) for kind in reach.kinds], "waiting": told_changes(open_changes(mall, at, reach)),
        "latest": told_changes(latest_changes(mall, at, reach)),
        "agencies": Agency.objects.filter(mall=mall, code__in=reach.agencies or ()).order_by("short_name", "code"),
    }  # fmt: skip
    return show(request, "data.html", context, mall=mall, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@data_page
def things(request: HttpRequest, mall: Mall, at: datetime, reach: Reach, kind: str) -> HttpResponse:
    """People are looked for by a posted form, all of them found on one page: a person's name stands in no address."""
    chosen = reach.kind_of(kind)
    if chosen.code == "mal":
        return redirect("web:thing", mall=mall.code, kind=kind, code=mall.code)
    of_people = chosen.code == "petugas"
    asked = request.POST if of_people else request.GET
    words, agency = asked.get("q", "").strip()[:80], asked.get("instansi", "")
    every = things_of(mall, chosen, at, reach)
    hits = found(every, words, agency)
    pages = Paginator(hits, max(len(hits), 1) if of_people and request.method == "POST" else _A_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "kind": chosen, "page": pages.get_page(request.GET.get("page")), "all": len(every), "words": words, "agency": agency,
        "by_post": of_people, "agencies": _agencies(mall, reach) if _has_agency(chosen) else (),
        "query": f"{query.urlencode()}&" if query else "",
    }  # fmt: skip
    return show(request, "things.html", context, mall=mall, at=at)


def _agencies(mall: Mall, reach: Reach) -> QuerySet[Agency] | tuple[()]:
    """To narrow a list by; of one's own there is nothing to choose."""
    return Agency.objects.filter(mall=mall, active=True).order_by("short_name", "code") if reach.agencies is None else ()


def _has_agency(kind: ThingKind) -> bool:
    return bool(kind.agency) or kind.code in ("jam", "petugas")


@require_http_methods(["GET", "POST"])
@data_page
def thing(request: HttpRequest, mall: Mall, at: datetime, reach: Reach, kind: str, code: str) -> HttpResponse:
    here = thing_within(mall, reach.kind_of(kind), code, at, reach)
    form = ThingForm(request.POST or None, mall=mall, kind=here.kind, thing=here, reach=reach)
    day = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and day.is_valid():
        wanted, on = form.wanted(), day.cleaned_data["berlaku"]
        try:
            if "lihat" in request.POST:
                return _preview(request, mall, here.kind, form, wanted, at, on, reach)
            change = change_thing(
                mall=mall, kind=here.kind, target=code, wanted=wanted, seen=request.POST.get("seen", ""), at=at,
                actor=actor_of(request), reach=reach, on=on,
            )  # fmt: skip
        except (ThingRefused, Overtaken, DayNotToCome, NothingChanged) as refusal:
            _tell(form, day, refusal)
        else:
            return _saved(request, mall, change, at, reach)
    return _page(request, mall, at, reach, here.kind, here, form, day)


@require_http_methods(["GET", "POST"])
@data_page
def add(request: HttpRequest, mall: Mall, at: datetime, reach: Reach, kind: str) -> HttpResponse:
    chosen = reach.kind_of(kind)
    if not chosen.can_be_made:
        raise NotFound
    form = ThingForm(request.POST or None, mall=mall, kind=chosen, thing=None, reach=reach)
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        try:
            if "lihat" in request.POST:
                return _preview(request, mall, chosen, form, wanted, at, None, reach)
            change = make_thing(
                mall=mall, kind=chosen, owner=form.owner, wanted=wanted, at=at, actor=actor_of(request),
                reach=reach,
            )  # fmt: skip
        except (ThingRefused, NothingChanged) as refusal:
            _tell(form, None, refusal)
        else:
            return _saved(request, mall, change, at, reach)
    return _page(request, mall, at, reach, chosen, None, form, None)


@require_POST
@data_page
def end(request: HttpRequest, mall: Mall, at: datetime, reach: Reach, kind: str, code: str) -> HttpResponse:
    """Take it out of service: visitors do not see it any more, its past stays."""
    here = thing_within(mall, reach.kind_of(kind), code, at, reach)
    if not here.kind.can_be_ended or here.kind.main is None:
        raise NotFound
    wanted = {**here.rows, here.kind.main.sheet.name: ()}
    change = change_thing(
        mall=mall, kind=here.kind, target=code, wanted=wanted, seen=request.POST.get("seen", ""), at=at, actor=actor_of(request),
        reach=reach,
    )  # fmt: skip
    return _saved(request, mall, change, at, reach)


@require_POST
@data_page
def undo(request: HttpRequest, mall: Mall, at: datetime, reach: Reach, change: UUID) -> HttpResponse:
    back = undo_change(change=change_of(mall, change, at, reach), at=at, actor=actor_of(request), reach=reach)
    return _saved(request, mall, back, at, reach)


@require_POST
@data_page
def cancel(request: HttpRequest, mall: Mall, at: datetime, reach: Reach, change: UUID) -> HttpResponse:
    called_off = change_of(mall, change, at, reach)
    cancel_change(change=called_off, at=at, actor=actor_of(request))
    return _saved(request, mall, called_off, at, reach)


def _saved(request: HttpRequest, mall: Mall, change: Change, at: datetime, reach: Reach) -> HttpResponse:
    follow_master_data(mall=mall, at=at, actor=actor_of(request))
    here = reverse("web:data", args=[mall.code])
    if _is_there(mall, change, at, reach):
        here = reverse("web:thing", args=[mall.code, change.kind, change.target])
    return redirect(f"{here}?kini={change.id}")


def _is_there(mall: Mall, change: Change, at: datetime, reach: Reach) -> bool:
    try:
        thing_within(mall, kind_of(change.kind), change.target, at, reach)
    except NotFound:
        return False
    return True


def _preview(
    request: HttpRequest, mall: Mall, kind: ThingKind, form: ThingForm, wanted: Any, at: datetime, on: date | None, reach: Reach
) -> HttpResponse:
    """The service's page as visitors would read it, on the day from which it shall hold."""
    if kind.code != "layanan":
        raise NotFound
    then = datetime.combine(on, time(9), tzinfo=zone(mall.time_zone)) if on else at
    page = drafted_page(mall, form.owner, wanted, max(then, at), reach=reach, new=form.thing is None)
    return service_screen(request, mall, page, at, template="backoffice/preview.html")


def _tell(form: ThingForm, day: DayForm | None, refusal: DomainError) -> None:
    if isinstance(refusal, ThingRefused):
        form.take(refusal.faults)
    elif isinstance(refusal, DayNotToCome) and day is not None:
        day.add_error("berlaku", str(refusal))
    else:
        form.add_error(None, str(refusal))


def _page(
    request: HttpRequest,
    mall: Mall,
    at: datetime,
    reach: Reach,
    kind: ThingKind,
    here: Thing | None,
    form: ThingForm,
    day: DayForm | None,
) -> HttpResponse:
    history = history_of_thing(mall, kind, here.target, at, reach) if here else ()
    wrong = bool(form.errors or (day and day.errors))
    context = {
        "kind": kind, "thing": here, "form": form, "sections": form.sections(), "day": day, "history": told_changes(history),
        "just": _just(request, history), "earliest": business_date(at, mall.time_zone), "previews": kind.code == "layanan",
        "email": here.owner if here and kind.code == "petugas" else "",
        "public": _public_address(mall, here) if here else "",
    }  # fmt: skip
    return show(request, "thing.html", context, mall=mall, at=at, status=422 if wrong else 200)


def _just(request: HttpRequest, history: tuple[ChangeCard, ...]) -> ChangeCard | None:
    return next((card for card in history if str(card.id) == request.GET.get("kini")), None)


def _public_address(mall: Mall, here: Thing) -> str:
    if not here.in_service or here.kind.code not in ("layanan", "instansi"):
        return ""
    return reverse("web:service" if here.kind.code == "layanan" else "web:agency", args=[mall.code, here.target])
