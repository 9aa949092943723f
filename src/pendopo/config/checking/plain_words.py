"""Everything that a visitor reads or hears is said in short sentences, and in Indonesian in everyday words.

Short in every language: the English that stands in the code, the Indonesian, and each regional one; and so are the texts of the five malls
that ship. The office words and their everyday twins stand in `translating/office_words.csv`; translators of a mall's own texts may use
the list too.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import polib
from openpyxl import load_workbook

from pendopo.config.translating.catalogues import PACKAGE, catalogue_in, regional_languages

OFFICE_WORDS: Final = Path(__file__).parents[1] / "translating" / "office_words.csv"
#: Whose sentences visitors meet: their screens, the paper, and the refusals of what they press.
ROOMS: Final = (
    "web/components", "web/public", "web/ticket", "web/kiosk", "web/display", "web/paper", "queue", "appointments", "assistance",
    "directory", "kernel",
)  # fmt: skip
#: Rooms of which visitors meet only what these files say.
ONLY: Final = {
    "catalogue": ("models.py", "reads.py"), "printing": ("print_ticket.py",), "privacy": ("correct_visit.py", "erase_visit.py"),
    "web/privacy": ("_copy.html",),
}  # fmt: skip
#: Of the workbooks that ship: what a visitor reads, by sheet.
OF_MALLS: Final = {
    "Mal": ("Sambutan",), "Layanan": ("Ringkasan", "Bisa di sini", "Tidak bisa di sini"), "Istirahat": ("Alasan",), "Tutup": ("Alasan",),
    "Standar": ("Persyaratan", "Prosedur", "Jangka waktu", "Biaya", "Produk", "Pengaduan"), "Fasilitas": ("Petunjuk",),
}  # fmt: skip
MALLS: Final = PACKAGE / "malls"
LONGEST: Final = 20
#: Office word → the English sentence that may use it, and why.
ALLOWED: Final = {
    "prioritas": ("No priority", "the class as the law calls it, in what officers see and a visitor may take home as a file"),
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
    for room in (*ROOMS, *ONLY):
        named = catalogue_in(room, "id").relative_to(PACKAGE)
        for entry in _visitors(room, "id"):
            for fault in faults_of(_words_of(entry), said=entry.msgid):
                yield f"{named}: {fault}"
            for english in (entry.msgid, entry.msgid_plural):
                yield from (f"{named} (English): {fault}" for fault in too_long(english))
        for language in regional_languages(room):
            for entry in _visitors(room, language):
                yield from (f"{room} ({language}): {fault}" for fault in too_long(_words_of(entry)))
    yield from _faults_of_malls()


def _visitors(room: str, language: str) -> Iterator[polib.POEntry]:
    """What visitors meet of a room's catalogue."""
    path, only = catalogue_in(room, language), ONLY.get(room)
    for entry in polib.pofile(str(path)) if path.exists() else ():
        if only is None or any(file.endswith(only) for file, _line in entry.occurrences):
            yield entry


def _words_of(entry: polib.POEntry) -> str:
    return str(entry.msgstr or entry.msgstr_plural.get(0, ""))


def _faults_of_malls() -> Iterator[str]:
    for path in sorted(MALLS.glob("*.xlsx")):
        book = load_workbook(path, read_only=True)
        for sheet, headings in OF_MALLS.items():
            rows = book[sheet].iter_rows(values_only=True)
            names = next(rows)
            places = [names.index(heading) for heading in headings]
            texts = {str(row[place]) for row in rows for place in places if len(row) > place and row[place]}
            yield from (f"{path.name}, {sheet}: {fault}" for text in sorted(texts) for fault in too_long(text))
        book.close()


def too_long(text: str) -> Iterator[str]:
    """Sentences of more than twenty words; a new line ends one."""
    plain = _PLACE.sub("x", _MARKUP.sub("", text))
    for sentence in (part for line in plain.split("\n") for part in _END.split(line)):
        if (long := len(_WORD.findall(sentence))) > LONGEST:
            yield f"{long} words in one sentence, {LONGEST} at most: “{sentence}”"


def faults_of(text: str, *, said: str = "") -> Iterator[str]:
    """What is hard to read in an Indonesian text; `said` is the English that it stands for."""
    yield from too_long(text)
    plain = _PLACE.sub("x", _MARKUP.sub("", text))
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
