"""Trouble of database and disk is told apart from a bug, and said."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError

from pendopo.kernel.hot_sql import _commit, _Job
from pendopo.kernel.out_of_reach import DiskFull, RecordsAway, out_of_reach


def from_database(cause: Exception, kind: type[Exception] = OperationalError) -> Exception:
    """As Django hands it on."""
    error = kind(str(cause))
    error.__cause__ = cause
    return error


@pytest.fixture
def small_file(tmp_path):
    """A SQLite file that may not grow any more."""
    raw = sqlite3.connect(tmp_path / "small.sqlite3", isolation_level=None)
    raw.execute("CREATE TABLE kept (words TEXT)")
    raw.execute("PRAGMA max_page_count = 2")
    yield raw
    raw.close()


def on_sqlite(raw: sqlite3.Connection, statement: str) -> sqlite3.Error:
    with pytest.raises(sqlite3.Error) as trouble:
        raw.execute(statement)
    return trouble.value


def test_a_full_disk_under_sqlite(small_file):
    trouble = on_sqlite(small_file, "INSERT INTO kept VALUES (hex(randomblob(9000)))")

    assert isinstance(out_of_reach(from_database(trouble)), DiskFull)


def test_a_file_that_somebody_else_holds(small_file, tmp_path):
    small_file.execute("BEGIN EXCLUSIVE")
    other = sqlite3.connect(tmp_path / "small.sqlite3", timeout=0, isolation_level=None)

    assert isinstance(out_of_reach(from_database(on_sqlite(other, "BEGIN IMMEDIATE"))), RecordsAway)
    other.close()


def test_a_missing_table_is_a_bug(small_file):
    assert out_of_reach(from_database(on_sqlite(small_file, "SELECT * FROM nowhere"))) is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (from_database(psycopg.OperationalError("connection refused")), RecordsAway),
        (from_database(psycopg.errors.AdminShutdown("terminating connection")), RecordsAway),
        (from_database(psycopg.errors.DiskFull("could not extend file")), DiskFull),
        (from_database(psycopg.InterfaceError("the connection is closed"), InterfaceError), RecordsAway),
        (OSError(errno.ENOSPC, "No space left on device"), DiskFull),
    ],
)
def test_what_can_be_said_is_said(error, said):
    assert isinstance(out_of_reach(error), said)


@pytest.mark.parametrize(
    "error", [OSError(errno.EACCES, "no"), ValueError("no"), None, from_database(psycopg.DataError("no"), ValueError)]
)
def test_everything_else_is_a_bug(error):
    assert out_of_reach(error) is None


def test_each_of_those_who_waited_for_a_full_disk_hears_why_and_nothing_is_half_kept(small_file):
    def grows(raw: sqlite3.Connection) -> None:
        raw.execute("INSERT INTO kept VALUES ('a number')")
        raw.execute("INSERT INTO kept VALUES (hex(randomblob(9000)))")

    jobs = [_Job(grows), _Job(grows)]
    _commit(small_file, jobs)

    assert [job.error.sqlite_errorname for job in jobs] == ["SQLITE_FULL"] * 2
    assert small_file.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert not small_file.in_transaction


def test_a_lock_that_cannot_be_had_is_waited_for_once_for_all(tmp_path):
    file = tmp_path / "held.sqlite3"
    holder, raw = (sqlite3.connect(file, timeout=0.2, isolation_level=None) for _both in range(2))
    holder.execute("BEGIN EXCLUSIVE")
    tries: list[str] = []
    raw.set_trace_callback(tries.append)
    jobs = [_Job(lambda _raw: None) for _press in range(5)]

    _commit(raw, jobs)

    assert [job.error.sqlite_errorname for job in jobs] == ["SQLITE_BUSY"] * 5
    assert tries == ["BEGIN IMMEDIATE"]
    holder.close()
    raw.close()
