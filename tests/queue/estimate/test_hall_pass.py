"""One pass through the rest of the day: who is called when."""

from hypothesis import given
from hypothesis import strategies as st

from pendopo.queue.estimate.hall_pass import Call, Coming, CounterNow, Person, hall_pass
from pendopo.queue.estimate.likely import LineTurns, likely

TURN = 10.0


def people(*lines: str, minutes: float = TURN) -> list[Person]:
    """Somebody in each of these lines, foremost first."""
    return [Person(f"{line}{rank}", line, rank, minutes) for rank, line in enumerate(lines)]


def minutes_of(counters, waiting, **more):
    found = hall_pass(counters=counters, people=waiting, **more)
    return {name: call.minute for name, call in found.calls.items()}, {line: c.minute for line, c in found.joining.items()}


def test_counters_call_the_foremost_one_after_the_other():
    called, joining = minutes_of([CounterNow("1", ("A",))], people("A", "A", "A"))

    assert called == {"A0": 0, "A1": 10, "A2": 20}
    assert joining == {"A": 30}


def test_two_counters_halve_the_wait():
    called, joining = minutes_of([CounterNow("1", ("A",)), CounterNow("2", ("A",))], people("A", "A", "A"))

    assert called == {"A0": 0, "A1": 0, "A2": 10}
    assert joining == {"A": 10}


def test_a_counter_of_two_lines_serves_them_by_rank():
    called, joining = minutes_of([CounterNow("1", ("A", "B"))], people("A", "B", "A"))

    assert called == {"A0": 0, "B1": 10, "A2": 20}
    assert joining == {"A": 30, "B": 30}


def test_ten_lines_of_one_counter_wait_for_each_other_and_no_longer():
    lines = tuple("ABCDEFGHIJ")

    called, joining = minutes_of([CounterNow("1", lines)], people(*lines))

    assert max(called.values()) == 90
    assert set(joining.values()) == {100}


def test_a_number_for_one_counter_alone_waits_for_it():
    waiting = [Person("R", "A", 0, TURN, reserved_for="2"), *(one._replace(rank=one.rank + 1) for one in people("A", "A"))]
    counters = [CounterNow("1", ("A",)), CounterNow("2", ("A",), free_in=30, busy=True)]

    called, _joining = minutes_of(counters, waiting)

    assert called == {"R": 30, "A0": 0, "A1": 10}


def test_who_waits_for_a_counter_that_is_not_open_is_called_by_nobody():
    called, joining = minutes_of([CounterNow("1", ("A",))], [Person("R", "A", 0, TURN, reserved_for="9")])

    assert called == {}
    assert joining == {"A": 0}


def test_nobody_is_called_in_a_break_and_a_turn_under_way_is_finished():
    noon = CounterNow("1", ("A",), parts=((-120, 15), (75, 200)))

    called, joining = minutes_of([noon], people("A", "A", "A"))

    assert called == {"A0": 0, "A1": 10, "A2": 75}
    assert joining == {"A": 85}


def test_after_closing_the_counter_goes_on_until_nobody_waits():
    closing = CounterNow("1", ("A",), parts=((-300, 15),))

    called, _joining = minutes_of([closing], people("A", "A", "A"))

    assert called["A2"] == 20
    assert likely(hall_pass(counters=[closing], people=people("A", "A", "A")).calls["A2"], TURNS).late


def test_of_several_busy_counters_the_first_is_free_early_and_the_last_late():
    busy = [CounterNow(str(n), ("A",), free_in=8, busy=True) for n in range(4)]

    called, _joining = minutes_of(busy, people("A", "A", "A", "A"))

    in_order = sorted(called.values())
    assert in_order[0] < 4
    assert in_order[-1] > 10


def test_a_booking_that_joins_in_time_is_called_before_who_ranks_behind_it():
    counter = CounterNow("1", ("A",), free_in=5, busy=True)
    booked = Coming("A", rank=-0.5, minutes=8, joins_at=3)

    assert minutes_of([counter], people("A"), coming=[booked])[0] == {"A0": 13}
    assert minutes_of([counter], people("A"), coming=[booked._replace(joins_at=6)])[0] == {"A0": 5}
    assert minutes_of([counter], people("A"), coming=[booked._replace(rank=0.5)])[0] == {"A0": 5}


