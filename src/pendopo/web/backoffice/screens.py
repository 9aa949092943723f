"""Kiosks and displays: add one, pair it, take it out of service."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.directory.doors import device_of
from pendopo.directory.models import SCREENS, Device, DeviceKind, Mall, Zone
from pendopo.directory.pair_device import DeviceNameTaken, Offered, make_device, offer_pairing, revoke_device
from pendopo.directory.reads import devices_of
from pendopo.kernel.clock import business_date
from pendopo.web.addresses import public_address
from pendopo.web.backoffice.room import actor_of, mall_page, show
from pendopo.web.qr import qr


class ScreenForm(forms.Form):
    """A new kiosk or display."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[(kind.value, kind.label) for kind in SCREENS], widget=forms.RadioSelect,
        initial=DeviceKind.KIOSK,
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Where it stands: “Kios pintu utama”."))
    zone = forms.ChoiceField(label=_("Zone"), required=False, help_text=_("A display shows the calls of its zone."))

    def __init__(self, *arguments: object, mall: Mall, **words: object) -> None:
        super().__init__(*arguments, **words)  # type: ignore[arg-type]
        self._zones = {str(zone.id): zone for zone in mall.zones.order_by("letter")}
        zone = cast("forms.ChoiceField", self.fields["zone"])
        zone.choices = [("", "–"), *((key, f"{zone.letter} · {zone.name}") for key, zone in self._zones.items())]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        cleaned["zone"] = self._zones.get(str(cleaned.get("zone") or ""))
        if cleaned.get("kind") == DeviceKind.DISPLAY and cleaned["zone"] is None:
            self.add_error("zone", _("Choose the zone whose calls it shows."))
        return cleaned


@require_http_methods(["GET", "POST"])
@mall_page
def screens(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    form = ScreenForm(request.POST or None, mall=mall, initial=_suggested(request.GET.get("jenis", ""), mall))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            offered = make_device(
                mall=mall, kind=chosen["kind"], name=chosen["name"], zone=chosen["zone"], at=at, actor=actor_of(request)
            )
        except DeviceNameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            another = ScreenForm(mall=mall, initial=_suggested(chosen["kind"], mall))
            return _page(request, mall, at, form=another, offered=offered)
    return _page(request, mall, at, form=form)


def zones_without_display(mall: Mall) -> list[Zone]:
    """By letter; one query."""
    served = Device.objects.filter(mall=mall, kind=DeviceKind.DISPLAY, revoked_at__isnull=True)
    return list(mall.zones.exclude(pk__in=served.values("zone")).order_by("letter"))


def _suggested(kind: str, mall: Mall) -> dict[str, str]:
    """For a display the form is filled in for the next zone that has none: a hall has many zones to go through."""
    if kind != DeviceKind.DISPLAY:
        return {}
    zone = next(iter(zones_without_display(mall)), None)
    chosen = {"kind": str(DeviceKind.DISPLAY)}
    return (
        chosen | {"zone": str(zone.id), "name": _("Display of zone %(letter)s") % {"letter": zone.letter}} if zone else chosen
    )


@require_POST
@mall_page
def offer(request: HttpRequest, mall: Mall, at: datetime, device: UUID) -> HttpResponse:
    """A new pairing link for a screen; the page shows it once."""
    offered = offer_pairing(device=device_of(mall, device), at=at, actor=actor_of(request))
    return _page(request, mall, at, offered=offered)


@require_POST
@mall_page
def revoke(request: HttpRequest, mall: Mall, at: datetime, device: UUID) -> HttpResponse:
    revoke_device(device=device_of(mall, device), at=at, actor=actor_of(request))
    return redirect("web:screens", mall=mall.code)


def _page(
    request: HttpRequest, mall: Mall, at: datetime, *, form: ScreenForm | None = None, offered: Offered | None = None
) -> HttpResponse:
    without = zones_without_display(mall)
    context: dict[str, object] = {
        "form": form or ScreenForm(mall=mall),
        "devices": devices_of(mall, at),
        "without": ", ".join(zone.letter for zone in without),
        "today": business_date(at, mall.time_zone),
    }
    if offered is not None:
        link = public_address(request, f"/pasang/{offered.code}")
        name = Device.objects.values_list("name", flat=True).get(pk=offered.device)
        context |= {"link": link, "link_qr": qr(link), "link_for": name, "expires_at": offered.expires_at}
    status = 422 if form is not None and form.errors else 200
    return show(request, "screens.html", context, mall=mall, at=at, status=status)
