"""What a mall has decided about its voice, as displays and the page read it."""

from dataclasses import dataclass
from datetime import time

from pendopo.directory.models import Mall
from pendopo.voice.languages import INDONESIAN, LANGUAGES, Language
from pendopo.voice.models import USUAL_VOLUME, QuietHours, VoiceSettings
from pendopo.voice.wording import Reading


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `starts` until `ends`, local time, at `volume` percent."""

    starts: time
    ends: time
    volume: int


@dataclass(frozen=True, slots=True)
class Voice:
    languages: tuple[Language, ...]
    reading: Reading
    volume: int
    quiet: tuple[Quiet, ...]


def voice_of(mall: Mall) -> Voice:
    """Two queries. A mall that decided nothing speaks Indonesian at full volume all day."""
    chosen = VoiceSettings.objects.filter(mall=mall).first()
    rows = QuietHours.objects.filter(mall=mall).order_by("starts", "pk")
    quiet = tuple(Quiet(row.starts, row.ends, row.volume) for row in rows)
    if chosen is None:
        return Voice((INDONESIAN,), Reading.NUMBER, USUAL_VOLUME, quiet)
    languages = tuple(LANGUAGES[code] for code in chosen.languages if code in LANGUAGES)
    return Voice(languages, Reading(chosen.reading), chosen.volume, quiet)
