"""Recordings as a microphone makes them, without a microphone."""

import io
import math
import struct
import wave

from pendopo.directory.models import Mall
from pendopo.voice.keep_clip import keep_clip
from pendopo.voice.models import Clip
from tests.situations.times import EIGHT


def a_recording(
    *,
    seconds: float = 0.8,
    loudness: float = 0.3,
    before: float = 0.3,
    after: float = 0.3,
    rate: int = 24000,
    channels: int = 1,
) -> bytes:
    """A tone of `seconds` between two silences (with a little noise in them), as a WAV file."""
    samples = [
        *_silence(before, rate),
        *(loudness * math.sin(2 * math.pi * 220 * place / rate) for place in range(int(seconds * rate))),
        *_silence(after, rate),
    ]
    return a_wav(samples, rate=rate, channels=channels)


def a_wav(samples: list[float], *, rate: int = 24000, channels: int = 1) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        numbers = [max(-32768, min(32767, round(sample * 32767))) for sample in samples for _ in range(channels)]
        file.writeframes(struct.pack(f"<{len(numbers)}h", *numbers))
    return content.getvalue()


def _silence(seconds: float, rate: int) -> list[float]:
    return [0.0005 * (-1) ** place for place in range(int(seconds * rate))]


def a_clip(mall: Mall, word: str = "satu", *, language: str = "id", loudness: float = 0.3) -> Clip:
    """A word in the mall's own voice."""
    keep_clip(mall=mall, language=language, word=word, content=a_recording(loudness=loudness), at=EIGHT, actor="system")
    return Clip.objects.get(mall=mall, language=language, word=word)
