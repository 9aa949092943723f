"""Rows of SQLite: one read transaction beside the writers (WAL), and plain inserts into a fresh file."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from pendopo.config.keeping.faults import RowRefused
from pendopo.config.keeping.rows import BLOCK, Value, lines_in, values_in
from pendopo.config.keeping.shape import Column, Table

_ROWS_AT_ONCE = 1000
_TEXT = r"replace(replace(replace(replace({c}, '\', '\\'), char(9), '\t'), char(10), '\n'), char(13), '\r')"
# Django leaves out decimals that are zero, so that texts compare as instants do.
_WRITTEN = {
    "text": _TEXT,
    "json": _TEXT,
    "instant": "CASE length({c}) WHEN 19 THEN {c} || '.000000' ELSE substr({c} || '000000', 1, 26) END",
    "time": "CASE length({c}) WHEN 8 THEN {c} || '.000000' ELSE substr({c} || '000000', 1, 15) END",
    "float": "printf('%!.17g', {c})",
    "bytes": r"'\\x' || lower(hex({c}))",
}


def _without_zeros(word: str) -> str:
    return word.removesuffix(".000000")


_READ: dict[str, Callable[[str], Value]] = {
    "integer": int, "boolean": int, "float": float, "instant": _without_zeros, "time": _without_zeros,
    "bytes": lambda word: bytes.fromhex(word.removeprefix("\\x")),
}  # fmt: skip


class SqliteSnapshot:
    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def rows(self, table: Table) -> Iterator[bytes]:
        line = " || char(9) || ".join(map(_written, table.columns))
        cursor = self._file.execute(f"SELECT {line} FROM {_quoted(table.name)}")
        waiting: list[str] = []
        size = 0
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            for (text,) in rows:
                waiting.append(text)
                size += len(text)
            if size >= BLOCK:
                yield ("\n".join(waiting) + "\n").encode()
                waiting, size = [], 0
        if waiting:
            yield ("\n".join(waiting) + "\n").encode()

    def count(self, table: Table) -> int:
        return int(self._file.execute(f"SELECT count(*) FROM {_quoted(table.name)}").fetchone()[0])

    def last_counted(self, table: Table) -> int:
        row = self._file.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]).fetchone()
        return int(row[0]) if row else 0


class SqliteFilling:
    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def empty(self, tables: Sequence[Table]) -> None:
        """What the migrations themselves wrote into fresh tables."""
        for table in tables:
            self._file.execute(f"DELETE FROM {_quoted(table.name)}")

    def fill(self, table: Table, content: Iterable[bytes]) -> int:
        names = ", ".join(_quoted(column.name) for column in table.columns)
        places = ", ".join("?" * len(table.columns))
        statement = f"INSERT INTO {_quoted(table.name)} ({names}) VALUES ({places})"
        readers = [_READ.get(column.kind) for column in table.columns]
        written = 0
        try:
            for lines in lines_in(content):
                self._file.executemany(statement, (_row(line, readers) for line in lines))
                written += len(lines)
        except (sqlite3.Error, ValueError) as error:
            raise RowRefused(table=table.name, why=str(error)) from error
        return written

    def count_on_from(self, table: Table, number: int) -> None:
        self._file.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table.name])
        self._file.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table.name, number])


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[SqliteSnapshot]:
    with closing(_open(connection)) as file:
        file.execute("PRAGMA query_only = ON")
        file.execute("BEGIN")
        file.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield SqliteSnapshot(file)


@contextmanager
def filling(connection: BaseDatabaseWrapper) -> Iterator[SqliteFilling]:
    """Nothing waits for the disk until all is there: a file half filled is thrown away by whoever asked for it."""
    connection.close()
    with closing(_open(connection)) as file:
        for setting in ("foreign_keys = OFF", "journal_mode = DELETE", "synchronous = OFF", "cache_size = -200000"):
            file.execute(f"PRAGMA {setting}")
        file.execute("BEGIN IMMEDIATE")
        yield SqliteFilling(file)
        if astray := file.execute("PRAGMA foreign_key_check").fetchone():
            raise RowRefused(table=astray[0], why=f"→ {astray[2]}")
        file.execute("COMMIT")
        file.execute("ANALYZE")
    _to_disk(Path(connection.settings_dict["NAME"]))


def _open(connection: BaseDatabaseWrapper) -> sqlite3.Connection:
    # Without the module's own transactions and its readings of column types: text stays text.
    return sqlite3.connect(connection.settings_dict["NAME"], timeout=20, isolation_level=None)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _row(line: str, readers: Sequence[Callable[[str], Value] | None]) -> list[Value]:
    return [read(word) if read and word is not None else word for read, word in zip(readers, values_in(line), strict=True)]


def _written(column: Column) -> str:
    name = _quoted(column.name)
    # Asked first: printf and hex make something of nothing.
    return rf"CASE WHEN {name} IS NULL THEN '\N' ELSE {_WRITTEN.get(column.kind, '{c}').format(c=name)} END"


def _quoted(name: str) -> str:
    return f'"{name}"'
