"""Add kiosks and displays, pair a browser with one by a one-time code, take one out of service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.directory.events import DeviceMade, DevicePaired, DeviceRevoked, PairingOffered
from pendopo.directory.models import Device, Mall, PairingCode, Zone
from pendopo.directory.pairing_limits import count_wrong_code, refuse_guessers
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import public_code, read_code
from pendopo.kernel.keys import new_token, token_hash
from pendopo.kernel.transactions import one_transaction

CODE_VALID_FOR = timedelta(hours=24)
# A code that was made just now is looked up whatever its network has done before: no stranger keeps a mall from pairing.
_JUST_MADE = timedelta(minutes=10)


class DeviceNameTaken(DomainError):
    code = "directory.device_name_taken"
    message = _("There is a screen named %(name)s already. Please choose another name.")


class PairingCodeRefused(DomainError):
    """Unknown, mistyped, used or too old: the asker is not told which."""

    code = "directory.pairing_code_refused"
    status = 404
    message = _("This pairing code does not work: it was used, is too old, or was mistyped. Please ask for a new one.")


@dataclass(frozen=True, slots=True)
class Offered:
    """A one-time pairing code, shown once; only its hash is kept."""

    device: UUID
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Paired:
    """What the browser keeps: its cookie's value is `<device>.<token>`."""

    device: UUID
    kind: str
    mall_code: str
    token: str

    @property
    def cookie(self) -> str:
        return f"{self.device}.{self.token}"


@one_transaction
def make_device(*, mall: Mall, kind: str, name: str, at: datetime, actor: str, zone: Zone | None = None) -> Offered:
    """Add a screen and offer the code that pairs it. Raises DeviceNameTaken."""
    return offer_pairing(
        device=await_pairing(mall=mall, kind=kind, name=name, zone=zone, at=at, actor=actor), at=at, actor=actor
    )


@one_transaction
def await_pairing(*, mall: Mall, kind: str, name: str, at: datetime, actor: str, zone: Zone | None = None) -> Device:
    """Add a screen whose code is offered later. Raises DeviceNameTaken."""
    if zone is not None and zone.mall_id != mall.id:
        raise NotFound
    if Device.objects.filter(mall=mall, name=name).exists():
        raise DeviceNameTaken(name=name)
    device = Device.objects.create(mall=mall, zone=zone, kind=kind, name=name)
    append(DeviceMade(kind=str(kind), zone=zone.id if zone else None), mall=mall.id, subject=device.id, at=at, actor=actor)
    return device


@one_transaction
def change_screen(*, device: Device, zone: Zone | None, at: datetime, actor: str) -> None:
    """Another zone; one that was out of service waits to be paired anew. What is so already changes nothing."""
    if zone is not None and zone.mall_id != device.mall_id:
        raise NotFound
    if device.zone_id == (zone.id if zone else None) and device.revoked_at is None:
        return
    Device.objects.filter(pk=device.pk).update(zone=zone, revoked_at=None)
    facts = DeviceMade(kind=device.kind, zone=zone.id if zone else None)
    append(facts, mall=device.mall_id, subject=device.id, at=at, actor=actor)


@one_transaction
def offer_pairing(*, device: Device, at: datetime, actor: str) -> Offered:
    """A new one-time code for this device; codes offered before stop working. The paired browser stays paired until then."""
    PairingCode.objects.filter(device=device, used_at__isnull=True).update(used_at=at)
    code, expires_at = public_code(), at + CODE_VALID_FOR
    PairingCode.objects.create(device=device, code_hash=token_hash(code), expires_at=expires_at)
    append(PairingOffered(expires_at=expires_at), mall=device.mall_id, subject=device.id, at=at, actor=actor)
    return Offered(device.id, code, expires_at)


def device_offered(code: str, at: datetime, *, network: str = "") -> Device:
    """The device that this code would pair, for the page that asks "is it this one?", and before it is paired.

    Wrong codes are counted, so it belongs into no transaction. Raises PairingCodeRefused, TooManyCodes.
    """
    try:
        offered = _offered(code, at)
    except PairingCodeRefused:
        refuse_guessers(network, at)
        count_wrong_code(network, at)
        raise
    if offered.expires_at - at < CODE_VALID_FOR - _JUST_MADE:
        refuse_guessers(network, at)
    return offered.device


@one_transaction
def pair_device(*, code: str, at: datetime) -> Paired:
    """Make this browser the device, in place of any other. Raises PairingCodeRefused."""
    offered = _offered(code, at)
    # One of two browsers that use the code at the same instant wins.
    if not PairingCode.objects.filter(pk=offered.pk, used_at__isnull=True).update(used_at=at):
        raise PairingCodeRefused
    token, device = new_token(), offered.device
    Device.objects.filter(pk=device.pk).update(
        token_hash=token_hash(token), paired_at=at, last_seen_at=at, revoked_at=None, place_tag="", earlier_tag="",
        earlier_seen_at=None, doubled_at=None,
    )  # fmt: skip
    append(DevicePaired(kind=device.kind), mall=device.mall_id, subject=device.id, at=at, actor=f"device:{device.id}")
    return Paired(device.id, device.kind, device.mall.code, token)


@one_transaction
def revoke_device(*, device: Device, at: datetime, actor: str) -> None:
    """Take a screen out of service: its token and codes stop working. Doing it twice changes nothing."""
    PairingCode.objects.filter(device=device, used_at__isnull=True).update(used_at=at)
    if Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(revoked_at=at, token_hash=""):
        append(DeviceRevoked(kind=device.kind), mall=device.mall_id, subject=device.id, at=at, actor=actor)


def _offered(code: str, at: datetime) -> PairingCode:
    written = read_code(code)
    offered = written and (
        PairingCode.objects.filter(code_hash=token_hash(written), used_at__isnull=True, expires_at__gt=at)
        .select_related("device__mall", "device__zone")
        .first()
    )
    if not offered:
        raise PairingCodeRefused
    return offered
