"""The two databases as the boards read them (`queue.board_rows.Tables`)."""

import re
import sqlite3
from collections.abc import Sequence
from functools import cache
from typing import Any

import psycopg

_NAME = re.compile(r"(?<!:):([a-z_]+)")


class SqliteTables:
    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def rows(self, statement: str, **values: Any) -> Sequence[Sequence[Any]]:
        return self._raw.execute(statement, values).fetchall()

    def key(self, id: str) -> str:
        # Django keeps a UUID in SQLite as 32 digits.
        return id.replace("-", "")


class PostgresqlTables:
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def rows(self, statement: str, **values: Any) -> Sequence[Sequence[Any]]:
        return self._connection.execute(_in_psycopg(statement), values).fetchall()

    def key(self, id: str) -> str:
        return id


@cache
def _in_psycopg(statement: str) -> bytes:
    return _NAME.sub(r"%(\1)s", statement).encode()
