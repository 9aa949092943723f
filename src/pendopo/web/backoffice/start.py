"""Where the back office begins: the choice of malls, and the first steps of a new one."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pendopo.directory.doors import managed_malls, may_found_mall
from pendopo.directory.models import Counter, Device, DeviceKind, Mall, Post, Role
from pendopo.kernel import clock
from pendopo.kernel.errors import NotFound
from pendopo.queue.reads.rehearsal import last_rehearsal
from pendopo.web.audience import Audience, audience
from pendopo.web.backoffice.room import mall_page, show


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do before the doors open; `count` says how far it is."""

    title: str | Promise
    body: str | Promise
    count: str | Promise
    done: bool
    address: str
    label: str | Promise


@require_safe
@audience(Audience.SIGNED_IN)
def malls(request: HttpRequest) -> HttpResponse:
    """One mall: straight to it. None yet, and nobody else's: found it."""
    at = clock.now()
    found = managed_malls(request.user, at)
    if len(found) == 1:
        return redirect("web:first_steps", mall=found[0].code)
    if not found:
        if may_found_mall(request.user):
            return redirect("web:found_mall")
        raise NotFound
    return show(request, "malls.html", {"malls": found}, mall=None, at=at)


@require_safe
@mall_page
def first_steps(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    steps = steps_of(mall, at)
    context = {"steps": steps, "done": sum(step.done for step in steps)}
    return show(request, "first_steps.html", context, mall=mall, at=at)


def steps_of(mall: Mall, at: datetime) -> tuple[Step, ...]:
    """What stands between an imported workbook and the first visitor."""
    base = f"/kelola/{mall.code}"
    services, counters = mall.services.filter(active=True).count(), Counter.objects.filter(mall=mall, active=True).count()
    officers = Post.objects.filter(mall=mall, role=Role.OFFICER).not_over(clock.business_date(at, mall.time_zone))
    people = officers.values("user").distinct().count()
    ready = officers.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX).values("user").distinct().count()
    kiosks = Device.objects.filter(mall=mall, kind=DeviceKind.KIOSK, paired_at__isnull=False, revoked_at__isnull=True).count()
    zones = mall.zones.count()
    displays = (
        Device.objects.filter(mall=mall, kind=DeviceKind.DISPLAY, paired_at__isnull=False, revoked_at__isnull=True)
        .values("zone")
        .distinct()
        .count()
    )
    rehearsal = last_rehearsal(mall)
    masters = _("%(services)s services · %(counters)s counters") % {"services": services, "counters": counters}
    return (
        Step(_("Services, counters and hours"), _("They come from the mall's workbook. Import it again whenever something changes."),
             masters, services > 0 and counters > 0, f"{base}/buku", _("Open the workbook")),
        Step(_("Officers can sign in"), _("Each gets a one-time link and sets a password."),
             f"{ready}/{people}", people > 0 and ready == people, f"{base}/petugas", _("Invite officers")),
        Step(_("A kiosk gives numbers"), _("Open the pairing link in the kiosk's browser."),
             str(kiosks), kiosks > 0, f"{base}/layar", _("Add a kiosk")),
        Step(_("Every zone has its display"), _("Open the pairing link in the browser of each television."),
             f"{displays}/{zones}", zones > 0 and displays >= zones, f"{base}/layar?jenis=display", _("Add a display")),
        Step(_("Rehearse a day"), _("Everyone plays; the tickets are thrown away at the end."),
             "", rehearsal is not None and rehearsal.ended, f"{base}/hari-ini#gladi", _("Go to the rehearsal")),
    )  # fmt: skip
