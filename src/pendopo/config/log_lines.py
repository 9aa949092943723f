"""Log lines without personal data, plain or as JSON for a collector.

What is logged is ours to choose, and no verb logs a name. What can slip in is said by others: a database that repeats the values of
the row it refuses, an address that carries a visit's code, an exception that quotes what was typed. That is taken out here, of
messages and tracebacks alike, before any handler writes.
"""

import logging
import re
from typing import Any

import orjson

from pendopo.kernel.identifiers import ALPHABET, CODE_LENGTH, read_code

TAKEN_OUT = "[…]"
_LONGEST_LINE = 4000
# None looks twice through the same text: what is logged may be as long as a stranger likes (a forged Host header), and nobody waits
# meanwhile.
_SHAPES = (
    # PostgreSQL and its driver repeat the row's values after these words, up to the end of the line.
    r"(?<=DETAIL:)[^\n]*",
    r"(?<=CONTEXT:)[^\n]*",
    r"(?<==\()(?:(?!=\()[^)\n])*+(?=\) already exists)",
    r"(?<=Failing row contains )[^\n]*",
    # E-mail addresses; NIK and KK; mobile numbers.
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"(?<!\w)\d{4} ?\d{4} ?\d{4} ?\d{4}(?!\w)",
    r"(?<![\w.:-])(?:\+?62|0)[ -]?8\d{1,3}[ -]?\d{3,4}[ -]?\d{3,5}(?![\w:])",
    # What follows in addresses that open a visit or an invitation, and whatever was asked for.
    r"(?<=/t/)[^/\s?]+",
    r"(?<=/undangan/)[^/\s?]+",
    r"(?<=/aula/)[^/\s?]+",
    r"(?<=\?)[^\s\"'?=]*=[^\s\"']*",
    # Passwords in addresses of databases and stores.
    r"(?<=://)[^/\s:@]*:(?:(?!://)[^@\s])*+(?=@)",
)
_PERSONAL = re.compile("|".join(_SHAPES))
# A visit's code, as it is stored and as people read it.
_CODE = re.compile(rf"\b[{ALPHABET}]{{5}}-?[{ALPHABET}]{{{CODE_LENGTH - 5}}}\b")


def without_personal_data(text: str) -> str:
    clean = _CODE.sub(_unless_a_word, _PERSONAL.sub(TAKEN_OUT, text))
    if len(clean) <= _LONGEST_LINE:
        return clean
    return "\n".join(line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…" for line in clean.split("\n"))


def _unless_a_word(found: re.Match[str]) -> str:
    """A visit's code has a check sign, which a word in capitals has by chance only."""
    return TAKEN_OUT if read_code(found[0]) else found[0]


class Plain(logging.Formatter):
    """As people read it."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return f"{self.formatTime(record)} {without_personal_data(super().format(record))}"


class JsonLines(logging.Formatter):
    """One object a line: when, how bad, who, what, where it came from."""

    def format(self, record: logging.LogRecord) -> str:
        words: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), "level": record.levelname, "logger": record.name,
            "process": record.process, "thread": record.threadName,
            "message": without_personal_data(record.getMessage()),
        }  # fmt: skip
        if record.exc_info:
            words["traceback"] = without_personal_data(self.formatException(record.exc_info))
        return orjson.dumps(words, default=str).decode()
