"""Everything that a visitor reads or hears in Indonesian is said in everyday words and short sentences.

The office words and their everyday twins stand in `translating/office_words.csv`; translators of a mall's own texts may use the list too.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import polib

from pendopo.config.translating.catalogues import PACKAGE, catalogue_in

OFFICE_WORDS: Final = Path(__file__).parents[1] / "translating" / "office_words.csv"
#: Whose sentences visitors meet: their screens, the paper, and the refusals of what they press.
ROOMS: Final = (
    "web/components", "web/public", "web/ticket", "web/kiosk", "web/display", "web/paper", "queue", "appointments", "assistance",
)  # fmt: skip
LONGEST: Final = 20
#: Office word → the English sentence that may use it, and why.
ALLOWED: Final = {
    "dokumen": (
        "Type a document, a need",
        "what one searches for may be a card, a book or a letter; there is no other word for all",
    ),
}
_PLACE = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
_MARKUP = re.compile(r"<[^>]+>|&\w+;")
_END = re.compile(r"(?<=[.!?:;])\s+")
_WORD = re.compile(r"[\w–'-]+")


def faults() -> Iterator[str]:
    for room in ROOMS:
        path = catalogue_in(room, "id")
        for entry in polib.pofile(str(path)) if path.exists() else ():
            for fault in faults_of(entry.msgstr or entry.msgstr_plural.get(0, ""), said=entry.msgid):
                yield f"{path.relative_to(PACKAGE)}: {fault}"


def faults_of(text: str, *, said: str = "") -> Iterator[str]:
    """What is hard to read in an Indonesian text; `said` is the English that it stands for."""
    plain = _PLACE.sub("x", _MARKUP.sub("", text))
    for sentence in _END.split(plain):
        if (long := len(_WORD.findall(sentence))) > LONGEST:
            yield f"{long} words in one sentence, {LONGEST} at most: “{sentence}”"
    for found in _office_words().finditer(plain):
        word = found[0].lower()
        allowed, _reason = ALLOWED.get(word, ("", ""))
        if not (allowed and said.startswith(allowed)):
            yield f"“{word}” is an office word, in everyday words “{twins()[word]}”: “{plain}”"


@cache
def twins() -> dict[str, str]:
    """Office word → how one says it at home."""
    with OFFICE_WORDS.open(encoding="utf-8", newline="") as file:
        return {row["office"]: row["everyday"] for row in csv.DictReader(file)}


@cache
def _office_words() -> re.Pattern[str]:
    longest_first = sorted(twins(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)
