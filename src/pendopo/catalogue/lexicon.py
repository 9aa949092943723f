"""The words of one catalogue: which there are, how much each tells, what they look and sound like."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import log

from pendopo.catalogue.closeness import Closeness
from pendopo.catalogue.words import Vocabulary, sound_of

_COMMON_TELLS = 0.05
_WEAK_TELLS = 0.2


class Lexicon:
    """What a question may be answered with. A form is a word or a root of one; its surface is how it is written where it stands."""

    def __init__(
        self, vocabulary: Vocabulary, *, services: int, surfaces: Mapping[str, Counter[str]], telling: Counter[str]
    ) -> None:
        """`telling` counts the services that have a form in their name or synonyms."""
        self.vocabulary = vocabulary
        self._services = services
        self._telling = telling
        self._surface = {form: min(seen, key=lambda word: (-seen[word], len(word), word)) for form, seen in surfaces.items()}
        self._sorted = sorted(self._surface)
        self._by_sound: dict[str, list[str]] = {}
        for form in self._sorted:
            self._by_sound.setdefault(sound_of(form), []).append(form)
        self._closeness = Closeness({*self._surface.values(), *vocabulary.words_people_type()})

    def __contains__(self, form: str) -> bool:
        return form in self._surface

    def written(self, form: str) -> str:
        """The form as people write it: "perkawinan" for the root "kawin", "PBG" in capitals."""
        word = self._surface.get(form, form)
        return word.upper() if word in self.vocabulary.short_words else word

    def telling(self, form: str) -> int:
        return self._telling[form]

    def rarity(self, forms: Collection[str]) -> float:
        """How much a word of these forms tells: a rare one much, a common one little, a weak one next to nothing."""
        if all(form in self.vocabulary.common for form in forms):
            return _COMMON_TELLS
        services = max(self._telling[form] for form in forms)
        tells = log(1 + (self._services + 1) / (services + 1)) if services else self.rarity_of_the_unknown
        return tells * _WEAK_TELLS if any(form in self.vocabulary.weak for form in forms) else tells

    @property
    def rarity_of_the_unknown(self) -> float:
        """What a word weighs that the catalogue does not have: it lowers how much of the question is answered."""
        return log(2 + self._services) * 0.6

    def sounding_like(self, word: str) -> Iterable[str]:
        return self._by_sound.get(sound_of(word), ())

    def beginning_with(self, start: str) -> Iterator[str]:
        for at in range(bisect_left(self._sorted, start), len(self._sorted)):
            if not self._sorted[at].startswith(start):
                return
            yield self._sorted[at]

    def near(self, word: str, *, at_most: int | None = None) -> list[tuple[str, int]]:
        """Words within a few typing mistakes, of the catalogue or such as people type, with their number of mistakes."""
        return self._closeness.near(word, at_most=at_most)
