"""From a call to the clips that say it: the one way, pure, for display, check and sample alike.

    phrases(INDONESIAN, Announcement("A", 123, counter="3A"))
    → (("nomor-antrian",), ("huruf-a", "seratus", "dua", "puluh", "tiga"), ("silakan-menuju", "loket", "tiga", "huruf-a"))

A phrase is said in one breath. Words that no clip can exist for stay in their place, so that a check can name them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from pendopo.catalogue.numbering import PAPER_LETTER, paper_count
from pendopo.voice.languages import LARGEST_NUMBER, Language, Words

Phrases = tuple[Words, ...]

# Runs of digits, runs of letters, and every other sign that a voice would have to name.
_PARTS = re.compile(r"[0-9]+|[^\W\d_]+|[^\s]")
_SILENT = frozenset("-–./,()_")
# Short runs of letters are spelled (VIP, AB); longer ones are words of their own that a mall must record.
_SPELLED_AT_MOST = 3


class Reading(StrEnum):
    """How the number of a ticket is said: A-007 as "seven", or as "zero zero seven"."""

    NUMBER = "number"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call as the hall hears it. `counter` is what its sign says; `zone` is a letter when people must be sent to another zone."""

    prefix: str
    number: int
    counter: str
    recall: bool = False
    zone: str = ""


def phrases(language: Language, announcement: Announcement, reading: Reading = Reading.NUMBER) -> Phrases:
    """The whole sentence."""
    said: list[Words] = [(language.again,)] if announcement.recall else []
    said.append((language.opening,))
    letters, number = _spoken_number(announcement)
    said.append((*written_words(language, letters), *ticket_number(language, number, reading)))
    said.append((language.walk_to, *counter_words(language, announcement.counter)))
    if announcement.zone:
        said.append(zone_words(language, announcement.zone))
    return tuple(said)


def _spoken_number(announcement: Announcement) -> tuple[str, int]:
    """Its letters and its number: A-K07 is said as A, K, seven."""
    count = paper_count(announcement.number)
    return (announcement.prefix, announcement.number) if count is None else (announcement.prefix + PAPER_LETTER, count)


def ticket_number(language: Language, number: int, reading: Reading = Reading.NUMBER) -> Words:
    """The number as it is said: above 999, or when the mall wants it so, digit by digit as it is printed."""
    if reading is Reading.DIGITS or number > LARGEST_NUMBER:
        return tuple(language.digits[int(digit)] for digit in f"{number:03d}")
    return language.number(number)


def counter_words(language: Language, counter: str) -> Words:
    """ "3A" → loket tiga A; "Meja 2" names its own place → meja dua."""
    said = written_words(language, counter)
    return said if said and said[0] in language.places.values() else (language.counter, *said)


def zone_words(language: Language, letter: str) -> Words:
    return (language.zone, *written_words(language, letter))


def written_words(language: Language, text: str) -> Words:
    """What stands on a sign, said: numbers as numbers, places by their word, short runs of letters spelled."""
    return tuple(word for part in _PARTS.findall(text) if part not in _SILENT for word in _part(language, part))


def _part(language: Language, part: str) -> Words:
    if part.isdigit() and part.isascii():
        return ticket_number(language, int(part), Reading.NUMBER if int(part) <= LARGEST_NUMBER else Reading.DIGITS)
    lower = part.lower()
    if lower in language.places:
        return (language.places[lower],)
    if part.isalpha() and part.isascii() and len(part) <= _SPELLED_AT_MOST:
        return tuple(language.letter_word(letter) for letter in part)
    return (lower,)
