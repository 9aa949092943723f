"""The words of one language as the page lists them: what to say, who says it now, and whether anybody does."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pendopo.voice.languages import Language
from pendopo.voice.shipped import ShippedClip
from pendopo.voice.words import HallSigns, OwnClip, Sources, recordable_words


class WordKind(StrEnum):
    SENTENCE = "sentence"
    NUMBER = "number"
    LETTER = "letter"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class WordRow:
    """`prompt` is what a person reads aloud; `clip` is None when nobody says the word."""

    word: str
    prompt: str
    kind: WordKind
    clip: ShippedClip | OwnClip | None

    @property
    def own(self) -> OwnClip | None:
        return self.clip if isinstance(self.clip, OwnClip) else None


@dataclass(frozen=True, slots=True)
class WordGroup:
    kind: WordKind
    words: tuple[WordRow, ...]

    @property
    def recorded(self) -> int:
        return sum(row.own is not None for row in self.words)


def word_groups(language: Language, signs: HallSigns, sources: Sources) -> tuple[WordGroup, ...]:
    """Words only this mall needs stand first, then those of every sentence, numbers, letters."""
    rows = [
        WordRow(word, prompt(language, word), kind_of(language, word), sources.get(word))
        for word in recordable_words(language, signs)
    ]
    return tuple(_grouped(rows))


def prompt(language: Language, word: str) -> str:
    if kind_of(language, word) is WordKind.LETTER:
        return word.rpartition("-")[2].upper()
    return word.replace("-", " ")


def kind_of(language: Language, word: str) -> WordKind:
    if word not in language.says:
        return WordKind.SIGN
    if word.startswith(f"{language.letter}-"):
        return WordKind.LETTER
    of_sentences = {language.opening, language.again, language.walk_to, language.counter, language.zone}
    return WordKind.SENTENCE if word in of_sentences | set(language.places.values()) else WordKind.NUMBER


def _grouped(rows: list[WordRow]) -> Iterator[WordGroup]:
    for kind in (WordKind.SIGN, WordKind.SENTENCE, WordKind.NUMBER, WordKind.LETTER):
        if words := tuple(row for row in rows if row.kind is kind):
            yield WordGroup(kind, words)
