"""What the hot verbs need to speak to the driver below Django: one prepared statement, or one raw SQLite transaction."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import InterfaceError, OperationalError, connection, transaction

from pendopo.kernel.transactions import writers_turn


def one_statement(statement: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Run one PostgreSQL statement, bound and prepared by the server, and return its row.

    In autocommit the statement is its own transaction. Inside a caller's transaction a savepoint keeps a refused statement
    from spoiling it.
    """
    connection.ensure_connection()
    inside = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with inside, connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            return cursor.execute(statement, values).fetchone()
    except (OperationalError, InterfaceError):
        # The server went away under a lasting connection: let the next command find a new one.
        if connection.connection is not None and connection.connection.broken and not connection.in_atomic_block:
            connection.close()
        raise


@contextmanager
def sqlite_transaction() -> Iterator[sqlite3.Connection]:
    """The raw SQLite connection inside one IMMEDIATE transaction, in this process's turn to write."""
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    if connection.in_atomic_block:
        with transaction.atomic(), connection.wrap_database_errors:
            yield raw
        return
    with writers_turn(), connection.wrap_database_errors:
        raw.execute("BEGIN IMMEDIATE")
        try:
            yield raw
        except BaseException:
            raw.execute("ROLLBACK")
            raise
        raw.execute("COMMIT")


def to_sqlite(value: Any) -> Any:
    """A value in the form Django stores it in SQLite: UUIDs as 32 hex digits, instants as naive UTC text."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    if isinstance(value, date):
        return value.isoformat()
    return value


def instant(value: str | datetime) -> datetime:
    """An instant read from raw SQLite, aware in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC)
