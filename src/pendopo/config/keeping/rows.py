r"""Rows as lines that mean the same on both databases: the text form of PostgreSQL's COPY.

One line a row, a tab between values, `\N` for null, `\t \n \r \\` inside texts. Values are written one way only: UUIDs as 32 hex
digits, instants in UTC with six decimals, yes and no as 1 and 0. On PostgreSQL the lines pass through untouched, so that most of
the work is done by the databases themselves.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from pendopo.config.keeping.shape import Column, Table, shape_of

BLOCK = 256 * 1024
NULL = "\\N"
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
Value = Any


class Snapshot(Protocol):
    """All tables as they were at one instant, while others go on writing."""

    def rows(self, table: Table) -> Iterator[bytes]:
        """Whole lines, in blocks."""

    def count(self, table: Table) -> int: ...

    def last_counted(self, table: Table) -> int:
        """The highest number the database itself gave out in this table; 0 before the first."""


class Filling(Protocol):
    """Empty tables being filled; all or nothing."""

    def empty(self, tables: Sequence[Table]) -> None: ...

    def fill(self, table: Table, content: Iterable[bytes]) -> int:
        """How many rows were written. Raises RowRefused."""

    def count_on_from(self, table: Table, number: int) -> None: ...


def snapshot_of(connection: BaseDatabaseWrapper) -> AbstractContextManager[Snapshot]:
    """A connection of its own, so that nobody waits for it and it waits for nobody."""
    from pendopo.config.keeping import _rows_postgresql, _rows_sqlite

    return (_rows_postgresql if connection.vendor == "postgresql" else _rows_sqlite).snapshot(connection)


def filling_of(connection: BaseDatabaseWrapper) -> AbstractContextManager[Filling]:
    from pendopo.config.keeping import _rows_postgresql, _rows_sqlite

    return (_rows_postgresql if connection.vendor == "postgresql" else _rows_sqlite).filling(connection)


def lines_in(content: Iterable[bytes]) -> Iterator[list[str]]:
    """The lines of each block, whatever the blocks' borders."""
    carried = b""
    for block in content:
        whole, newline, rest = block.rpartition(b"\n")
        if newline:
            yield (carried + whole).decode().split("\n")
            carried = rest
        else:
            carried += rest
    if carried:
        yield carried.decode().split("\n")


def values_in(line: str) -> list[str | None]:
    return [None if word == NULL else unescaped(word) for word in line.split("\t")]


def unescaped(word: str) -> str:
    if "\\" not in word:
        return word
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), word)


def fingerprint(columns: Sequence[Column], content: Iterable[bytes]) -> tuple[int, int]:
    """How many rows and the sum of their hashes: the same for the same rows in any order, on either database."""
    same = [_SAME.get(column.kind) for column in columns]
    number, total = 0, 0
    for lines in lines_in(content):
        for line in lines:
            words = [one(word) if one and word is not None else word for one, word in zip(same, values_in(line), strict=True)]
            total += int.from_bytes(hashlib.blake2b(repr(words).encode(), digest_size=24).digest())
            number += 1
    return number, total % 2**192


def _same_json(word: str) -> str:
    """PostgreSQL keeps a document's meaning, not the order and spacing in which it was written."""
    return json.dumps(json.loads(word), sort_keys=True)


_SAME: dict[str, Callable[[str], Value]] = {"json": _same_json, "float": float}


def fingerprints(connection: BaseDatabaseWrapper, *, progress: Callable[[str, int, int], None]) -> dict[str, tuple[int, int]]:
    """Of every table. Equal exactly when all rows are."""
    tables, found = shape_of(connection).tables, {}
    with snapshot_of(connection) as snapshot:
        for number, table in enumerate(tables, start=1):
            found[table.name] = fingerprint(table.columns, snapshot.rows(table))
            progress("comparing", number, len(tables))
    return found
