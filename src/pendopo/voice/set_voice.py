"""Decide how a mall's displays speak: languages, reading, volume by hour, and which display speaks at all."""

import itertools
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from pendopo.directory.master_data import master_data_changed
from pendopo.directory.models import Device, DeviceKind, Mall
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.transactions import one_transaction
from pendopo.voice.events import DisplayVoiceSet, VoiceSettingsChanged
from pendopo.voice.languages import LANGUAGES
from pendopo.voice.models import QuietHours, VoiceSettings
from pendopo.voice.settings_of import Quiet
from pendopo.voice.wording import Reading

QUIET_HOURS_AT_MOST = 6


class VoiceRefused(DomainError):
    code = "voice.settings_refused"
    status = 422
    message = _("Please choose languages from the list and a volume from 0 to 100.")


class QuietHoursRefused(DomainError):
    code = "voice.quiet_hours_refused"
    status = 422
    message = _("Quiet hours end after they begin and do not overlap. Please look at the times again.")


@one_transaction
def set_voice(
    *, mall: Mall, languages: Sequence[str], reading: Reading, volume: int, quiet: Sequence[Quiet], at: datetime, actor: str
) -> None:
    """In place of what was decided before. Raises VoiceRefused or QuietHoursRefused."""
    chosen = list(dict.fromkeys(languages))
    if not set(chosen) <= set(LANGUAGES) or not _percent(volume):
        raise VoiceRefused
    _refuse_muddled(quiet)
    VoiceSettings.objects.update_or_create(
        mall=mall, defaults={"languages": chosen, "reading": reading.value, "volume": volume}
    )
    QuietHours.objects.filter(mall=mall).delete()
    QuietHours.objects.bulk_create(QuietHours(mall=mall, starts=one.starts, ends=one.ends, volume=one.volume) for one in quiet)
    master_data_changed(mall)
    event = VoiceSettingsChanged(" ".join(chosen), reading.value, volume, len(quiet))
    append(event, mall=mall.id, subject=mall.id, at=at, actor=actor)


@one_transaction
def set_display_voice(*, device: Device, speaks: bool, volume: int, at: datetime, actor: str) -> None:
    """Of two displays beside each other usually one speaks. Raises NotFound for what is no display, VoiceRefused."""
    if device.kind != DeviceKind.DISPLAY:
        raise NotFound
    if not _percent(volume):
        raise VoiceRefused
    Device.objects.filter(pk=device.pk).update(speaks=speaks, volume=volume)
    append(DisplayVoiceSet(speaks, volume), mall=device.mall_id, subject=device.id, at=at, actor=actor)


def _percent(volume: int) -> bool:
    return 0 <= volume <= 100


def _refuse_muddled(quiet: Sequence[Quiet]) -> None:
    in_order = sorted(quiet, key=lambda one: one.starts)
    overlap = any(one.ends > following.starts for one, following in itertools.pairwise(in_order))
    if overlap or len(quiet) > QUIET_HOURS_AT_MOST or any(one.ends <= one.starts or not _percent(one.volume) for one in quiet):
        raise QuietHoursRefused
