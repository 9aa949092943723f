"""Whatever the rules: a state lasts until the instant it names, and nobody serves outside the hall's hours."""

from datetime import time, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from pendopo.directory.open_state import OpenKind
from pendopo.directory.schedule import BreakRule, DayRule, PauseRule, Schedule
from tests.situations.times import MONDAY, days, minutes, on

AGENCY, COUNTER = UUID(int=1), UUID(int=2)
TICK = timedelta(seconds=1)
quarters = st.integers(min_value=0, max_value=94)


def clock(quarter: int) -> time:
    return time(quarter // 4, quarter % 4 * 15)


spans = st.tuples(quarters, quarters).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: (clock(pair[0]), clock(pair[1])))
owners = st.sampled_from([None, AGENCY, COUNTER])
near_days = st.integers(min_value=0, max_value=8).map(lambda ahead: MONDAY + days(ahead))
special_days = st.one_of(
    st.just(DayRule(None, None, "tutup")), spans.map(lambda span: DayRule(span[0], span[1], "hari layanan"))
)
breaks = st.tuples(st.none() | st.integers(0, 6), spans).map(lambda one: BreakRule(one[0], one[1][0], one[1][1], "istirahat"))
pauses = st.tuples(near_days, quarters, st.integers(15, 900)).map(
    lambda one: PauseRule(start := on(one[0], clock(one[1]).isoformat("minutes")), start + minutes(one[2]), "jeda")
)
schedules = st.builds(
    Schedule,
    time_zone=st.just("Asia/Jakarta"),
    hours=st.dictionaries(owners, st.dictionaries(st.integers(0, 6), spans, max_size=7), max_size=3),
    breaks=st.dictionaries(owners, st.lists(breaks, max_size=3).map(tuple), max_size=3),
    special_days=st.dictionaries(st.tuples(owners, near_days), special_days, max_size=4),
    holidays=st.dictionaries(near_days, st.just("libur"), max_size=2),
    pauses=st.lists(pauses, max_size=2).map(tuple),
    agency_of_counter=st.just({COUNTER: AGENCY}),
)
instants = st.integers(0, 7 * 24 * 60).map(lambda minute: on(MONDAY, "00:00") + minutes(minute))
doors = st.sampled_from([{}, {"agency_id": AGENCY}, {"counter_id": COUNTER}])


@settings(max_examples=300, deadline=None)
@given(schedules, instants, doors)
def test_a_state_lasts_until_the_instant_it_names(schedule, at, door):
    state = schedule.state(at, **door)

    if state.until is None:
        assert state.kind is OpenKind.CLOSED
        return
    assert state.until > at
    assert schedule.state(state.until - TICK, **door).kind is state.kind
    after = schedule.state(state.until, **door).kind
    assert (after is OpenKind.OPEN) is not state.is_open


@settings(max_examples=300, deadline=None)
@given(schedules, instants, doors)
def test_open_and_break_lie_within_the_days_span_and_closed_says_why(schedule, at, door):
    state = schedule.state(at, **door)
    span = schedule.span(schedule.business_date(at), **door)

    if state.kind is not OpenKind.CLOSED:
        assert span.opens_at <= at < state.closes_at <= span.closes_at
    else:
        assert str(state.reason)
    if span is not None:
        hall = schedule.span(schedule.business_date(at))
        assert hall.opens_at <= span.opens_at < span.closes_at <= hall.closes_at


@settings(max_examples=200, deadline=None)
@given(schedules, instants, doors)
def test_nobody_serves_before_the_next_opening(schedule, at, door):
    opening = schedule.next_opening(at, **door)

    if opening is None:
        return
    assert schedule.state(opening, **door).is_open
    if not schedule.state(at, **door).is_open:
        halfway = at + (opening - at) / 2
        assert not schedule.state(halfway, **door).is_open
