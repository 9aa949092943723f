"""What the follower hands over: boards of the day that the clock shows, in memory, without a database."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from uuid import UUID

import pytest

from pendopo.journal.happened import Happened
from pendopo.live import follower
from pendopo.live.follower import Follower, Loaded, News
from pendopo.queue.board import Board, Hall
from tests.situations.times import MONDAY, NINE, TUESDAY, days, minutes

MALL = str(UUID(int=1))


class QuietSource:
    """A journal in which nothing happens; `looks` counts how often somebody has waited for something to happen."""

    looks = 0

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        yield None

    def events_after(self, position: int) -> tuple[()]:
        return ()

    def wait(self, seconds: float) -> None:
        QuietSource.looks += 1
        time.sleep(0.001)

    @classmethod
    def is_looked_at(cls, times: int = 3) -> None:
        wanted, patience = cls.looks + times, time.monotonic() + 10
        while cls.looks < wanted and time.monotonic() < patience:
            time.sleep(0.001)

    def close(self) -> None:
        pass


class Clock:
    at = NINE


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(follower, "now", lambda: clock.at)
    monkeypatch.setattr(follower, "_HALLS_EVERY", 0.0)
    monkeypatch.setattr(follower, "open_source", lambda configuration: QuietSource())
    monkeypatch.setattr(follower, "malls_from_rows", lambda tables: {MALL: 1})
    monkeypatch.setattr(follower, "last_position", lambda tables: 0)
    monkeypatch.setattr(follower, "hall_from_rows", lambda tables, mall: Hall("Asia/Jakarta"))
    monkeypatch.setattr(follower, "_paired", lambda tables: frozenset())
    monkeypatch.setattr(follower, "board_from_rows", lambda tables, mall, day: Board(Hall("Asia/Jakarta"), day=day))
    return clock


def test_boards_of_a_clock_that_was_a_day_ahead_are_read_anew_when_it_is_set_right(clock):
    handed: Queue[Loaded] = Queue()
    clock.at = NINE + days(1)
    following = Follower(None, handed.put)
    following.start()
    try:
        assert handed.get(timeout=10).boards[MALL].day == TUESDAY
        clock.at = NINE + minutes(1)
        assert handed.get(timeout=10).boards[MALL].day == MONDAY
        QuietSource.is_looked_at()
        clock.at = NINE + minutes(0.5)  # Half a minute of correction is nothing.
        QuietSource.is_looked_at()
        assert all(not isinstance(told, Loaded) for told in handed.queue)
    finally:
        following.stop()


def test_what_happened_while_the_database_went_away_is_handed_over_afterwards(clock, monkeypatch):
    revoked = Happened(1, "directory.device.revoked", MALL, str(UUID(int=2)), NINE, {})
    asked = []

    class OneEvent(QuietSource):
        def events_after(self, position: int) -> tuple[Happened, ...]:
            return (revoked,) if position < revoked.position else ()

    def paired_since(source, events):
        asked.append(events)
        if len(asked) == 1:
            raise sqlite3.OperationalError("disk I/O error")
        return frozenset()

    monkeypatch.setattr(follower, "open_source", lambda configuration: OneEvent())
    monkeypatch.setattr(follower, "_paired_since", paired_since)
    handed: Queue[Loaded | News] = Queue()
    following = Follower(None, handed.put)
    following.start()
    try:
        assert isinstance(handed.get(timeout=10), Loaded)
        assert handed.get(timeout=10) == News(events=(revoked,), paired=frozenset())
    finally:
        following.stop()
