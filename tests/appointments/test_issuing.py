"""Stopping, resuming, changed hours, and the one answer to "may a number be taken now"."""

from datetime import time

import pytest

from pendopo.appointments.models import LineDay
from pendopo.appointments.open_line_day import open_line_day
from pendopo.appointments.reads import IssuingKind, issuing_state, issuing_states
from pendopo.appointments.refresh_line_day import refresh_line_day, refresh_line_days
from pendopo.appointments.stop_issuing import DayIsOver, StopReason, resume_issuing, stop_issuing
from pendopo.directory.models import Hours
from pendopo.journal.events import history_of
from tests.situations.hall import a_break, a_closed_day, a_line, a_mall
from tests.situations.times import MONDAY, NINE, SATURDAY, TUESDAY, days, minutes, on

pytestmark = pytest.mark.django_db
RINA = "officer:rina"


def give(day: LineDay, numbers: int) -> None:
    LineDay.objects.filter(pk=day.pk).update(last_number=numbers)


def test_an_open_line_gives_numbers_also_before_its_day_was_opened():
    state = issuing_state(a_line(daily_limit=5), NINE)

    assert (state.kind, state.until, state.numbers_left) == (IssuingKind.GIVING, on(MONDAY, "15:00"), 5)


def test_numbers_are_given_during_a_break():
    line = a_line()
    a_break("08:30", "09:30", mall=line.mall)

    state = issuing_state(line, NINE)

    assert state.giving
    assert state.door.kind == "break"


def test_before_the_opening_and_after_the_closing():
    line = a_line()

    assert issuing_state(line, on(MONDAY, "07:00")).kind is IssuingKind.NOT_YET
    after = issuing_state(line, on(MONDAY, "15:00"))
    assert (after.kind, after.until) == (IssuingKind.CLOSED, on(TUESDAY, "08:00"))
    assert issuing_state(line, on(SATURDAY, "09:00")).until == on(MONDAY + days(7), "08:00")


def test_a_full_line_says_when_numbers_are_given_again():
    line = a_line(daily_limit=3)
    give(open_line_day(line=line, at=NINE), 3)

    state = issuing_state(line, NINE)

    assert (state.kind, state.numbers_left, state.until) == (IssuingKind.FULL, 0, on(TUESDAY, "08:00"))


def test_a_stopped_line_says_why_and_until_when():
    line = a_line()
    day = open_line_day(line=line, at=NINE)
    stop_issuing(line_day=day, until=NINE + minutes(30), reason=StopReason.NO_OFFICER, at=NINE, actor=RINA)

    state = issuing_state(line, NINE + minutes(1))

    assert (state.kind, state.until) == (IssuingKind.STOPPED, NINE + minutes(30))
    assert state.reason == StopReason.NO_OFFICER.label
    assert issuing_state(line, NINE + minutes(30)).giving


def test_a_stopped_line_may_begin_again_earlier():
    line = a_line()
    day = open_line_day(line=line, at=NINE)
    stop_issuing(line_day=day, until=NINE + minutes(30), reason=StopReason.TROUBLE, at=NINE, actor=RINA)

    resume_issuing(line_day=day, at=NINE + minutes(5), actor=RINA)
    resume_issuing(line_day=day, at=NINE + minutes(6), actor=RINA)

    assert issuing_state(line, NINE + minutes(6)).giving
    assert [event.type.rpartition(".")[2] for event in history_of(day.pk)] == [
        "opened", "issuing_stopped", "issuing_resumed",
    ]  # fmt: skip


def test_a_day_that_is_over_cannot_be_stopped():
    day = open_line_day(line=a_line(), at=NINE)

    with pytest.raises(DayIsOver):
        stop_issuing(line_day=day, until=NINE, reason=StopReason.CROWDED, at=on(MONDAY, "15:00"), actor=RINA)


def test_changed_hours_reach_a_day_that_is_open_already():
    line = a_line(daily_limit=40)
    day = open_line_day(line=line, at=NINE)
    Hours.objects.filter(mall=line.mall, weekday=0).update(closes=time(12))

    day = refresh_line_day(line_day=day, at=NINE, actor=RINA)

    assert day.closes_at == on(MONDAY, "12:00")
    assert refresh_line_days(mall=line.mall, at=NINE, actor=RINA) == 0
    assert [event.type for event in history_of(day.pk)][1:] == ["appointments.line_day.changed"]


def test_a_limit_never_falls_below_the_numbers_given():
    line = a_line(daily_limit=40)
    day = open_line_day(line=line, at=NINE)
    give(day, 12)
    line.daily_limit = 5
    line.save()

    assert refresh_line_day(line_day=day, at=NINE, actor=RINA).issue_limit == 12


def test_a_day_closed_altogether_ends_at_once():
    line = a_line()
    day = open_line_day(line=line, at=NINE)
    a_closed_day(mall=line.mall)

    assert refresh_line_day(line_day=day, at=NINE, actor=RINA).closes_at == NINE
    assert issuing_state(line, NINE).kind is IssuingKind.CLOSED


def test_a_days_past_is_left_alone():
    line = a_line()
    day = open_line_day(line=line, at=NINE)
    a_closed_day(mall=line.mall)

    assert refresh_line_days(mall=line.mall, at=NINE + days(1), actor=RINA) == 0
    assert LineDay.objects.get(pk=day.pk).closes_at == on(MONDAY, "15:00")


def test_the_states_of_all_lines_take_one_query_beyond_the_schedule(django_assert_num_queries):
    mall = a_mall()
    lines = [a_line(mall=mall) for _ in range(4)]
    for line in lines:
        open_line_day(line=line, at=NINE)

    with django_assert_num_queries(8):
        states = issuing_states(mall, lines, NINE)

    assert all(state.giving for state in states.values())
