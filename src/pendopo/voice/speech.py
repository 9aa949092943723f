"""Everything a display needs to speak by itself: for each language the words of every number and counter, and their clips.

A display puts a call's sentence together by looking up its parts here (js/speech.js); the sentence is the same as
`wording.phrases` makes, which a test compares number by number.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import time
from string import ascii_uppercase
from typing import Any

from pendopo.directory.models import Counter, Mall, Zone
from pendopo.voice.languages import LARGEST_NUMBER, Language
from pendopo.voice.settings_of import Voice, voice_of
from pendopo.voice.shipped import ShippedClip
from pendopo.voice.wording import Reading, counter_words, ticket_number, zone_words
from pendopo.voice.words import OwnClip, Sources, sources_of

AddressOf = Callable[[ShippedClip | OwnClip], str]


@dataclass(frozen=True, slots=True)
class SpokenSet:
    """One language. Words of a sentence's part stand in one text, with spaces between them."""

    language: str
    opening: str
    again: str
    walk_to: str
    zone: str
    letters: dict[str, str]
    digits: list[str]
    numbers: list[str]
    counters: dict[str, str]
    clips: dict[str, str]


@dataclass(frozen=True, slots=True)
class Speech:
    """`zone` is the display's letter; `quiet` are periods in minutes of the local day with their volume."""

    zone: str
    sets: list[SpokenSet]
    volume: int
    quiet: list[tuple[int, int, int]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def speech_of(mall: Mall, zone: Zone, address_of: AddressOf) -> Speech:
    """Four queries."""
    voice = voice_of(mall)
    sources = sources_of(mall, [language.code for language in voice.languages])
    counters = list(Counter.objects.filter(zone=zone, active=True).order_by("number").values_list("number", flat=True))
    return speech(voice, zone.letter, counters, sources, address_of)


def speech(voice: Voice, zone: str, counters: Iterable[str], sources: Mapping[str, Sources], address_of: AddressOf) -> Speech:
    counters = list(counters)
    return Speech(
        zone=zone,
        sets=[
            spoken_set(language, voice.reading, zone, counters, sources[language.code], address_of)
            for language in voice.languages
        ],
        volume=voice.volume,
        quiet=[(_minute(one.starts), _minute(one.ends), one.volume) for one in voice.quiet],
    )


def spoken_set(
    language: Language, reading: Reading, zone: str, counters: Iterable[str], sources: Sources, address_of: AddressOf
) -> SpokenSet:
    return SpokenSet(
        language=language.code,
        opening=language.opening,
        again=language.again,
        walk_to=language.walk_to,
        zone=" ".join(zone_words(language, zone)),
        letters={letter: language.letter_word(letter) for letter in ascii_uppercase},
        digits=list(language.digits),
        numbers=[" ".join(ticket_number(language, number, reading)) for number in range(LARGEST_NUMBER + 1)],
        counters={counter: " ".join(counter_words(language, counter)) for counter in counters},
        clips={word: address_of(source) for word, source in sources.items()},
    )


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
