"""Which known word a mistyped one may have been."""

from collections import Counter
from collections.abc import Iterable

_CANDIDATES = 40


class Closeness:
    """Finds known words within one or two typing mistakes, by shared pairs of letters first and edit distance second."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words_by_pair: dict[str, list[str]] = {}
        for word in sorted({word for word in words if len(word) >= 3}):
            for pair in _pairs(word):
                self._words_by_pair.setdefault(pair, []).append(word)

    def near(self, typed: str, *, at_most: int | None = None) -> list[tuple[str, int]]:
        """Known words with their number of mistakes, fewest first, then those that begin alike, then by letter.

        `at_most` mistakes; unsaid, as many as a word of this length may have: none below 4 letters, 1 below 7, else 2.
        """
        limit = allowed_mistakes(typed) if at_most is None else at_most
        if limit == 0:
            return []
        shared = Counter(word for pair in _pairs(typed) for word in self._words_by_pair.get(pair, ()))
        candidates = sorted(shared, key=lambda word: (-shared[word] / (len(word) + 2), word))[:_CANDIDATES]
        measured = [(word, mistakes(typed, word, limit)) for word in candidates if abs(len(word) - len(typed)) <= limit]
        close = [(word, count) for word, count in measured if count <= limit]
        return sorted(close, key=lambda pair: (pair[1], -_common_start(typed, pair[0]), pair[0]))


def allowed_mistakes(typed: str) -> int:
    if len(typed) < 4 or any(sign.isdigit() for sign in typed):
        return 0
    return 1 if len(typed) < 7 else 2


def mistakes(one: str, other: str, limit: int) -> int:
    """Letters to add, drop, change or swap with a neighbour to make one word the other; `limit` + 1 when more than that."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, match in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != match))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == match:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _pairs(word: str) -> set[str]:
    framed = f"^{word}$"
    return {framed[i : i + 2] for i in range(len(framed) - 1)}


def _common_start(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
