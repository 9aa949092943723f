"""Signs of life of a device: that it is there, from where it asks, whether it can be heard. They are no changes, so no events,
but for one: a device that asks from two places by turns is held by somebody else too.
"""

from datetime import datetime, timedelta
from typing import Any

from pendopo.directory.events import DeviceDoubled
from pendopo.directory.models import Device, SoundState
from pendopo.journal.events import append
from pendopo.kernel.transactions import one_transaction

_SEEN_EVERY = timedelta(minutes=1)
#: A device that was carried elsewhere does not come back to where it was so soon.
TWO_PLACES_WITHIN = timedelta(minutes=10)


def device_seen(*, device: Device, at: datetime, place: str = "") -> None:
    """Note that a device is alive, at most once a minute, and from where it asks whenever that changes.

    `place` is a keyed hash of network and browser; empty says nothing.
    """
    changes: dict[str, Any] = {}
    if device.last_seen_at is None or abs(at - device.last_seen_at) >= _SEEN_EVERY:
        changes["last_seen_at"] = at
    if place and place != device.place_tag:
        if _is_in_two_places(device, place, at):
            _double(device, at)
        changes |= {"place_tag": place, "earlier_tag": device.place_tag, "earlier_seen_at": at}
    if changes:
        Device.objects.filter(pk=device.pk, token_hash=device.token_hash).update(**changes)


def sound_heard(*, device: Device, state: str | None) -> None:
    """Note what a display says of its sound, when that has changed; other words say nothing."""
    if state in SoundState.values and state != device.sound_state:
        Device.objects.filter(pk=device.pk).update(sound_state=state)
        device.sound_state = state


def software_told(*, device: Device, software: str) -> None:
    """Note which software a screen says it runs, when that has changed; empty says nothing."""
    if software and software != device.software:
        Device.objects.filter(pk=device.pk).update(software=software)
        device.software = software


def _is_in_two_places(device: Device, place: str, at: datetime) -> bool:
    left_at = device.earlier_seen_at
    return place == device.earlier_tag and left_at is not None and abs(at - left_at) < TWO_PLACES_WITHIN


@one_transaction
def _double(device: Device, at: datetime) -> None:
    """The page of devices says when it was last seen so; the journal hears it once."""
    first = Device.objects.filter(pk=device.pk, token_hash=device.token_hash, doubled_at__isnull=True).update(doubled_at=at)
    if first:
        append(DeviceDoubled(kind=device.kind), mall=device.mall_id, subject=device.id, at=at, actor="system")
    else:
        Device.objects.filter(pk=device.pk, doubled_at__lte=at - _SEEN_EVERY).update(doubled_at=at)
