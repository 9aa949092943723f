"""How a range of minutes is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.queue.wait import AT_ONCE, usual_wait, wait_range


@pytest.mark.parametrize(
    ("p50", "p80", "told"),
    [
        (0, 0, (0, 0)),
        (0.2, 0.4, (0, 0)),
        (0.2, 3.1, (1, 4)),
        (7.9, 9.2, (7, 10)),
        (11, 13, (10, 15)),
        (37, 52, (35, 55)),
    ],
)
def test_whole_minutes_up_to_ten_then_steps_of_five(p50, p80, told):
    assert wait_range(p50=p50, p80=p80)[:2] == told


def test_what_is_late_or_not_said_has_no_minutes():
    assert wait_range(p50=20, p80=30).in_minutes
    assert not wait_range(p50=20, p80=30, late=True).in_minutes
    assert not wait_range(p50=20, p80=30)._replace(said=False).in_minutes
    assert not AT_ONCE.in_minutes


@given(st.floats(0, 600), st.floats(0, 200))
def test_a_range_is_a_range(p50, more):
    told = wait_range(p50=p50, p80=p50 + more)

    assert 0 <= told.low <= told.high
    assert told.at_once or told.low >= 1


@given(st.integers(0, 300), st.integers(1, 20), st.floats(1, 60))
def test_the_rule_of_thumb_grows_with_the_line(ahead, counters, turn):
    now = usual_wait(ahead=ahead, counters=counters, turn_minutes=turn)
    later = usual_wait(ahead=ahead + 1, counters=counters, turn_minutes=turn)

    assert now.low <= later.low
    assert now.high <= later.high
