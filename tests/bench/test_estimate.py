"""A log lived again: what is foretold uses only what was known, and is right as often as it says."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from pendopo.bench.estimate import Replay, as_text, judgements
from pendopo.bench.estimate_log import COLUMNS, NotALog, Row, read_log, write_log
from pendopo.config.cli import bench_estimate

OPENING = datetime(2026, 11, 23, 8)  # noqa: DTZ001 - a log is of one place


def at(minute: float, *, day: int = 0) -> datetime:
    return OPENING + timedelta(days=day, minutes=minute)


def a_row(arrival, called, end, *, line="A", counter="1", **fields) -> Row:
    empty = {"start": None, "service": "", "klass": "", "head_start": 0.0}
    moments = {"arrival": arrival, "called": called, "end": end}
    times = {name: None if minute is None else at(minute) for name, minute in moments.items()}
    return Row(**{**empty, **times, "line": line, "counter": counter, **fields})


def some_days(*, days: int, people: int, turn: float = 8.0, seed: int = 1) -> list[Row]:
    """Two counters of one line, first come first served, with turns as uneven as real ones."""
    chance, rows = Random(seed), []
    for day in range(days):
        free = [0.0, 0.0]
        for arrival in sorted(chance.uniform(0, 420) for _ in range(people)):
            counter = free.index(min(free))
            called = max(arrival, free[counter])
            free[counter] = called + chance.lognormvariate(0, 0.5) * turn / 1.133
            times = (at(minute, day=day) for minute in (arrival, called, free[counter]))
            rows.append(Row(next(times), next(times), None, next(times), "", "A", str(counter + 1), "", 0.0))
    return rows


def test_four_of_five_wait_no_longer_than_told():
    found = judgements(list(Replay().live(some_days(days=5, people=110))))
    estimate, average = found[0], found[1]

    assert estimate.count > 400
    assert 0.4 < estimate.below_p50 < 0.7
    assert 0.72 < estimate.below_p80 < 0.93
    assert estimate.error < 0.7 * average.error
    assert "moving average" in as_text(found)


def test_what_comes_later_changes_nothing_that_was_foretold_before():
    rows = some_days(days=2, people=60)
    first_day = [row for row in rows if row.arrival.date() == date(2026, 11, 23)]

    assert list(Replay().live(rows))[:40] == list(Replay().live(first_day))[:40]


def test_a_line_in_which_nobody_was_ever_called_is_not_foretold():
    assert list(Replay().live([a_row(0, 5, 10)])) == []


def test_who_waits_longer_behind_more_people_is_told_so():
    rows = [a_row(0, 0, 10), *(a_row(1 + n / 10, 10 + 10 * n, 20 + 10 * n) for n in range(4))]

    told = list(Replay().live(rows))

    assert [one.p50 for one in told] == sorted(one.p50 for one in told)
    assert told[-1].p50 > told[0].p50 + 15


def test_a_counter_that_paused_is_expected_at_its_end():
    rows = [a_row(0, 0, 10), a_row(None, 10, 40, line=""), a_row(12, 40, 50)]

    (told,) = list(Replay().live(rows))

    assert told.p50 == pytest.approx(28)


def test_a_closed_counter_calls_nobody():
    rows = [a_row(0, 0, 10), a_row(None, 10, None, line=""), a_row(12, 40, 50)]

    assert list(Replay().live(rows)) == []


def test_a_head_start_passes_those_who_came_a_little_earlier():
    rows = [a_row(0, 0, 30), a_row(1, 40, 50), a_row(2, 50, 60), a_row(5, 30, 40, klass="elderly", head_start=15.0)]

    told = {one.waited: one.p50 for one in Replay().live(rows)}

    assert told[25] < told[48]


def test_a_log_is_read_as_it_was_written(tmp_path):
    rows = [a_row(0, 3, 9, service="KTP", klass="elderly", head_start=15.0), a_row(4, None, 30, counter=""), a_row(None, 9, 12)]
    write_log(tmp_path / "log.csv", rows)

    assert read_log(tmp_path / "log.csv") == rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("arrival,called\n", "no column end, line, counter"),
        ("arrival,called,end,line,counter\nsoon,,,A,1\n", "Line 2 cannot be read"),
        ("arrival,called,end,line,counter\n2026-11-23T09:00,2026-11-23T08:00,,A,1\n", "run backwards"),
        ("arrival,called,end,line,counter\n,2026-11-23T08:00,,A,\n", "needs its counter"),
        ("arrival,called,end,line,counter\n2026-11-23T09:00,,,,1\n", "joins a line"),
    ],
)
def test_a_file_that_is_no_log_is_refused_by_the_first_line_that_is_wrong(tmp_path, text, says, capsys):
    file = tmp_path / "log.csv"
    file.write_text(text)

    with pytest.raises(NotALog, match=says):
        read_log(file)


def test_the_columns_stand_in_the_help_and_in_the_docs():
    from pathlib import Path

    from pendopo.bench.estimate_log import COLUMN_HELP

    commands = (Path(bench_estimate.__file__).parents[4] / "docs" / "commands.md").read_text()
    for column in COLUMNS:
        assert f"  {column} " in COLUMN_HELP
        assert f"| `{column}` |" in commands
