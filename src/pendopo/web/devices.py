"""The cookie by which a paired screen of the hall is known, and the one door through which it comes in.

A cookie's value is `<device id>.<token>`. It is out of reach of scripts, goes only to its own room's addresses, and is renewed
as long as the screen is used.
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pendopo.directory.device_signs import device_seen
from pendopo.directory.doors import device_for
from pendopo.directory.models import Device, DeviceKind
from pendopo.directory.pair_device import Paired
from pendopo.kernel.keys import key_ring
from pendopo.kernel.network import network_tag
from pendopo.web.network import network_of

COOKIES = {DeviceKind.KIOSK: "kios", DeviceKind.DISPLAY: "layar"}
HOMES = {DeviceKind.KIOSK: "/k/", DeviceKind.DISPLAY: "/layar/"}
_ONE_YEAR = 365 * 24 * 3600


def device_in(request: HttpRequest, kind: DeviceKind, at: datetime) -> Device:
    """The paired device that asks, noted as alive. Raises NotFound for a browser that is none."""
    device = device_for(request.COOKIES.get(COOKIES[kind], ""), kind=kind)
    device_seen(device=device, at=at, place=_place(request, device))
    return device


def _place(request: HttpRequest, device: Device) -> str:
    """Network and browser, known again for this device only and never read back."""
    asked_from = f"{network_of(request)}|{request.META.get('HTTP_USER_AGENT', '')[:300]}"
    return network_tag(asked_from, key=key_ring(settings.KEYS_DIRECTORY).secret("device-place"), within=str(device.id))


def remember_device(response: HttpResponse, paired: Paired) -> None:
    """Make this browser the device."""
    _set(response, DeviceKind(paired.kind), paired.cookie)


def renew_device(response: HttpResponse, request: HttpRequest, kind: DeviceKind) -> None:
    """Begin the cookie's year anew."""
    _set(response, kind, request.COOKIES[COOKIES[kind]])


def _set(response: HttpResponse, kind: DeviceKind, value: str) -> None:
    response.set_cookie(
        COOKIES[kind], value, max_age=_ONE_YEAR, path=HOMES[kind], httponly=True, samesite="Strict", secure=settings.HTTPS
    )
