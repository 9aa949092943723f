"""The first day: what stands between an empty installation and the first visitor, step by step.

What is done is seen in the data itself, so the list can be left and taken up again, by anybody who runs the mall.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.accounts.models import User
from pendopo.catalogue.found_mall import found_mall
from pendopo.catalogue.workbook.faults import WorkbookRefused
from pendopo.directory.doors import may_found_mall
from pendopo.directory.models import Counter, Device, DeviceKind, Hours, Mall, Post, Region, RegionLevel, Role
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
from pendopo.queue.reads.rehearsal import last_rehearsal
from pendopo.web.audience import Audience, audience
from pendopo.web.backoffice.room import actor_of, mall_page, show


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do before the doors open; `count` says how far it is."""

    title: str | Promise
    body: str | Promise
    count: str | Promise
    done: bool
    address: str
    label: str | Promise


class MallForm(forms.Form):
    """What must be known of a mall on its first day."""

    mal = forms.CharField(label=_("Name of the mall"), max_length=120, initial="Mal Pelayanan Publik ")
    wilayah = forms.ChoiceField(label=_("Regency or city"), help_text=_("The time zone follows from it."))
    tempat = forms.CharField(label=_("Street and place"), max_length=300, required=False)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["wilayah"].choices = [("", "–"), *_regencies()]  # type: ignore[attr-defined]


def _regencies() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every regency and city under its province."""
    by_province: dict[str, list[tuple[str, str]]] = defaultdict(list)
    found = Region.objects.filter(level=RegionLevel.REGENCY).order_by("code").values_list("code", "name", "parent__name")
    for code, name, province in found:
        by_province[province or ""].append((code, name))
    return list(by_province.items())


@require_http_methods(["GET", "POST"])
@audience(Audience.SIGNED_IN)
def first_day(request: HttpRequest) -> HttpResponse:
    """Before there is a mall: found it here, or by the workbook."""
    person = request.user
    if not isinstance(person, User) or not may_found_mall(person):
        raise NotFound
    form, at = MallForm(request.POST or None), clock.now()
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            mall = found_mall(
                person=person, name=typed["mal"], region=Region.objects.get(code=typed["wilayah"]), address=typed["tempat"],
                at=at, actor=actor_of(request),
            )  # fmt: skip
        except WorkbookRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("web:first_steps", mall=mall.code)
    context = {"form": form, "to_come": TO_COME}
    return show(request, "first_day.html", context, mall=None, at=at, status=422 if form.errors else 200)


#: What follows once there is a mall.
TO_COME = (
    _("Agencies"), _("Zones and lines"), _("Services, from a sheet"), _("Counters"), _("Opening hours"), _("Officers can sign in"),
    _("A kiosk gives numbers"), _("Every zone has its display"), _("Rehearse a day"),
)  # fmt: skip


@require_safe
@mall_page
def first_steps(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    steps = steps_of(mall, at)
    context = {
        "steps": steps, "done": sum(step.done for step in steps), "next": next((step for step in steps if not step.done), None),
    }  # fmt: skip
    return show(request, "first_steps.html", context, mall=mall, at=at)


def steps_of(mall: Mall, at: datetime) -> tuple[Step, ...]:
    """What stands between a mall that has only a name and its first visitor; a constant number of queries."""
    base = f"/kelola/{mall.code}"
    agencies, zones = mall.agencies.filter(active=True).count(), mall.zones.count()
    lines, services = mall.lines.filter(active=True).count(), mall.services.filter(active=True).count()
    counters = Counter.objects.filter(mall=mall, active=True).count()
    days = Hours.objects.filter(mall=mall, agency=None, counter=None).count()
    rehearsal = last_rehearsal(mall)
    where = f"{base}/data/zona" if not zones else f"{base}/data/jalur"
    return (
        Step(_("The mall"), _("Its name, its place, and how it greets visitors."), "", True, f"{base}/data/mal", _("Open")),
        Step(_("Agencies"), _("Who serves here: offices, enterprises, stalls."), str(agencies), agencies > 0,
             f"{base}/data/instansi", _("Agencies")),
        Step(_("Zones and lines"), _("Where people wait, and which services share their numbers."),
             _("%(zones)s zones · %(lines)s lines") % {"zones": zones, "lines": lines}, zones > 0 and lines > 0, where,
             _("Zones") if not zones else _("Lines")),
        Step(_("Services, from a sheet"), _("Download the template, fill it in and import it. It may bring all the rest as well."),
             str(services), services > 0, f"{base}/buku", _("Open the workbook")),
        Step(_("Counters"), _("Each with its number, its zone and the lines it serves."), str(counters), counters > 0,
             f"{base}/data/loket", _("Counters")),
        Step(_("Opening hours"), _("Look them over: hours, breaks, days on which the mall is closed."), "", days > 0,
             f"{base}/data/jam/mal", _("Opening hours")),
        _officers(mall, at, base),
        *_screens(mall, base, zones),
        Step(_("Rehearse a day"), _("Everyone plays; the tickets are thrown away at the end."),
             "", rehearsal is not None and rehearsal.ended, f"{base}/hari-ini#gladi", _("Go to the rehearsal")),
    )  # fmt: skip


def _officers(mall: Mall, at: datetime, base: str) -> Step:
    officers = Post.objects.filter(mall=mall, role=Role.OFFICER).not_over(clock.business_date(at, mall.time_zone))
    people = officers.values("user").distinct().count()
    ready = officers.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX).values("user").distinct().count()
    if not people:
        return Step(_("Officers can sign in"), _("First give them posts; then each gets a one-time link and sets a password."),
                    "0", False, f"{base}/data/petugas", _("Give posts"))  # fmt: skip
    return Step(_("Officers can sign in"), _("Each gets a one-time link and sets a password."), f"{ready}/{people}",
                ready == people, f"{base}/petugas", _("Invite officers"))  # fmt: skip


def _screens(mall: Mall, base: str, zones: int) -> tuple[Step, Step]:
    paired = Device.objects.filter(mall=mall, paired_at__isnull=False, revoked_at__isnull=True)
    kiosks = paired.filter(kind=DeviceKind.KIOSK).count()
    displays = paired.filter(kind=DeviceKind.DISPLAY).values("zone").distinct().count()
    return (
        Step(_("A kiosk gives numbers"), _("Open the pairing link in the kiosk's browser."), str(kiosks), kiosks > 0,
             f"{base}/layar", _("Add a kiosk")),
        Step(_("Every zone has its display"), _("Open the pairing link in the browser of each television."),
             f"{displays}/{zones}", zones > 0 and displays >= zones, f"{base}/layar?jenis=display", _("Add a display")),
    )  # fmt: skip
