"""A recording of one word: read, checked, trimmed and brought to the loudness of all others.

Only PCM in a WAV file is read, since that needs no decoder: the recording page turns whatever a browser can play into it. The
file that is kept is written anew from the samples, so nothing of what was sent besides the sound survives.
"""

import io
import math
import sys
import wave
from array import array
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError

MEDIA_TYPE = "audio/wav"
LARGEST_BYTES = 1024 * 1024
SHORTEST_MS, LONGEST_MS = 120, 4000
RATES = range(8000, 48001)
#: Root mean square of the trimmed word, in dB below the loudest possible.
TARGET_DB, QUIETEST_DB = -18.0, -42.0
_CEILING = 0.93
_CLIPPED_SHARE = 0.004
_WINDOW_MS = 10
# Silence is what lies this far below the loudest window, or below the noise of any room.
_BELOW_LOUDEST_DB, _SILENCE_DB = 35.0, -52.0
_KEPT_BEFORE_MS, _KEPT_AFTER_MS = 20, 60


class NotASound(DomainError):
    code = "voice.not_a_sound"
    status = 422
    message = _("This file is not a sound that can be used. Please record the word here, or choose a WAV file.")


class SoundTooLarge(DomainError):
    code = "voice.sound_too_large"
    status = 422
    message = _("This recording is too large. One word needs two seconds at most.")


class SoundTooShort(DomainError):
    code = "voice.sound_too_short"
    status = 422
    message = _("Nothing was heard but silence or a click. Please say the word again.")


class SoundTooLong(DomainError):
    code = "voice.sound_too_long"
    status = 422
    message = _("The word takes %(seconds)s seconds. Please say this one word only, within four seconds.")


class SoundTooQuiet(DomainError):
    code = "voice.sound_too_quiet"
    status = 422
    message = _("The recording is too quiet. Please come closer to the microphone and say the word again.")


class SoundTooLoud(DomainError):
    code = "voice.sound_too_loud"
    status = 422
    message = _("The recording is distorted: it was too loud. Please step back a little and say the word again.")


@dataclass(frozen=True, slots=True)
class Sound:
    """One channel of samples from -1 to 1."""

    samples: list[float]
    rate: int

    @property
    def milliseconds(self) -> int:
        return round(1000 * len(self.samples) / self.rate)

    @property
    def loudness_db(self) -> float:
        """Root mean square below full scale."""
        return _db(self.samples)


@dataclass(frozen=True, slots=True)
class CheckedSound:
    """Ready to be kept: a mono 16-bit WAV file. `trimmed_ms` is the silence that was cut off at both ends."""

    content: bytes
    milliseconds: int
    recorded_db: float
    trimmed_ms: int


def checked(content: bytes) -> CheckedSound:
    """Raises NotASound, SoundTooLarge, SoundTooShort, SoundTooLong, SoundTooQuiet or SoundTooLoud."""
    if len(content) > LARGEST_BYTES:
        raise SoundTooLarge
    recorded = read(content)
    word = trimmed(recorded)
    if word.milliseconds < SHORTEST_MS:
        raise SoundTooShort
    if word.milliseconds > LONGEST_MS:
        raise SoundTooLong(seconds=f"{word.milliseconds / 1000:.1f}")
    loudness = word.loudness_db
    if loudness < QUIETEST_DB:
        raise SoundTooQuiet
    if sum(abs(sample) >= 0.999 for sample in word.samples) > _CLIPPED_SHARE * len(word.samples):
        raise SoundTooLoud
    return CheckedSound(
        written(levelled(word)), word.milliseconds, round(loudness, 1), recorded.milliseconds - word.milliseconds
    )


def read(content: bytes) -> Sound:
    """The first channels of a WAV file mixed to one. Raises NotASound."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(min(file.getnframes(), 48000 * 20))
    except (wave.Error, EOFError, RuntimeError, ValueError):
        raise NotASound from None
    if width != 2 or channels not in (1, 2) or rate not in RATES or len(frames) % (2 * channels) or not frames:
        raise NotASound
    numbers = array("h", frames)
    if sys.byteorder == "big":
        numbers.byteswap()
    if channels == 2:
        return Sound([(left + right) / 65536 for left, right in zip(numbers[::2], numbers[1::2], strict=True)], rate)
    return Sound([number / 32768 for number in numbers], rate)


def trimmed(sound: Sound) -> Sound:
    """Without the silence at both ends; a breath of it stays, and the ends fade so that joins do not click."""
    size = max(1, sound.rate * _WINDOW_MS // 1000)
    windows = [_db(sound.samples[start : start + size]) for start in range(0, len(sound.samples), size)]
    threshold = max(max(windows, default=_SILENCE_DB) - _BELOW_LOUDEST_DB, _SILENCE_DB)
    loud = [place for place, level in enumerate(windows) if level > threshold]
    if not loud:
        return Sound([], sound.rate)
    first = max(0, loud[0] * size - sound.rate * _KEPT_BEFORE_MS // 1000)
    last = min(len(sound.samples), (loud[-1] + 1) * size + sound.rate * _KEPT_AFTER_MS // 1000)
    return Sound(_faded(sound.samples[first:last], size), sound.rate)


def levelled(sound: Sound) -> Sound:
    """At the loudness of all words, unless its peaks would not fit."""
    peak = max((abs(sample) for sample in sound.samples), default=0.0) or 1.0
    gain = min(10 ** ((TARGET_DB - sound.loudness_db) / 20), _CEILING / peak)
    return Sound([sample * gain for sample in sound.samples], sound.rate)


def written(sound: Sound) -> bytes:
    numbers = array("h", (max(-32768, min(32767, round(sample * 32767))) for sample in sound.samples))
    if sys.byteorder == "big":
        numbers.byteswap()
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(numbers.tobytes())
    return content.getvalue()


def _db(samples: list[float]) -> float:
    if not samples:
        return -120.0
    return 10 * math.log10(max(math.fsum(sample * sample for sample in samples) / len(samples), 1e-12))


def _faded(samples: list[float], over: int) -> list[float]:
    """A window at each end rises and falls evenly."""
    over = min(over, len(samples) // 2)
    for place in range(over):
        share = place / over
        samples[place] *= share
        samples[-1 - place] *= share
    return samples
