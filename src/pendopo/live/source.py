"""Reading the journal from either database, and waiting until there is more to read.

PostgreSQL: LISTEN, and a look each second for safety. SQLite: `PRAGMA data_version` every few milliseconds (it costs three
microseconds) and a read only when it changed.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg

from pendopo.journal.happened import Happened
from pendopo.live.configuration import Configuration
from pendopo.live.tables import PostgresqlTables, SqliteTables
from pendopo.queue.board_rows import Tables, event_from_row

# As journal.relay names it; that module needs Django.
CHANNEL = "pendopo_journal"
BATCH = 1000
_LOOK_EVERY = 0.012
_EVENTS = f"""SELECT position, type, mall, subject, at, facts FROM journal_event
    WHERE position > :position ORDER BY position LIMIT {BATCH}"""  # noqa: S608 - our own number

Unreachable = (sqlite3.Error, psycopg.Error, OSError)


class Source(Protocol):
    """One connection. Every method may raise one of `Unreachable`; then a new one is opened."""

    def snapshot(self) -> AbstractContextManager[Tables]: ...

    def events_after(self, position: int) -> Sequence[Happened]:
        """The next events, at most `BATCH`."""
        ...

    def wait(self, seconds: float) -> None:
        """Return when there may be something new, at the latest after so long."""
        ...

    def close(self) -> None: ...


def open_source(configuration: Configuration) -> Source:
    if configuration.database_file:
        return SqliteSource(configuration.database_file)
    return PostgresqlSource(configuration.database_address)


class SqliteSource:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._inode = file.stat().st_ino
        self._raw = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5, isolation_level=None)
        self._version = -1

    @contextmanager
    def snapshot(self) -> Iterator[Tables]:
        self._raw.execute("BEGIN")
        try:
            yield SqliteTables(self._raw)
        finally:
            self._raw.execute("ROLLBACK")

    def events_after(self, position: int) -> Sequence[Happened]:
        # Asked before reading: what is committed after this question changes the answer to the next one.
        self._version = self._data_version()
        return [event_from_row(row) for row in self._raw.execute(_EVENTS, {"position": position})]

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._data_version() != self._version:
                return
            time.sleep(_LOOK_EVERY)
        if self._file.stat().st_ino != self._inode:
            raise OSError("the database file was replaced")

    def close(self) -> None:
        self._raw.close()

    def _data_version(self) -> int:
        return int(self._raw.execute("PRAGMA data_version").fetchone()[0])


class PostgresqlSource:
    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(
            address, autocommit=True, connect_timeout=5, keepalives_idle=10, keepalives_interval=3, keepalives_count=3,
            tcp_user_timeout=10_000, application_name="pendopo live",
        )  # fmt: skip
        self._tables = PostgresqlTables(self._connection)
        self._connection.execute("SET TIME ZONE 'UTC'")
        self._connection.execute(f"LISTEN {CHANNEL}".encode())

    @contextmanager
    def snapshot(self) -> Iterator[Tables]:
        with self._connection.transaction():
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield self._tables

    def events_after(self, position: int) -> Sequence[Happened]:
        return [event_from_row(row) for row in self._tables.rows(_EVENTS, position=position)]

    def wait(self, seconds: float) -> None:
        for _notice in self._connection.notifies(timeout=seconds, stop_after=1):
            return

    def close(self) -> None:
        self._connection.close()
