"""Which words a mall needs, which clip says each of them, and which nobody has recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pendopo.catalogue.models import Line
from pendopo.directory.models import Counter, Mall, Zone
from pendopo.voice.languages import LANGUAGES, Language
from pendopo.voice.models import Clip
from pendopo.voice.shipped import ShippedClip, shipped_clips
from pendopo.voice.wording import counter_words, written_words, zone_words

Sources = Mapping[str, "ShippedClip | OwnClip"]


@dataclass(frozen=True, slots=True)
class OwnClip:
    """A recording of the mall's own."""

    sha256: str
    milliseconds: int
    loudness_db: float


@dataclass(frozen=True, slots=True)
class MissingWord:
    """A word that no clip says, and the signs on which it stands."""

    word: str
    needed_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HallSigns:
    """What the voice of a mall must be able to say, besides numbers."""

    prefixes: tuple[str, ...]
    counters: tuple[str, ...]
    zones: tuple[str, ...]


def signs_of(mall: Mall) -> HallSigns:
    """Three queries."""
    return HallSigns(
        prefixes=tuple(Line.objects.filter(mall=mall, active=True).order_by("prefix").values_list("prefix", flat=True)),
        counters=tuple(Counter.objects.filter(mall=mall, active=True).order_by("number").values_list("number", flat=True)),
        zones=tuple(Zone.objects.filter(mall=mall).order_by("letter").values_list("letter", flat=True)),
    )


def sources_of(mall: Mall, languages: Iterable[str] = tuple(LANGUAGES)) -> Mapping[str, Sources]:
    """Language → word → clip; the mall's own recording goes before the shipped one. One query."""
    sources: dict[str, dict[str, ShippedClip | OwnClip]] = {code: dict(shipped_clips(code)) for code in languages}
    for clip in Clip.objects.filter(mall=mall, language__in=list(sources)).order_by("pk"):
        sources[clip.language][clip.word] = OwnClip(clip.sha256, clip.milliseconds, clip.loudness_db)
    return sources


def missing_words(language: Language, signs: HallSigns, sources: Sources) -> tuple[MissingWord, ...]:
    """By word; empty when every call of this mall can be said whole."""
    needed: dict[str, list[str]] = {word: [] for word in language.says}
    said = [
        *((prefix, written_words(language, prefix)) for prefix in signs.prefixes),
        *((counter, counter_words(language, counter)) for counter in signs.counters),
        *((letter, zone_words(language, letter)) for letter in signs.zones),
    ]
    for sign, words in said:
        for word in words:
            needed.setdefault(word, []).append(sign)
    return tuple(MissingWord(word, tuple(dict.fromkeys(needed[word]))) for word in sorted(needed) if word not in sources)


def recordable_words(language: Language, signs: HallSigns) -> tuple[str, ...]:
    """The words of the shipped set in their order, then those only this mall needs."""
    of_signs = [written_words(language, text) for text in (*signs.prefixes, *signs.counters)]
    return tuple(dict.fromkeys((*language.says, *(word for words in of_signs for word in words))))
