"""Several threads' work committed together on SQLite: one's refusal is nobody else's."""

import sqlite3

import pytest

from pendopo.kernel.hot_sql import _commit, _Job


@pytest.fixture
def raw():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE number (value INTEGER UNIQUE)")
    yield connection
    connection.close()


def giving(value: int) -> _Job[int]:
    def work(connection: sqlite3.Connection) -> int:
        connection.execute("INSERT INTO number VALUES (?)", [value])
        return value

    return _Job(work)


def kept(raw: sqlite3.Connection) -> list[int]:
    return [value for (value,) in raw.execute("SELECT value FROM number ORDER BY value")]


def test_what_waits_is_committed_together(raw):
    jobs = [giving(1), giving(2), giving(3)]
    _commit(raw, jobs)
    assert [(job.done, job.result, job.error) for job in jobs] == [(True, n, None) for n in (1, 2, 3)]
    assert kept(raw) == [1, 2, 3]
    assert not raw.in_transaction


def test_who_is_refused_suffers_alone(raw):
    jobs = [giving(1), giving(1), giving(2)]
    _commit(raw, jobs)
    assert [job.result for job in jobs] == [1, None, 2]
    assert isinstance(jobs[1].error, sqlite3.IntegrityError)
    assert all(job.done for job in jobs)
    assert kept(raw) == [1, 2]
    assert not raw.in_transaction
