"""Reading a question: which words of the catalogue each of its words asks for, and how surely."""

from collections.abc import Iterator
from dataclasses import dataclass

from pendopo.catalogue.lexicon import Lexicon
from pendopo.catalogue.words import Phrase, Word, longest_phrase, respelled, roots, words_of

LONGEST_QUESTION = 120

# How surely an answer is meant.
_EXACT, _SAME_ROOT, _SAME_SOUND, _BEGINS, _RELATED, _ONE_MISTAKE, _MORE_MISTAKES = 1.0, 0.95, 0.85, 0.8, 0.75, 0.7, 0.5
_SHORTEST_START = 3
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of the question: as `typed`, what it was taken to mean, and the forms that answer it with their quality (0 to 1)."""

    typed: str
    meant: str
    answers: dict[str, float]
    weight: float
    mistyped: bool = False
    said_otherwise: bool = False


def read_question(question: str, lexicon: Lexicon) -> list[Asked]:
    """The words of the question that say something about a service, in their order."""
    typed = [part for word in words_of(question[:LONGEST_QUESTION]) for part in _parted(word, lexicon)]
    words = respelled(typed, lexicon.vocabulary.spellings)
    asked = []
    for word, alternatives in _with_sayings(words, lexicon):
        if not alternatives and word.text in lexicon.vocabulary.common:
            continue
        as_typed = " ".join(typed[word.first : word.last])
        one = _ask(as_typed, word.text, alternatives, lexicon, unfinished=word.last == len(typed))
        if one is not None:
            asked.append(one)
    return asked


def _parted(word: str, lexicon: Lexicon) -> Phrase:
    """Two words that were typed as one: "kartukeluarga"."""
    if len(word) < 2 * _SHORTEST_PART or not word.isalpha() or _readable(word, lexicon) or lexicon.near(word):
        return (word,)
    for at in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        if _readable(word[:at], lexicon) and _readable(word[at:], lexicon):
            return (word[:at], word[at:])
    return (word,)


def _readable(word: str, lexicon: Lexicon) -> bool:
    if lexicon.vocabulary.knows(word) or any(root in lexicon for root in roots(word)):
        return True
    return next(lexicon.beginning_with(word), None) is not None


def _with_sayings(words: list[Word], lexicon: Lexicon) -> Iterator[tuple[Word, Phrase]]:
    """The words; a saying stands as the words it means, each with its alternatives."""
    sayings = lexicon.vocabulary.sayings
    telling = [word for word in words if word.text not in lexicon.vocabulary.common]
    # "tidak aktif" needs its common word, "ganti dong plat" is better without.
    chosen = words if _has_saying(words, lexicon) else telling
    texts = [word.text for word in chosen]
    at = 0
    while at < len(chosen):
        phrase = longest_phrase(texts, at, sayings)
        if phrase is None or not all(_known(alternatives, lexicon) for alternatives in sayings[phrase]):
            yield chosen[at], ()
            at += 1
            continue
        first, last = chosen[at].first, chosen[at + len(phrase) - 1].last
        yield from ((Word(alternatives[0], first, last), alternatives) for alternatives in sayings[phrase])
        at += len(phrase)


def _has_saying(words: list[Word], lexicon: Lexicon) -> bool:
    texts = [word.text for word in words]
    return any(longest_phrase(texts, at, lexicon.vocabulary.sayings) for at in range(len(texts)))


def _known(alternatives: Phrase, lexicon: Lexicon) -> bool:
    return any(root in lexicon for word in alternatives for root in roots(word))


def _ask(typed: str, word: str, alternatives: Phrase, lexicon: Lexicon, *, unfinished: bool) -> Asked | None:
    answers: dict[str, float] = {}
    mistyped = False
    for wanted in alternatives or (word,):
        _add(answers, wanted, _EXACT, lexicon)
    if not alternatives:
        for other in lexicon.vocabulary.related.get(word, ()):
            _add(answers, other, _RELATED, lexicon)
        if not answers:
            answers, word, mistyped = _guess(word, lexicon, unfinished=unfinished)
            if mistyped and word in lexicon.vocabulary.common:
                return None
    meant = _meaning(word, answers, lexicon)
    otherwise = not mistyped and words_of(meant) != words_of(typed) and (bool(alternatives) or word not in lexicon)
    return Asked(typed, meant, answers, _weight(word, answers, lexicon), mistyped, otherwise)


def _add(answers: dict[str, float], wanted: str, quality: float, lexicon: Lexicon) -> None:
    """Add those forms of a word that the catalogue has."""
    for form in roots(wanted):
        if form in lexicon:
            sure = quality if form == wanted else quality * _SAME_ROOT
            answers[form] = max(sure, answers.get(form, 0.0))


def _guess(word: str, lexicon: Lexicon, *, unfinished: bool) -> tuple[dict[str, float], str, bool]:
    """For a word the catalogue does not have: what sounds the same, what it begins, what it may be a slip for."""
    alike = dict.fromkeys(lexicon.sounding_like(word), _SAME_SOUND)
    if alike:
        return alike, max(alike, key=lambda form: (lexicon.telling(form), form)), True
    # A word that everybody knows is not the beginning of another: "sim" does not ask for "simpanan".
    if unfinished or (len(word) >= _SHORTEST_START and not lexicon.vocabulary.knows(word)):
        begun = {other: _BEGINS * (0.6 + 0.4 * len(word) / len(other)) for other in lexicon.beginning_with(word)}
        if begun:
            return begun, word, False
    return _slip(word, lexicon)


def _slip(word: str, lexicon: Lexicon) -> tuple[dict[str, float], str, bool]:
    near = lexicon.near(word)
    if not near:
        return {}, word, False
    fewest = near[0][1]
    likely = [other for other, count in near if count == fewest]
    vocabulary = lexicon.vocabulary
    if likely[0] in vocabulary.common:
        return {}, likely[0], True
    answers: dict[str, float] = {}
    quality = _ONE_MISTAKE if fewest == 1 else _MORE_MISTAKES
    for other in likely:
        for text, _first, _last in respelled([other], vocabulary.spellings):
            _add(answers, text, quality, lexicon)
            said = [alternative for alternatives in vocabulary.sayings.get((text,), ()) for alternative in alternatives]
            for related in (*vocabulary.related.get(text, ()), *said):
                _add(answers, related, quality * _RELATED, lexicon)
    meant = max(likely, key=lambda other: (lexicon.telling(other), [-ord(sign) for sign in other]))
    return answers, meant, bool(answers)


def _meaning(word: str, answers: dict[str, float], lexicon: Lexicon) -> str:
    if word in lexicon or not answers:
        return lexicon.written(word) if word in lexicon else word
    return lexicon.written(max(answers, key=lambda form: (answers[form], lexicon.telling(form), form)))


def _weight(word: str, answers: dict[str, float], lexicon: Lexicon) -> float:
    if not answers:
        return lexicon.rarity_of_the_unknown
    sure = [form for form, quality in answers.items() if quality >= _RELATED * _SAME_ROOT] or list(answers)
    return lexicon.rarity([word, *sure])
