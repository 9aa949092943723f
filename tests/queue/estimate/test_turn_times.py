"""How long a visitor keeps a counter: measured, and drawn from the promise towards what was measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.situations.times import NINE, minutes

from pendopo.queue.estimate.turn_times import Seen, Stay, remaining, turn_times, turns_of


def a_stay(called, left, *, joined=-30, counter="1", service="KTP"):
    return Stay(counter, "A", service, NINE + minutes(joined), NINE + minutes(called), NINE + minutes(left))


def lengths(*stays):
    return [round(turn.minutes, 2) for turn in turns_of(stays)]


def test_a_turn_lasts_from_the_call_to_the_end():
    assert lengths(a_stay(0, 9)) == [9]


def test_who_was_waiting_already_keeps_the_counter_from_the_end_of_the_turn_before():
    assert lengths(a_stay(0, 9), a_stay(11, 20)) == [9, 11]


def test_an_idle_counter_is_nobodys_turn():
    assert lengths(a_stay(0, 9), a_stay(15, 20, joined=14)) == [9, 5]


def test_a_break_is_nobodys_turn():
    assert lengths(a_stay(0, 9), a_stay(39, 50)) == [9, 11]


def test_who_did_not_come_took_a_short_turn():
    assert lengths(a_stay(0, 1.5), a_stay(1.5, 2)) == [1.5, 0.5]


def test_who_was_set_aside_meanwhile_is_left_out_and_the_counter_is_free_after_both():
    assert lengths(a_stay(0, 30), a_stay(5, 12), a_stay(31, 40)) == [7, 10]


def test_counters_are_told_apart():
    assert sorted(lengths(a_stay(0, 9), a_stay(5, 12, counter="2"))) == [7, 9]


def times(*seen, promised=10.0, services=None):
    return turn_times(of_lines={"A": promised}, of_services=services or {}, seen=seen)


def seen(turns, each, *, service="KTP", counter="1"):
    return Seen(counter, "A", service, turns, turns * each, turns * each**2 * 1.2)


def test_with_nothing_seen_the_promise_stands():
    known = times(services={"KTP": 6.0})

    assert known.minutes("A", "KTP") == pytest.approx(6.7)
    assert known.minutes("A", "anything") == pytest.approx(10.7)


def test_few_turns_move_the_estimate_a_little_and_many_all_the_way():
    few, many = times(seen(2, 4)), times(seen(400, 4))

    assert 8 < few.minutes("A", "KTP") < 10.7
    assert many.minutes("A", "KTP") == pytest.approx(4, abs=0.4)


def test_a_line_that_is_quicker_than_promised_is_so_for_services_not_seen_yet():
    known = times(seen(400, 5), services={"KTP": 10.0, "KK": 20.0})

    assert known.minutes("A", "KK") == pytest.approx(20.7 * 5 / 10.7, rel=0.1)


def test_a_slow_counter_takes_longer_for_the_same_service():
    known = times(seen(200, 15, counter="slow"), seen(200, 5, counter="quick"))

    assert known.speed("slow") > 1.3
    assert known.speed("quick") < 0.7
    assert known.speed("never seen") == 1


def test_what_is_seen_often_leaves_less_doubt():
    assert times().doubt("A") > times(seen(20, 10)).doubt("A") > times(seen(400, 10)).doubt("A") > 0.1


@given(st.floats(1, 60), st.lists(st.tuples(st.floats(0.1, 500), st.floats(0.05, 200)), max_size=5))
def test_a_turn_lies_between_the_promise_and_what_was_seen(promise, rows):
    known = times(*(seen(turns, each) for turns, each in rows), promised=promise)
    bounds = [promise + 0.7, *(each for _turns, each in rows)]

    assert min(bounds) - 1e-6 <= known.usual_of("A") <= max(bounds) + 1e-6
    assert 0.25 <= known.spread("A") <= 1.2


@given(st.floats(0.5, 90), st.floats(0.25, 1.2), st.floats(0, 1000))
def test_what_remains_of_a_turn_is_never_absurd(mean, spread, elapsed):
    assert 0 <= remaining(mean, spread, elapsed) <= 1.5 * mean + 1e-9


def test_a_turn_that_has_just_begun_lasts_a_whole_turn():
    assert remaining(10, 0.6, 0) == 10
    assert 4 < remaining(10, 0.6, 8) < 8
