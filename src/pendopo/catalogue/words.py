"""Everyday Indonesian: from what people type to the words a catalogue is written in.

Pure functions over text and one table, `data/everyday_words.csv`, which anyone may extend. Its kinds (column `jenis`):

- `ejaan`: another spelling, or slang for the same words ("bikin", buat); replaced in questions and in the catalogue alike.
- `singkatan`: a phrase and its abbreviation ("kartu keluarga", kk); the catalogue answers to both.
- `ungkapan`: how people say something else ("sim mati"); the question is read as those other words.
- `serumpun`: a word that also asks for another, at a lower weight ("motor" asks for "kendaraan").
- `umum`: a word that says nothing about the service ("mau", "gimana"); left out.
- `lemah`: a word that says little ("surat", "buat"); it counts little.

In `berarti` a space means "and", a bar "or".
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

Phrase = tuple[str, ...]

SHORTEST_ROOT = 4
_LONGEST_PHRASE = 6
_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile("['’‘`´]")
_PREFIXES = (
    *("memper", "diper", "keber", "penge", "meng", "peng", "meny", "peny", "mem", "pem", "men", "pen", "ber", "ter", "per"),
    *("nge", "me", "pe", "di", "ke", "ng", "ny"),
)
_SUFFIXES = ("kannya", "annya", "kan", "nya", "lah", "an", "in", "i")
# What the nasal swallowed: memutus ← putus, menulis ← tulis, menyewa ← sewa, mengirim ← kirim.
_SWALLOWED = {"mem": "p", "pem": "p", "men": "t", "pen": "t", "meng": "k", "peng": "k", "meny": "s", "peny": "s", "ny": "s"}
_VOWELS = frozenset("aiueo")


_PREFIXES_BY_LETTER = {letter: tuple(p for p in _PREFIXES if p[0] == letter) for letter in {p[0] for p in _PREFIXES}}


class Word(NamedTuple):
    """A word as it is searched, and the typed words `first` until `last` (exclusive) for which it stands."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The table of everyday words."""

    spellings: dict[Phrase, Phrase]
    abbreviations: dict[Phrase, str]
    sayings: dict[Phrase, tuple[Phrase, ...]]
    related: dict[str, tuple[str, ...]]
    common: frozenset[str]
    weak: frozenset[str]
    short_words: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether a row of the table is about this single word."""
        alone = (word,)
        single = word in self.common or word in self.weak or word in self.related or word in self.short_words
        return single or alone in self.spellings or alone in self.sayings

    def words_people_type(self) -> Iterator[str]:
        """Single words that a typing mistake may have meant though no service contains them."""
        yield from (phrase[0] for phrase in (*self.spellings, *self.sayings) if len(phrase) == 1)
        yield from self.related
        yield from self.common
        yield from self.weak


def words_of(text: str) -> list[str]:
    """The words of a text: lower case, without accents and apostrophes; digits stay ("AK-1" gives "ak", "1")."""
    plain = (
        text if text.isascii() else unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).encode("ascii", "ignore").decode()
    )
    return _WORD.findall(_APOSTROPHES.sub("", plain).lower())


def respelled(words: Sequence[str], spellings: Mapping[Phrase, Phrase]) -> list[Word]:
    """The words in their usual spelling; of several rows of the table the longest that fits counts."""
    result: list[Word] = []
    at = 0
    while at < len(words):
        phrase = longest_phrase(words, at, spellings) or (words[at],)
        result.extend(Word(text, at, at + len(phrase)) for text in spellings.get(phrase, phrase))
        at += len(phrase)
    return result


def longest_phrase(words: Sequence[str], at: int, table: Mapping[Phrase, object]) -> Phrase | None:
    """The longest run of words beginning at `at` that the table has a row for."""
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        if (phrase := tuple(words[at : at + length])) in table:
            return phrase
    return None


@lru_cache(maxsize=20_000)
def roots(word: str) -> frozenset[str]:
    """The word and what it may be made from: "perpanjangan" gives "panjang", "mengurus" gives "urus" and "kurus".

    Light on purpose: no dictionary of roots. Catalogue and question are treated alike, so a root that is no word does no harm.
    """
    found = {word}
    if word.isalpha():
        for stem in _without_suffix(word):
            found.update(_without_prefixes(stem))
    return frozenset(found)


def sound_of(word: str) -> str:
    """How a word sounds, however it is spelt: ijin and izin, aktip and aktif, pasport and paspor agree."""
    sound = word
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", sound).removeprefix("h")


_SOUNDS = (
    *(("oe", "u"), ("dj", "j"), ("tj", "c"), ("sy", "s"), ("kh", "k"), ("ch", "c"), ("ph", "p"), ("ks", "x"), ("rt", "r")),
    *(("f", "p"), ("v", "p"), ("z", "j"), ("q", "k"), ("y", "i"), ("ai", "e"), ("au", "o"), ("w", "u")),
)


def _without_suffix(word: str) -> Iterator[str]:
    yield word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_ROOT:
            yield word[: -len(suffix)]


def _without_prefixes(word: str, depth: int = 2) -> Iterator[str]:
    yield word
    if depth == 0:
        return
    for prefix in _PREFIXES_BY_LETTER.get(word[0], ()):
        rest = word[len(prefix) :]
        if not word.startswith(prefix) or len(rest) < SHORTEST_ROOT - 1:
            continue
        if prefix in _SWALLOWED and rest[0] in _VOWELS:
            yield from _without_prefixes(_SWALLOWED[prefix] + rest, depth - 1)
        if len(rest) >= SHORTEST_ROOT:
            yield from _without_prefixes(rest, depth - 1)


@cache
def everyday_words() -> Vocabulary:
    """The shipped table, read once per process."""
    with (files("pendopo.catalogue") / "data" / "everyday_words.csv").open(encoding="utf-8") as file:
        return read_vocabulary(list(csv.DictReader(file)))


def read_vocabulary(rows: Sequence[dict[str, str]]) -> Vocabulary:
    """The table from its rows (`kata`, `berarti`, `jenis`). Raises KeyError for an unknown kind."""
    by_kind: dict[str, list[tuple[Phrase, str]]] = {kind: [] for kind in _KINDS}
    for row in rows:
        by_kind[row["jenis"]].append((tuple(words_of(row["kata"])), row["berarti"]))
    abbreviations = {phrase: words_of(meaning)[0] for phrase, meaning in by_kind["singkatan"]}
    return Vocabulary(
        spellings={phrase: tuple(words_of(meaning)) for phrase, meaning in by_kind["ejaan"]},
        abbreviations=abbreviations,
        sayings={phrase: _alternatives(meaning) for phrase, meaning in by_kind["ungkapan"]},
        related={phrase[0]: tuple(words_of(meaning)) for phrase, meaning in by_kind["serumpun"]},
        common=frozenset(phrase[0] for phrase, _ in by_kind["umum"]),
        weak=frozenset(phrase[0] for phrase, _ in by_kind["lemah"]),
        short_words=frozenset(abbreviations.values()),
    )


_KINDS = ("ejaan", "singkatan", "ungkapan", "serumpun", "umum", "lemah")


def _alternatives(meaning: str) -> tuple[Phrase, ...]:
    """ "jkn|bpjs kesehatan" asks for (jkn) or (bpjs), and for (kesehatan): a tuple per word, of its alternatives."""
    return tuple(tuple(words_of(part)) for part in meaning.split(" ") if part)
