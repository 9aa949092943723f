"""The search index of one mall's services: built in memory within a fifth of a second, asked within milliseconds.

Every text of a service is a passage (its name, each synonym, its agency, each requirement) with a weight. A service is as good
as its best passage for each asked word, plus how nearly one single passage says just what was asked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pendopo.catalogue.lexicon import Lexicon
from pendopo.catalogue.questions import Asked
from pendopo.catalogue.words import Vocabulary, Word, longest_phrase, respelled, roots, words_of


class Field(StrEnum):
    """Where a word was found."""

    NAME = "name"
    SYNONYM = "synonym"
    AGENCY_SHORT = "agency_short"
    AGENCY = "agency"
    CATEGORY = "category"
    PRODUCT = "product"
    SUMMARY = "summary"
    HERE = "here"
    REQUIREMENT = "requirement"


WEIGHTS = {
    Field.NAME: 1.0,
    Field.SYNONYM: 0.95,
    Field.AGENCY_SHORT: 0.45,
    Field.AGENCY: 0.4,
    Field.CATEGORY: 0.35,
    Field.PRODUCT: 0.35,
    Field.SUMMARY: 0.3,
    Field.HERE: 0.25,
    Field.REQUIREMENT: 0.1,
}
_TELLING = frozenset({Field.NAME, Field.SYNONYM})

# A service that answers less than this share of the question, or is worth less than this share of the best one, is left out.
_LEAST_ANSWERED = 0.34
_LEAST_SHARE_OF_BEST = 0.25
_NEARLY = 0.9


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search knows of one service, and by what it is narrowed down."""

    code: str
    name: str
    agency: str = ""
    agency_short: str = ""
    category: str = ""
    synonyms: tuple[str, ...] = ()
    summary: str = ""
    product: str = ""
    can_do_here: str = ""
    requirements: tuple[str, ...] = ()
    agency_code: str = ""
    kind: str = ""
    deliveries: tuple[str, ...] = ()

    def passages(self) -> Iterator[tuple[Field, str]]:
        yield Field.NAME, self.name
        yield from ((Field.SYNONYM, synonym) for synonym in self.synonyms)
        yield Field.AGENCY_SHORT, self.agency_short
        yield Field.AGENCY, self.agency
        yield Field.CATEGORY, self.category
        yield Field.PRODUCT, self.product
        yield Field.SUMMARY, self.summary
        yield Field.HERE, self.can_do_here
        yield from ((Field.REQUIREMENT, requirement) for requirement in self.requirements)


@dataclass(frozen=True, slots=True)
class Match:
    """A service that answers a question, and the passage that says so best. `answered` is the share of the question, 0 to 1."""

    entry: Entry
    score: float
    answered: float
    field: Field
    text: str
    words: frozenset[str]  # of the name


class _Passage(NamedTuple):
    entry: int
    field: Field
    text: str
    words: tuple[Word, ...]


class _Posting(NamedTuple):
    passage: int
    covers: int  # bits: the words of the passage for which a form stands


class _Heard(NamedTuple):
    quality: float
    covers: int


# Per passage, per asked word.
_Evidence = dict[int, dict[int, _Heard]]


