"""What every page of the kiosk needs: the paired device, the language and look chosen at the screen, the mall's own time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from pendopo.directory.models import Device, DeviceKind, Mall
from pendopo.kernel import clock
from pendopo.kernel.clock import zone
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.web.devices import device_in
from pendopo.web.problems import problem

LANGUAGE_COOKIE, LOOK_COOKIE, PRINT_COOKIE, WIDTH_COOKIE = "bahasa_kios", "tampilan", "cetak", "lebar_kertas"
CONTRAST, LOW = "kontras", "rendah"
PRINT_CHOICES = ("otomatis", "tombol")


@dataclass(frozen=True, slots=True)
class Kiosk:
    """The device that asks, and the instant at which it does."""

    device: Device
    mall: Mall
    at: datetime


Page = Callable[..., HttpResponse]


def kiosk_page(view: Page) -> Page:
    """Decorate a page: `view(request, kiosk, **parts)`. A browser that is not paired is told how to become a kiosk."""

    @wraps(view)
    def wrapped(request: HttpRequest, **parts: Any) -> HttpResponse:
        at = clock.now()
        language = chosen_language(request)
        with translation.override(language):
            try:
                device = device_in(request, DeviceKind.KIOSK, at)
            except NotFound:
                return refused(request) if request.method == "POST" else unpaired(request)
            with timezone.override(zone(device.mall.time_zone)):
                try:
                    response = view(request, Kiosk(device, device.mall, at), **parts)
                except DomainError as error:
                    response = refusal(request, error, Kiosk(device, device.mall, at))
            response.headers.setdefault("Content-Language", language)
            return response

    return wrapped


def chosen_language(request: HttpRequest) -> str:
    """The language chosen at this screen, Indonesian at first."""
    chosen = request.POST.get("bahasa") if request.method == "POST" else None
    chosen = chosen or request.COOKIES.get(LANGUAGE_COOKIE)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def show(request: HttpRequest, kiosk: Kiosk, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a kiosk page with its frame."""
    return render(request, f"kiosk/{template}", {**frame(request, kiosk), **context}, status=status)


def frame(request: HttpRequest, kiosk: Kiosk) -> dict[str, Any]:
    looks = request.COOKIES.get(LOOK_COOKIE, "").split("-")
    return {
        "mall": {"name": kiosk.mall.name, "place": kiosk.mall.region.name},
        "device_name": kiosk.device.name,
        "now": kiosk.at,
        "contrast": CONTRAST in looks,
        "low": LOW in looks,
        "here": request.get_full_path() if request.method == "GET" else "/k/",
    }


def refusal(request: HttpRequest, error: DomainError, kiosk: Kiosk) -> HttpResponse:
    """A refusal in the kiosk's own look: the sentence, and the way on; a problem document for a script."""
    if asks_for_json(request):
        return problem(request, error)
    return show(request, kiosk, "refused.html", {"error": error}, status=error.status)


def refused(request: HttpRequest) -> HttpResponse:
    """A command of a browser that is no kiosk (any more)."""
    from pendopo.queue.take_ticket import UnknownDevice

    error = UnknownDevice()
    return problem(request, error) if asks_for_json(request) else unpaired(request, status=error.status)


def unpaired(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    return render(request, "kiosk/unpaired.html", {"kind": DeviceKind.KIOSK.value}, status=status)


def asks_for_json(request: HttpRequest) -> bool:
    """Whether a script asks, not a person."""
    return "application/json" in request.META.get("HTTP_ACCEPT", "")
