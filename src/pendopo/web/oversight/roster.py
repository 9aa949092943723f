"""The roster: who is expected at which counter, on which days and hours. A counter without duties is expected all the time it serves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.appointments.change_roster import add_duty, remove_duty
from pendopo.directory.models import Counter, Duty, Mall
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import NotFound
from pendopo.web.oversight.hall import officers_of
from pendopo.web.oversight.room import actor_of, hall_page, show

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CounterField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Counter) -> str:
        return f"{obj.number} · {obj.agency.short_name}"


class DutyForm(forms.Form):
    """A weekly duty on several weekdays, or the duty of one date."""

    counter = CounterField(label=_("Counter"), queryset=Counter.objects.none(), to_field_name="code")
    weekdays = forms.MultipleChoiceField(
        label=_("Every week on"), choices=[(str(day), WEEKDAYS[day]) for day in range(7)], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    on_date = forms.DateField(
        label=_("or on one day only"),
        required=False,
        widget=_DAY,
        help_text=_("On that day it stands in place of the weekly ones."),
    )
    starts = forms.TimeField(label=pgettext_lazy("time", "From"), widget=_CLOCK, initial="08:00")
    ends = forms.TimeField(label=pgettext_lazy("time", "Until"), widget=_CLOCK, initial="12:00")
    officer = forms.ChoiceField(label=_("Officer"), required=False, help_text=_("Empty: anyone who may open the counter."))
    from_date = forms.DateField(label=_("Holds from"), required=False, widget=_DAY)
    until_date = forms.DateField(label=_("Holds until"), required=False, widget=_DAY)

    def __init__(self, *arguments: Any, mall: Mall, at: datetime, **words: Any) -> None:
        super().__init__(*arguments, **words)
        counter = cast("CounterField", self.fields["counter"])
        counter.queryset = Counter.objects.filter(mall=mall, active=True).select_related("mall", "agency").order_by("number")
        cast("forms.ChoiceField", self.fields["officer"]).choices = [("", "–"), *officers_of(mall, at)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends, begins, ends_on = (cleaned.get(name) for name in ("starts", "ends", "from_date", "until_date"))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The duty would end before it begins."))
        if begins and ends_on and ends_on < begins:
            self.add_error("until_date", _("The duty would end before it begins."))
        if bool(cleaned.get("weekdays")) == bool(cleaned.get("on_date")):
            self.add_error("weekdays", _("Choose weekdays, or one day only."))
        return cleaned


@dataclass(frozen=True, slots=True)
class DutyRow:
    id: UUID
    number: str
    agency: str
    weekday: str | Promise
    on_date: date | None
    starts: Any
    ends: Any
    officer: str
    from_date: date | None
    until_date: date | None


@require_http_methods(["GET", "POST"])
@hall_page
def roster(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    form = DutyForm(request.POST or None, mall=mall, at=at)
    if request.method == "POST" and form.is_valid():
        _add(form.cleaned_data, at, actor_of(request))
        return redirect("web:roster", mall=mall.code)
    context = {"form": form, "duties": duties_of(mall, at), "today": business_date(at, mall.time_zone)}
    return show(request, "roster.html", context, mall=mall, at=at, status=422 if form.errors else 200)


@require_POST
@hall_page
def remove(request: HttpRequest, mall: Mall, at: datetime, duty: UUID) -> HttpResponse:
    found = Duty.objects.filter(pk=duty, mall=mall).select_related("counter__mall").first()
    if found is None:
        raise NotFound
    remove_duty(duty=found, at=at, actor=actor_of(request))
    return redirect("web:roster", mall=mall.code)


def duties_of(mall: Mall, at: datetime) -> list[DutyRow]:
    """Those that are not over, by counter and day; one query."""
    duties = Duty.objects.filter(mall=mall).not_over(business_date(at, mall.time_zone))
    rows = duties.select_related("counter__agency", "officer").order_by("date", "weekday", "starts", "pk")
    found = [
        DutyRow(
            row.id, row.counter.number, row.counter.agency.short_name, WEEKDAYS[row.weekday] if row.weekday is not None else "",
            row.date, row.starts, row.ends, row.officer.name if row.officer else "", row.from_date, row.until_date,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda row: row.number.zfill(6))


def _add(chosen: dict[str, Any], at: datetime, actor: str) -> None:
    days: list[dict[str, Any]] = [{"weekday": int(day)} for day in chosen["weekdays"]] or [{"date": chosen["on_date"]}]
    for day in days:
        holds = {"from_date": chosen["from_date"], "until_date": chosen["until_date"]} if "weekday" in day else {}
        add_duty(
            counter=chosen["counter"], officer_id=UUID(chosen["officer"]) if chosen["officer"] else None, starts=chosen["starts"],
            ends=chosen["ends"], at=at, actor=actor, **day, **holds,
        )  # fmt: skip
