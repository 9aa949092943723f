"""How numbers are written, and the two series of each line: those that machines give, and those on paper printed beforehand.

A machine counts from 1 and says `A-047`. The printed pad of the same line counts from K01 (K for *kertas*, paper), says `A-K07`
and is stored far above whatever a machine may reach: so neither series can ever give what the other gave, and one unique index
guards both. Knows neither Django nor a database.
"""

import re
from collections.abc import Iterator
from uuid import UUID

from pendopo.kernel.identifiers import ALPHABET

#: A machine never counts beyond this (held by the ledger row); paper numbers are stored above it.
LAST_BY_MACHINE = 90_000
#: A pad of one line has so many numbers a day.
MOST_ON_PAPER = 999
PAPER_LETTER = "K"
# The letters that survive a bad phone line: 23, a prime.
_SIGNS = "".join(sign for sign in ALPHABET if sign.isalpha())

# Zone letter and a further one, the letter of paper, then the number; people leave the dash away.
_TYPED = re.compile(rf"([A-Z]{{1,2}}?)[\s.-]*({PAPER_LETTER}?)[\s.-]*0*([1-9][0-9]{{0,5}})")
_ON_PAPER = re.compile(rf"([A-Z]{{1,2}})[\s.-]*{PAPER_LETTER}[\s.-]*0*([1-9][0-9]{{0,2}})[\s./·-]*([{_SIGNS}])")


def number_label(prefix: str, number: int) -> str:
    """What people read and hear: `A-047`, on paper `A-K07`."""
    count = paper_count(number)
    return f"{prefix}-{number:03d}" if count is None else f"{prefix}-{PAPER_LETTER}{count:02d}"


def paper_number(count: int) -> int:
    """The stored number of the pad's `count`th sheet."""
    return LAST_BY_MACHINE + count


def paper_count(number: int) -> int | None:
    """Which sheet of the pad this is; None for a number that a machine gave."""
    return number - LAST_BY_MACHINE if number > LAST_BY_MACHINE else None


def read_labels(typed: str) -> Iterator[tuple[str, int]]:
    """The prefixes and numbers that somebody may mean by "a 47", "A-047" or "AK7", the likeliest first."""
    written = typed.strip().upper()
    plain = re.fullmatch(r"([A-Z]{1,2})[\s.-]*0*([1-9][0-9]{0,5})", written)
    if plain:
        yield plain[1], int(plain[2])
    parts = _TYPED.fullmatch(written)
    if parts and parts[2] and int(parts[3]) <= MOST_ON_PAPER:
        yield parts[1], paper_number(int(parts[3]))


def check_sign(mall: UUID, prefix: str, count: int) -> str:
    """The letter behind a number on paper: one wrong digit, two swapped, or mostly another line or mall, and it is another one."""
    # The modulus is prime and greater than the difference of any two digits.
    total = mall.int + 11 * count + sum(weight * ord(letter) for weight, letter in zip((3, 5), prefix, strict=False))
    return _SIGNS[total % len(_SIGNS)]


def paper_label(mall: UUID, prefix: str, count: int) -> str:
    """What stands on the pad: `A-K07 M`."""
    return f"{number_label(prefix, paper_number(count))} {check_sign(mall, prefix, count)}"


def read_paper(mall: UUID, typed: str) -> tuple[str, int] | None:
    """Prefix and count of a number copied from the pad, or None when something in it is wrong."""
    parts = _ON_PAPER.fullmatch(typed.strip().upper())
    if parts is None:
        return None
    prefix, count = parts[1], int(parts[2])
    return (prefix, count) if check_sign(mall, prefix, count) == parts[3] else None
