"""Days on which the hall is closed or has other hours: seen a year at a time, planned ahead, corrected and taken back.

Holidays belong to a region and hold for all its malls. A special day belongs to this mall, one of its agencies or one counter, and is
stronger: by it a mall is open on a holiday too.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.appointments.refresh_line_day import refresh_line_days
from pendopo.catalogue.changes.change_thing import NothingChanged, change_thing
from pendopo.catalogue.changes.planning import ThingRefused
from pendopo.catalogue.changes.reach import Reach
from pendopo.catalogue.changes.steps import Overtaken
from pendopo.catalogue.changes.thing import read_thing
from pendopo.catalogue.changes.things import KINDS
from pendopo.directory.add_holiday import add_holiday, malls_that_keep
from pendopo.directory.correct_holiday import HolidayThereAlready, correct_holiday
from pendopo.directory.doors import roles_to_give
from pendopo.directory.holiday_doors import holiday_for, holidays_of, special_days_of, writable_regions
from pendopo.directory.holiday_history import holiday_history
from pendopo.directory.models import Agency, Counter, Holiday, HolidayKind, Mall
from pendopo.directory.remove_holiday import remove_holiday
from pendopo.kernel.clock import business_date
from pendopo.queue.follow_master_data import follow_master_data
from pendopo.web.backoffice.room import actor_of, mall_page, show

_FURTHEST_DAYS = 1100
_NATION = "-"


class HolidayForm(forms.Form):
    """A holiday of a region."""

    tanggal = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    nama = forms.CharField(
        label=_("What it is called"), max_length=160, help_text=_("Visitors read it: “Hari jadi kabupaten”.")
    )
    jenis = forms.ChoiceField(label=pgettext_lazy("of a thing", "Kind"), choices=[])
    wilayah = forms.ChoiceField(label=_("Where it holds"), choices=[])

    def __init__(self, *arguments: Any, regions: list[tuple[str, str]], today: date, **words: Any) -> None:
        super().__init__(*arguments, **words)
        self.today = today
        self.fields["wilayah"].choices = regions  # type: ignore[attr-defined]
        kinds = (HolidayKind.REGIONAL, HolidayKind.COLLECTIVE_LEAVE, HolidayKind.NATIONAL)
        national = any(code == _NATION for code, _name in regions)
        self.fields["jenis"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in kinds if national or kind is not HolidayKind.NATIONAL
        ]

    def clean_tanggal(self) -> date:
        return _not_past(self.cleaned_data["tanggal"], self.today)


class SpecialForm(forms.Form):
    """A single day of the mall, an agency or a counter."""

    hari = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    untuk = forms.ChoiceField(label=_("For whom"), choices=[])
    buka = forms.TimeField(
        label=_("Opens"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Leave both times empty: closed all day."),
    )  # fmt: skip
    tutup = forms.TimeField(label=_("Closes"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    alasan = forms.CharField(label=_("Why"), max_length=160, help_text=_("Visitors read it: “Rapat kerja dinas”."))

    def __init__(self, *arguments: Any, owners: list[tuple[str, str]], today: date, **words: Any) -> None:
        super().__init__(*arguments, **words)
        self.today = today
        self.fields["untuk"].choices = owners  # type: ignore[attr-defined]

    def clean_hari(self) -> date:
        return _not_past(self.cleaned_data["hari"], self.today)

    def cells(self) -> dict[str, str | None]:
        chosen = self.cleaned_data
        return {
            "Untuk": chosen["untuk"], "Tanggal": chosen["hari"].isoformat(), "Buka": _clock(chosen["buka"]),
            "Tutup": _clock(chosen["tutup"]), "Alasan": chosen["alasan"],
        }  # fmt: skip


@require_safe
@mall_page
def holidays(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    return _page(request, mall, at)


@require_POST
@mall_page
def add(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    form = _holiday_form(request, mall, at, request.POST)
    if not form.is_valid():
        return _page(request, mall, at, holiday_form=form)
    chosen = form.cleaned_data
    region = "" if chosen["wilayah"] == _NATION else chosen["wilayah"]
    add_holiday(
        day=chosen["tanggal"], name=chosen["nama"], region_code=region, kind=HolidayKind(chosen["jenis"]), at=at,
        actor=actor_of(request),
    )  # fmt: skip
    return _followed(request, mall, region, at, chosen["tanggal"])


@require_http_methods(["GET", "POST"])
@mall_page
def correct(request: HttpRequest, mall: Mall, at: datetime, holiday: UUID) -> HttpResponse:
    here = holiday_for(request.user, mall, holiday, at)
    stands = {"tanggal": here.date, "nama": here.name, "jenis": here.kind, "wilayah": here.region_code or _NATION}
    form = _holiday_form(request, mall, at, request.POST or None, initial=stands)
    form.fields["wilayah"].required = False
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            correct_holiday(
                holiday=here, day=chosen["tanggal"], name=chosen["nama"], kind=HolidayKind(chosen["jenis"]), at=at,
                actor=actor_of(request),
            )  # fmt: skip
        except HolidayThereAlready as refusal:
            form.add_error("nama", str(refusal))
        else:
            return _followed(request, mall, here.region_code, at, chosen["tanggal"])
    stored = Holiday.objects.get(pk=here.pk)
    context = {"form": form, "holiday": stored}
    return show(request, "holiday.html", context, mall=mall, at=at, status=422 if form.errors else 200)


@require_POST
@mall_page
def remove(request: HttpRequest, mall: Mall, at: datetime, holiday: UUID) -> HttpResponse:
    here = holiday_for(request.user, mall, holiday, at)
    remove_holiday(day=here.date, name=here.name, region_code=here.region_code, at=at, actor=actor_of(request))
    return _followed(request, mall, here.region_code, at, here.date)


@require_POST
@mall_page
def special(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    """One more single day: a change of whose hours they are, with its history there."""
    form = _special_form(request, mall, at, request.POST)
    if not form.is_valid():
        return _page(request, mall, at, special_form=form)
    cells, kind = form.cells(), KINDS["jam"]
    thing = read_thing(mall, kind, str(cells["Untuk"]), at)
    others = [row for row in thing.rows["Tutup"] if row["Tanggal"] != cells["Tanggal"]]
    reach = Reach(roles_to_give(request.user, mall, at))
    try:
        change_thing(
            mall=mall, kind=kind, target=thing.target, wanted={**thing.rows, "Tutup": [*others, cells]}, seen=thing.seen, at=at,
            actor=actor_of(request), reach=reach,
        )  # fmt: skip
    except ThingRefused as refusal:
        for fault in refusal.faults:
            form.add_error({"Buka": "buka", "Tutup": "tutup", "Alasan": "alasan"}.get(fault.column), str(fault.problem))
        return _page(request, mall, at, special_form=form)
    except (NothingChanged, Overtaken) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, mall, at, special_form=form)
    follow_master_data(mall=mall, at=at, actor=actor_of(request))
    return redirect(_year_of(mall, form.cleaned_data["hari"]) + "&kini=khusus#khusus")


def _followed(request: HttpRequest, mall: Mall, region: str, at: datetime, day: date) -> HttpResponse:
    for one in malls_that_keep(region).order_by("code"):
        refresh_line_days(mall=one, at=at, actor=actor_of(request))
    return redirect(_year_of(mall, day) + "&kini=libur")


def _year_of(mall: Mall, day: date) -> str:
    return f"{reverse('web:holidays', args=[mall.code])}?tahun={day.year}"


def _page(
    request: HttpRequest, mall: Mall, at: datetime, *, holiday_form: HolidayForm | None = None,
    special_form: SpecialForm | None = None,
) -> HttpResponse:  # fmt: skip
    today = business_date(at, mall.time_zone)
    year = _year(request.GET.get("tahun", ""), today)
    first, last = date(year, 1, 1), date(year, 12, 31)
    writable = writable_regions(request.user, mall, at)
    rows = holidays_of(mall, first, last, writable=writable)
    specials = special_days_of(mall, first, last)
    context = {
        "year": year, "years": range(today.year, today.year + 3), "today": today,
        "holidays": [row for row in rows if row.date >= today], "past": [row for row in rows if row.date < today],
        "specials": [row for row in specials if row.date >= today], "history": holiday_history(mall.region_id),
        "holiday_form": holiday_form or _holiday_form(request, mall, at, None),
        "special_form": special_form or _special_form(request, mall, at, None, initial=_suggested(request, mall)),
        "just": request.GET.get("kini", ""), "several_regions": len(writable) > 1,
    }  # fmt: skip
    wrong = bool((holiday_form and holiday_form.errors) or (special_form and special_form.errors))
    return show(request, "holidays.html", context, mall=mall, at=at, status=422 if wrong else 200)


def _holiday_form(request: HttpRequest, mall: Mall, at: datetime, data: Any, **more: Any) -> HolidayForm:
    regions = [
        (region.code, region.name) if region else (_NATION, _now("The whole nation"))
        for region in writable_regions(request.user, mall, at)
    ]
    return HolidayForm(data, regions=regions, today=business_date(at, mall.time_zone), **more)


def _special_form(request: HttpRequest, mall: Mall, at: datetime, data: Any, **more: Any) -> SpecialForm:
    owners = [("mal", _now("The whole mall"))]
    agencies = Agency.objects.filter(mall=mall, active=True).order_by("short_name", "code")
    owners += [(f"instansi:{code}", name) for code, name in agencies.values_list("code", "short_name")]
    counters = Counter.objects.filter(mall=mall, active=True).values_list("code", "number", "agency__short_name")
    owners += [
        (f"loket:{code}", _now("Counter %(number)s") % {"number": number} + f" · {agency}")
        for code, number, agency in sorted(counters, key=lambda one: one[1].zfill(6))
    ]
    return SpecialForm(data, owners=owners, today=business_date(at, mall.time_zone), **more)


def _suggested(request: HttpRequest, mall: Mall) -> dict[str, Any]:
    """“Open all the same” beside a holiday fills the form with that day and the mall's own hours."""
    try:
        day = date.fromisoformat(request.GET.get("buka", ""))
    except ValueError:
        return {}
    hours = mall.hours.filter(agency=None, counter=None).order_by("weekday").first()
    return {"hari": day, "untuk": "mal", "buka": hours.opens if hours else None, "tutup": hours.closes if hours else None}


def _year(written: str, today: date) -> int:
    return int(written) if written.isdecimal() and today.year - 3 <= int(written[:5]) <= today.year + 3 else today.year


def _not_past(day: date, today: date) -> date:
    if not today <= day <= today + timedelta(days=_FURTHEST_DAYS):
        raise forms.ValidationError(_now("Please choose a day from today on, within three years."))
    return day


def _clock(value: Any) -> str | None:
    return f"{value:%H:%M}" if value else None