class SearchIndex:
    """Immutable once built, so that the threads of a process share it."""

    def __init__(self, entries: Iterable[Entry], vocabulary: Vocabulary) -> None:
        self.entries: tuple[Entry, ...] = tuple(entries)
        self._passages: list[_Passage] = []
        self._postings: dict[str, list[_Posting]] = {}
        surfaces: dict[str, Counter[str]] = {}
        telling: Counter[str] = Counter()
        for number, entry in enumerate(self.entries):
            told: set[str] = set()
            for field, text in entry.passages():
                forms = self._add(number, field, text, vocabulary, surfaces)
                if field in _TELLING:
                    told.update(forms)
            telling.update(told)
        self.lexicon = Lexicon(vocabulary, services=len(self.entries), surfaces=surfaces, telling=telling)
        rarity = {word: self.lexicon.rarity((word,)) for word in {w.text for p in self._passages for w in p.words}}
        self._weights = [[rarity[word.text] for word in passage.words] for passage in self._passages]

    def find(self, asked: Sequence[Asked]) -> list[Match]:
        """The services that answer, best first; ties by name, then code."""
        total = sum(word.weight for word in asked)
        if not total:
            return []
        matches = [self._judge(number, evidence, asked, total) for number, evidence in self._evidence(asked).items()]
        answering = [match for match in matches if match.answered >= _LEAST_ANSWERED]
        least = _LEAST_SHARE_OF_BEST * max((match.score for match in answering), default=0.0)
        kept = [match for match in answering if match.score >= least]
        return sorted(kept, key=lambda match: (-round(match.score, 6), match.entry.name.lower(), match.entry.code))

    def _add(
        self, entry: int, field: Field, text: str, vocabulary: Vocabulary, surfaces: dict[str, Counter[str]]
    ) -> Iterable[str]:
        words = respelled(words_of(text), vocabulary.spellings)
        if not words:
            return ()
        texts = [word.text for word in words]
        covers: dict[str, int] = {}
        for at, word in enumerate(texts):
            for root in roots(word):
                covers[root] = covers.get(root, 0) | 1 << at
                surfaces.setdefault(root, Counter())[word] += 1
            if phrase := longest_phrase(texts, at, vocabulary.abbreviations):
                short = vocabulary.abbreviations[phrase]
                covers[short] = covers.get(short, 0) | ((1 << len(phrase)) - 1) << at
                surfaces.setdefault(short, Counter())[short] += 1
        number = len(self._passages)
        self._passages.append(_Passage(entry, field, text, tuple(words)))
        for form, bits in covers.items():
            self._postings.setdefault(form, []).append(_Posting(number, bits))
        return covers

    def _evidence(self, asked: Sequence[Asked]) -> dict[int, _Evidence]:
        """What speaks for each service."""
        found: dict[int, _Evidence] = {}
        for position, word in enumerate(asked):
            for form, quality in word.answers.items():
                for number, covers in self._postings[form]:
                    heard = found.setdefault(self._passages[number].entry, {}).setdefault(number, {})
                    if position not in heard or heard[position].quality < quality:
                        heard[position] = _Heard(quality, covers)
        return found

    def _judge(self, number: int, evidence: _Evidence, asked: Sequence[Asked], total: float) -> Match:
        best = [0.0] * len(asked)
        fit, shown, named = -1.0, 0, None
        for at, heard in evidence.items():
            field = self._passages[at].field
            for position, one in heard.items():
                best[position] = max(best[position], WEIGHTS[field] * one.quality)
            this_fit = WEIGHTS[field] * self._fit(at, heard, asked, total)
            if this_fit > fit:
                fit, shown = this_fit, at
            if field is Field.NAME:
                named = at
        if named is not None and _tells(evidence[named], asked) >= _NEARLY * _tells(evidence[shown], asked):
            shown = named  # nobody needs to be told of a synonym when the name itself says as much
        weighed = list(zip(asked, best, strict=True))
        answered = sum(word.weight for word, value in weighed if value) / total
        score = (sum(word.weight * value for word, value in weighed) / total + fit) * (0.2 + 0.8 * answered * answered)
        passage = self._passages[shown]
        return Match(self.entries[number], score, answered, passage.field, passage.text, self._words_of_name(evidence))

    def _fit(self, at: int, heard: dict[int, _Heard], asked: Sequence[Asked], total: float) -> float:
        """How nearly the passage says what was asked and nothing else: 1 when it is the question, word by word."""
        covered = 0
        for one in heard.values():
            covered |= one.covers
        weights = self._weights[at]
        said = sum(weight for bit, weight in enumerate(weights) if covered >> bit & 1) / sum(weights)
        answered = sum(asked[position].weight * one.quality for position, one in heard.items()) / total
        return 2 * said * answered / (said + answered)

    def _words_of_name(self, evidence: _Evidence) -> frozenset[str]:
        """The words of the service's name that answered, to be marked on the screen."""
        found: set[str] = set()
        for at, heard in evidence.items():
            passage = self._passages[at]
            if passage.field is Field.NAME:
                for one in heard.values():
                    found.update(word.text for bit, word in enumerate(passage.words) if one.covers >> bit & 1)
        return frozenset(found)


def _tells(heard: dict[int, _Heard], asked: Sequence[Asked]) -> float:
    """How much of the question a passage answers, its weak words left aside."""
    strongest = max(word.weight for word in asked)
    telling = (position for position in heard if asked[position].weight > strongest / 4)
    return sum(asked[position].weight * heard[position].quality for position in telling)
