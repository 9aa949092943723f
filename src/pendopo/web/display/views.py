"""The display's page, and the part of it that changes."""

from contextlib import ExitStack
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pendopo.directory.device_signs import software_told, sound_heard
from pendopo.directory.models import Device, DeviceKind
from pendopo.directory.open_state import OpenKind
from pendopo.directory.outside_line import outside_lost_since
from pendopo.kernel import clock
from pendopo.kernel.clock import zone
from pendopo.kernel.errors import NotFound
from pendopo.queue.hall_token import hall_token
from pendopo.queue.reads.display import DisplayBoard, counter_ways, display_board
from pendopo.web.addresses import public_address
from pendopo.web.audience import Audience, audience
from pendopo.web.counters import counter_range
from pendopo.web.devices import device_in, renew_device
from pendopo.web.display.listen import let_listen, listening_address
from pendopo.web.qr import qr
from pendopo.web.software import say_what_is_current, told_by


@require_safe
@audience(Audience.DEVICE)
def display(request: HttpRequest) -> HttpResponse:
    return _answer(request, "display/display.html")


@require_safe
@audience(Audience.DEVICE)
def board(request: HttpRequest) -> HttpResponse:
    """The board alone: asked for every minute, and every ten seconds while the live stream is away.

    With it the display says whether it can be heard (`bunyi`): a sign of life as much as the question itself.
    """
    return _answer(request, "display/board.html")


def _answer(request: HttpRequest, template: str) -> HttpResponse:
    at = clock.now()
    with ExitStack() as stack:
        language = request.GET.get("bahasa", settings.LANGUAGE_CODE)
        if language in dict(settings.LANGUAGES):
            stack.enter_context(translation.override(language))
        try:
            device = device_in(request, DeviceKind.DISPLAY, at)
            sound_heard(device=device, state=request.GET.get("bunyi"))
            software_told(device=device, software=told_by(request))
            stack.enter_context(timezone.override(zone(device.mall.time_zone)))
            response = render(request, template, _context(request, device, at))
        except NotFound:
            status = 200 if template == "display/display.html" else 403
            return render(request, "kiosk/unpaired.html", {"kind": DeviceKind.DISPLAY.value}, status=status)
        response.headers["Content-Language"] = get_language() or settings.LANGUAGE_CODE
    say_what_is_current(response)
    let_listen(response, device, at)
    renew_device(response, request, DeviceKind.DISPLAY)
    return response


def _context(request: HttpRequest, device: Device, at: datetime) -> dict[str, Any]:
    read = display_board(device.mall, device.zone, at)
    token = hall_token(device.mall_id, read.today)
    return {
        "board": read, "panel": _panel(read, at), "now": at, "counters": counter_range(read.counters),
        "qr": qr(public_address(request, f"/m/{device.mall.code}/aula/{token}")),
        "listen": listening_address(request, device),
        "ways": {number: [way.direction, way.hint] for number, way in counter_ways(device.zone).items()} if device.zone else {},
        "changes_at": read.state.until,
        "device": device, "outside_lost_since": outside_lost_since(device.mall),
        # Counters, recordings and settings of the voice are master data: each change of them raises this number.
        "voice_version": device.mall.catalogue_version,
    }  # fmt: skip


def _panel(read: DisplayBoard, at: datetime) -> str:
    """What the large panel shows: a call, unless the hall rests and the call is no news any more."""
    resting = read.state.kind is not OpenKind.OPEN
    if read.latest is not None and (not resting or read.fresh(at)):
        return "call"
    if not resting:
        return "welcome"
    return "break" if read.state.kind is OpenKind.BREAK else "closed"
