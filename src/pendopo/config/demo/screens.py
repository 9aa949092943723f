"""A demo's kiosk and displays: devices that wait for a browser, and the crowd's own kiosk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pendopo.directory.models import Device, DeviceKind, Mall, Zone
from pendopo.directory.pair_device import Paired, make_device, offer_pairing, pair_device
from pendopo.kernel.keys import token_hash

_ACTOR = "system"
_CROWDS_KIOSK = "Kios keramaian"


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen and the one-time link by which a browser becomes it."""

    name: str
    kind: str
    path: str


def offer_screens(mall: Mall, *, at: datetime) -> Sequence[Screen]:
    """One kiosk and a display for each zone, each with a fresh link; browsers paired before stay what they are."""
    zones = Zone.objects.filter(mall=mall).order_by("letter")
    kiosk = _offer(mall, DeviceKind.KIOSK, "Kios peragaan", None, at)
    return (kiosk, *(_offer(mall, DeviceKind.DISPLAY, f"Layar zona {zone.letter}", zone, at) for zone in zones))


def crowds_kiosk(mall: Mall, cookie: str, *, at: datetime) -> Paired:
    """The kiosk at which the crowd presses: the one of `cookie` when it still is paired, else paired anew."""
    device_id, _, token = cookie.partition(".")
    device = Device.objects.filter(mall=mall, name=_CROWDS_KIOSK).first()
    if device and str(device.id) == device_id and device.token_hash == token_hash(token):
        return Paired(device.id, device.kind, mall.code, token)
    if device is None:
        offered = make_device(mall=mall, kind=DeviceKind.KIOSK, name=_CROWDS_KIOSK, at=at, actor=_ACTOR)
    else:
        offered = offer_pairing(device=device, at=at, actor=_ACTOR)
    return pair_device(code=offered.code, at=at)


def _offer(mall: Mall, kind: DeviceKind, name: str, zone: Zone | None, at: datetime) -> Screen:
    device = Device.objects.filter(mall=mall, name=name).first()
    if device is None:
        offered = make_device(mall=mall, kind=kind, name=name, zone=zone, at=at, actor=_ACTOR)
    else:
        offered = offer_pairing(device=device, at=at, actor=_ACTOR)
    return Screen(name, kind.value, f"/pasang/{offered.code}")
