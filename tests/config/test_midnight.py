"""The first request after a midnight makes the changes of the day, and is answered whatever becomes of them."""

from datetime import datetime

import pytest

from pendopo.config import midnight
from pendopo.config.midnight import Midnight
from tests.situations.times import MONDAY, NINE, TUESDAY, WEDNESDAY, days, minutes, on


@pytest.fixture
def looks(monkeypatch) -> list[datetime]:
    """The instants at which changes were looked for."""
    found: list[datetime] = []
    monkeypatch.setattr(midnight, "make_due_changes", lambda *, at: found.append(at) or 0)
    return found


def test_between_two_midnights_nobody_looks(looks):
    clock = [NINE]
    door = Midnight(clock=lambda: clock[0])
    # The first of the three zones to have its midnight is Papua's, at ten in the evening of Lampung.
    for clock[0] in (NINE, NINE + minutes(1), on(MONDAY, "21:59"), on(MONDAY, "22:00"), on(MONDAY, "22:59")):
        door.look()

    assert looks == [NINE, on(MONDAY, "22:00")]


def test_after_a_clock_that_was_days_ahead_the_real_midnight_is_looked_at(looks):
    clock = [NINE]
    door = Midnight(clock=lambda: clock[0])
    for clock[0] in (NINE + days(2), NINE + minutes(1), NINE + minutes(2), on(TUESDAY, "00:00")):
        door.look()

    assert looks == [on(WEDNESDAY, "09:00"), NINE + minutes(1), on(TUESDAY, "00:00")]


def test_trouble_with_the_changes_is_nobody_elses(monkeypatch, caplog):
    def stumble(*, at: datetime) -> int:
        raise KeyError("a step of a sheet that is not there any more")

    monkeypatch.setattr(midnight, "make_due_changes", stumble)
    monkeypatch.setattr(midnight.connection, "close", lambda: None)
    clock = [NINE]
    door = Midnight(clock=lambda: clock[0])
    for clock[0] in (NINE, NINE + minutes(0.05), NINE + minutes(0.1)):
        door.look()

    assert [record.message for record in caplog.records] == ["planned changes have to wait"] * 2
