"""What the hot verbs need to speak to the driver below Django.

PostgreSQL: one bound and prepared statement. SQLite: short raw work, committed together with that of other threads who wait.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import psycopg
from django.db import InterfaceError, OperationalError, connection, transaction

from pendopo.kernel.transactions import writers_turn

T = TypeVar("T")


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


class _Job(Generic[T]):
    """One thread's work, perhaps done by another thread that had the turn."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, work: Callable[[sqlite3.Connection], T]) -> None:
        self.work = work
        self.done = False
        self.result: T | None = None
        self.error: Exception | None = None


_jobs: deque[_Job[Any]] = deque()


def sqlite_work(work: Callable[[sqlite3.Connection], T]) -> T:
    """Do `work` on the raw SQLite connection inside an IMMEDIATE transaction and return its result once it is on disk.

    Who gets the turn does the work of all threads of this process that wait, and commits once: an acknowledged number still
    survives a power cut, but the disk is asked once for several. `work` may be done by another thread, and again after a
    rollback, so it touches nothing but the connection. Inside a caller's transaction it is done there, behind a savepoint.
    """
    connection.ensure_connection()
    if connection.in_atomic_block:
        with transaction.atomic(), connection.wrap_database_errors:
            return work(connection.connection)
    job = _Job(work)
    _jobs.append(job)
    with writers_turn():
        if not job.done:
            # Its own job is not among the waiting when whoever took it was interrupted.
            _commit(connection.connection, [job, *(other for other in _everything_waiting() if other is not job)])
    if job.error is not None:
        with connection.wrap_database_errors:
            raise job.error
    return job.result  # type: ignore[return-value]


def _everything_waiting() -> list[_Job[Any]]:
    waiting = []
    while _jobs:
        waiting.append(_jobs.popleft())
    return waiting


def _commit(raw: sqlite3.Connection, jobs: Sequence[_Job[Any]]) -> None:
    try:
        _in_one_transaction(raw, jobs)
    except Exception as error:  # noqa: BLE001 - handed to the thread whose work it was
        if len(jobs) == 1 or isinstance(error, _NotBegun):
            for job in jobs:
                job.error, job.done = error.__cause__ if isinstance(error, _NotBegun) else error, True  # type: ignore[assignment]
            return
        # One of them was refused: each on its own, so that nobody suffers for another.
        for job in jobs:
            _commit(raw, [job])


class _NotBegun(Exception):
    """The lock could not be had, or the file not be read: trouble of all, so nobody waits for it once more."""


def _in_one_transaction(raw: sqlite3.Connection, jobs: Sequence[_Job[Any]]) -> None:
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as trouble:
        raise _NotBegun from trouble
    try:
        results = [job.work(raw) for job in jobs]
        raw.execute("COMMIT")
    except BaseException:
        # A full disk has ended the transaction already; a second end would hide the reason.
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise
    for job, result in zip(jobs, results, strict=True):
        job.result, job.done = result, True


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
