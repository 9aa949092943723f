"""Floor plans: a picture for each floor, and where counters, kiosks, facilities and entrances stand on it.

A place is put by a click on the picture, or by two numbers; the page works by keyboard and without a script.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.directory.doors import plan_of
from pendopo.directory.draw_plan import add_plan, change_picture, draw_way, put_mark, remove_mark, remove_plan
from pendopo.directory.hall_map import drawing_of
from pendopo.directory.models import Counter, Device, DeviceKind, Facility, FloorPlan, Mall, PlanMark
from pendopo.directory.plan_picture import LARGEST_BYTES, PictureTooLarge
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.web.backoffice.room import actor_of, mall_page, show

_POINT = re.compile(r"(\d{1,4})\s*,\s*(\d{1,4})")
_ENTRANCE, _WAY = "entrance", "way"


class PlanForm(forms.Form):
    """A floor and its picture."""

    name = forms.CharField(label=_("Floor or building"), max_length=60, help_text=_("As people say it: “Lantai 1”."))
    picture = forms.FileField(
        label=_("Picture"), widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("A drawing, or a photo of the escape plan, turned upright. PNG or JPEG, at most 4 MB."),
    )  # fmt: skip

    def clean_picture(self) -> UploadedFile:
        file = self.cleaned_data["picture"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(str(PictureTooLarge()))
        return file


@dataclass(frozen=True, slots=True)
class Placeable:
    """Something that may stand on a plan: `value` names it in the form, `placed` says whether it stands somewhere."""

    value: str
    words: str
    placed: bool


@require_http_methods(["GET", "POST"])
@mall_page
def plans(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    form = PlanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan = add_plan(
                mall=mall, name=form.cleaned_data["name"], content=form.cleaned_data["picture"].read(), at=at,
                actor=actor_of(request),
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("web:plan", mall=mall.code, plan=plan.pk)
    rows = FloorPlan.objects.filter(mall=mall).order_by("name", "pk")
    return show(request, "plans.html", {"form": form, "plans": rows}, mall=mall, at=at, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@mall_page
def plan(request: HttpRequest, mall: Mall, at: datetime, plan: UUID) -> HttpResponse:
    """GET shows the plan; POST puts one thing at a point, or adds the point to the step-free way."""
    found = plan_of(mall, plan)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            _put(request, found, at)
        except NotFound:
            raise
        except DomainError as error:
            refusal = error
        else:
            return redirect("web:plan", mall=mall.code, plan=found.pk)
    marks = list(PlanMark.objects.filter(plan=found).select_related("counter__zone", "device", "facility").order_by("pk"))
    placeables = _placeables(mall)
    context = {
        "plan": found, "drawing": drawing_of(found, marks), "placeables": placeables, "refusal": refusal,
        "next": next((one.value for one in placeables if not one.placed), _ENTRANCE),
        "marks": [(mark.pk, _words(mark), mark.x, mark.y) for mark in marks],
    }  # fmt: skip
    return show(request, "plan.html", context, mall=mall, at=at, status=refusal.status if refusal else 200)


@require_POST
@mall_page
def change(request: HttpRequest, mall: Mall, at: datetime, plan: UUID, word: str) -> HttpResponse:
    """`gambar` another picture, `titik` a mark away, `jalan` the last point of the way (or all of it), `hapus` the whole plan."""
    found, actor = plan_of(mall, plan), actor_of(request)
    if word == "gambar" and (file := request.FILES.get("picture")):
        if file.size is None or file.size > LARGEST_BYTES:
            raise PictureTooLarge
        change_picture(plan=found, content=file.read(), at=at, actor=actor)
    elif word == "titik":
        remove_mark(mark=_mark_of(found, request.POST.get("titik", "")), at=at, actor=actor)
    elif word == "jalan":
        points = [] if request.POST.get("semua") else [(x, y) for x, y in found.step_free[:-1]]
        draw_way(plan=found, points=points, at=at, actor=actor)
    elif word == "hapus":
        remove_plan(plan=found, at=at, actor=actor)
        return redirect("web:plans", mall=mall.code)
    elif word != "gambar":
        raise NotFound
    return redirect("web:plan", mall=mall.code, plan=found.pk)


def _put(request: HttpRequest, plan: FloorPlan, at: datetime) -> None:
    point = _POINT.fullmatch(f"{request.POST.get('x', '')},{request.POST.get('y', '')}")
    # Beside the plan on purpose: the verb says so.
    place = (int(point[1]), int(point[2])) if point else (-1, -1)
    what, _colon, key = request.POST.get("apa", "").partition(":")
    actor = actor_of(request)
    if what == _WAY:
        points = [(x, y) for x, y in plan.step_free]
        draw_way(plan=plan, points=[*points, place], at=at, actor=actor)
        return
    rows: dict[str, QuerySet[Any]] = {
        "counter": Counter.objects.filter(mall=plan.mall), "facility": Facility.objects.filter(mall=plan.mall),
        "device": Device.objects.filter(mall=plan.mall, kind=DeviceKind.KIOSK),
    }  # fmt: skip
    if what == _ENTRANCE:
        put_mark(plan=plan, point=place, at=at, actor=actor)
        return
    if what not in rows:
        raise NotFound
    target = next((row for row in rows[what] if str(row.pk) == key), None)
    if target is None:
        raise NotFound
    put_mark(plan=plan, point=place, at=at, actor=actor, **{what: target})


def _placeables(mall: Mall) -> list[Placeable]:
    """What stands nowhere yet comes first."""
    counters = Counter.objects.filter(mall=mall, active=True).select_related("mark").order_by("number")
    devices = Device.objects.filter(mall=mall, kind=DeviceKind.KIOSK, revoked_at__isnull=True).select_related("mark")
    facilities = Facility.objects.filter(mall=mall).select_related("mark").order_by("name")
    found = [
        Placeable(f"counter:{row.pk}", now_said("Counter %(number)s") % {"number": row.number}, hasattr(row, "mark"))
        for row in sorted(counters, key=lambda row: row.number.zfill(6))
    ]
    found += [Placeable(f"device:{row.pk}", row.name, hasattr(row, "mark")) for row in devices.order_by("name")]
    found += [Placeable(f"facility:{row.pk}", row.name, hasattr(row, "mark")) for row in facilities]
    return sorted(found, key=lambda one: one.placed)


def _words(mark: PlanMark) -> str:
    if mark.counter:
        return now_said("Counter %(number)s") % {"number": mark.counter.number}
    if mark.device:
        return mark.device.name
    return mark.facility.name if mark.facility else now_said("Entrance")


def _mark_of(plan: FloorPlan, written: str) -> PlanMark:
    try:
        found = PlanMark.objects.select_related("plan__mall").filter(pk=UUID(written), plan=plan).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found
