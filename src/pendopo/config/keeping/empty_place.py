"""The place a backup is restored into: empty, or emptied by setting its database aside. No database is ever thrown away."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from pendopo.config.keeping.faults import NotEmpty, StillRunning

_LEAVING_SECONDS = 2.0


@contextmanager
def empty_place(*, overwrite: bool, at: datetime) -> Iterator[str]:
    """An empty database at the address of these settings; gives the name under which the old one was set aside, or "".

    When the block fails, what it wrote is removed and the old one put back. Raises NotEmpty, StillRunning.
    """
    tables = connection.introspection.table_names()
    if tables and not overwrite:
        raise NotEmpty(place=database_name())
    aside = f"before_{at.astimezone(UTC):%Y%m%dT%H%M%SZ}".lower() if tables else ""
    on = _postgresql if connection.vendor == "postgresql" else _sqlite
    with on(aside):
        yield aside


def refuse_while_running() -> None:
    """Raises StillRunning when any other process has the database open."""
    if connection.vendor == "postgresql":
        # A connection that was closed is there for some moments more.
        until = time.monotonic() + _LEAVING_SECONDS
        while _others_on_postgresql():
            if time.monotonic() > until:
                raise StillRunning
            time.sleep(0.1)
        return
    connection.close()
    path = _file()
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as file:
        try:
            # Leaving the write-ahead log is possible only for the last who has the file open.
            mode = file.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            raise StillRunning from None
    if mode == "wal":
        raise StillRunning


def _others_on_postgresql() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def database_name() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def _sqlite(aside: str) -> Iterator[None]:
    path = _file()
    kept = path.with_name(f"{path.name}.{aside}")
    connection.close()
    if aside:
        refuse_while_running()
        path.rename(kept)
    else:
        _remove(path)
    try:
        yield
    except BaseException:
        connection.close()
        _remove(path)
        if aside:
            kept.rename(path)
        raise


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _postgresql(aside: str) -> Iterator[None]:
    """The old tables stay in a schema of their own, functions and all."""
    if aside:
        refuse_while_running()
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
        if aside:
            cursor.execute(f"ALTER SCHEMA {schema} RENAME TO {aside}")
            cursor.execute(f"CREATE SCHEMA {schema}")
    connection.close()
    try:
        yield
    except BaseException:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
            cursor.execute(f"ALTER SCHEMA {aside} RENAME TO {schema}" if aside else f"CREATE SCHEMA {schema}")
        connection.close()
        raise


def _file() -> Path:
    return Path(database_name())