TURNS = LineTurns(minutes=TURN, spread=0.6, doubt=0.2, serving=1, able=2)
a_line = st.sampled_from("ABC")
a_counter = st.builds(
    lambda lines, free_in, paused: (tuple(sorted(lines)), free_in, paused),
    st.sets(a_line, min_size=1), st.floats(0, 40), st.booleans(),
)  # fmt: skip
noon = ((-100.0, 30.0), (90.0, 300.0))


def hall(drawn):
    return [
        CounterNow(str(place), lines, free_in=free_in, busy=free_in > 20, parts=noon if with_break else ())
        for place, (lines, free_in, with_break) in enumerate(drawn)
    ]


@given(st.lists(a_counter, min_size=1, max_size=5), st.lists(a_line, max_size=25), a_line)
def test_one_more_person_ahead_shortens_nobodys_wait(drawn, lines, more):
    counters, waiting = hall(drawn), people(*lines)
    with_more = [Person("more", more, -1, TURN), *waiting]

    before, joined_before = minutes_of(counters, waiting)
    after, joined_after = minutes_of(counters, with_more)

    assert all(after[name] >= minute for name, minute in before.items())
    assert all(joined_after[line] >= minute for line, minute in joined_before.items())


@given(st.lists(a_counter, min_size=1, max_size=5), st.lists(a_line, max_size=25), st.sets(a_line, min_size=1))
def test_opening_a_counter_lengthens_nobodys_wait(drawn, lines, more):
    counters, waiting = hall(drawn), people(*lines)
    opened = [*counters, CounterNow("opened", tuple(sorted(more)))]

    before, joined_before = minutes_of(counters, waiting)
    after, joined_after = minutes_of(opened, waiting)

    assert all(after[name] <= minute for name, minute in before.items())
    assert all(joined_after[line] <= minute for line, minute in joined_before.items())


@given(st.lists(st.floats(1, 60), min_size=1, max_size=20), st.integers(1, 5), st.floats(1, 60))
def test_both_hold_for_turns_of_any_length_where_counters_serve_one_line(turns, counters, more):
    open_now = [CounterNow(str(n), ("A",)) for n in range(counters)]
    waiting = [Person(n, "A", n, minutes) for n, minutes in enumerate(turns)]

    before, _joining = minutes_of(open_now, waiting)
    behind_one, _joining = minutes_of(open_now, [Person("more", "A", -1, more), *waiting])
    with_another, _joining = minutes_of([*open_now, CounterNow("opened", ("A",))], waiting)

    assert all(with_another[name] <= minute + 1e-9 <= behind_one[name] + 1e-6 for name, minute in before.items())


@given(
    st.floats(0, 500), st.floats(0, 60), st.floats(1, 60), st.floats(0.2, 1.2), st.floats(0, 0.5), st.integers(1, 9),
    st.integers(0, 9), st.booleans(),
)  # fmt: skip
def test_p50_never_exceeds_p80_and_both_grow_with_the_call(minute, later, turn, spread, doubt, serving, more, with_break):
    counter = CounterNow("1", ("A",), parts=noon if with_break else ())
    turns = LineTurns(turn, spread, doubt, serving, serving + more)

    now = likely(Call(counter.serving_from(minute), counter), turns)
    then = likely(Call(counter.serving_from(minute + later), counter), turns)
    with_one_more_open = likely(
        Call(counter.serving_from(minute), counter), LineTurns(turn, spread, doubt, serving + 1, serving + more)
    )

    assert 0 <= now.p50 <= now.p80
    assert now.p50 <= then.p50 + 1e-6
    assert now.p80 <= then.p80 + 1e-6
    assert with_one_more_open.p50 <= now.p50 + 1e-9
    assert with_one_more_open.p80 <= now.p80 + 1e-9
