"""The range of minutes for who joins a line now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.queue.wait import AT_ONCE, wait_range


@pytest.mark.parametrize(
    ("ahead", "counters", "free", "minutes", "expected"),
    [
        (0, 1, True, 10, (0, 0)),
        (0, 1, False, 10, (1, 15)),
        (1, 1, False, 10, (7, 30)),
        (12, 5, False, 10, (15, 40)),
        (12, 0.5, False, 10, (180, 390)),
        (0, 5, False, 3, (1, 2)),
    ],
)
def test_from_three_quarters_to_one_and_a_half_times(ahead, counters, free, minutes, expected):
    assert wait_range(ahead=ahead, counters=counters, free=free, service_minutes=minutes) == expected


def test_unknown_while_nobody_serves():
    assert wait_range(ahead=3, counters=0, free=False, service_minutes=10) is None


def test_served_at_once_only_where_nobody_waits_and_a_counter_is_free():
    assert wait_range(ahead=0, counters=2, free=True, service_minutes=10) == AT_ONCE
    assert wait_range(ahead=1, counters=2, free=True, service_minutes=10) != AT_ONCE


@given(st.integers(0, 500), st.floats(0.1, 30), st.integers(1, 60))
def test_a_range_is_a_range_and_grows_with_the_line(ahead, counters, minutes):
    now = wait_range(ahead=ahead, counters=counters, free=False, service_minutes=minutes)
    later = wait_range(ahead=ahead + 1, counters=counters, free=False, service_minutes=minutes)

    assert 1 <= now.low <= now.high
    assert later.low >= now.low
    assert later.high >= now.high
