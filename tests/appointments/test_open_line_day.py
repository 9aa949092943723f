"""The ledger row of a line's day."""

from datetime import time

import pytest
from django.utils import translation

from pendopo.appointments.models import LineDay
from pendopo.appointments.open_line_day import ClockMovedBack, LineClosedForLong, LineClosedToday, open_line_day
from pendopo.directory.models import Hours
from pendopo.journal.events import history_of
from tests.situations.hall import a_closed_day, a_closed_mall, a_line, a_mall
from tests.situations.times import MONDAY, NINE, SATURDAY, TUESDAY, days, minutes, on

pytestmark = pytest.mark.django_db


def test_the_row_carries_what_the_hot_statement_checks():
    line = a_line(daily_limit=40)

    day = open_line_day(line=line, at=NINE)

    assert (day.business_date, day.opens_at, day.closes_at) == (MONDAY, on(MONDAY, "08:00"), on(MONDAY, "15:00"))
    assert (day.issue_limit, day.last_number, day.paused_until) == (40, 0, None)
    assert day.last_joined_at < day.opens_at


def test_a_second_call_finds_the_same_row_and_records_one_event():
    line = a_line()

    first, second = open_line_day(line=line, at=NINE), open_line_day(line=line, at=NINE + minutes(1))

    assert first.pk == second.pk
    assert [event.type for event in history_of(first.pk)] == ["appointments.line_day.opened"]


def test_the_hours_are_those_of_the_lines_agency():
    line = a_line()
    Hours.objects.create(mall=line.mall, agency=line.agency, weekday=0, opens=time(10), closes=time(12))

    day = open_line_day(line=line, at=NINE)

    assert (day.opens_at, day.closes_at) == (on(MONDAY, "10:00"), on(MONDAY, "12:00"))


def test_a_day_may_be_opened_before_the_door():
    assert open_line_day(line=a_line(), at=on(MONDAY, "05:00")).business_date == MONDAY


def test_a_closed_day_is_refused_with_reason_and_next_opening():
    line = a_line(name="Paspor")
    a_closed_day(mall=line.mall, reason="Rapat kerja")

    with pytest.raises(LineClosedToday) as refusal:
        open_line_day(line=line, at=NINE)

    with translation.override("en"):
        assert str(refusal.value) == (
            "Paspor gives no numbers today: Rapat kerja. It opens again on Tuesday 24 November 2026, 08:00."
        )
    assert not LineDay.objects.exists()


def test_a_weekend_is_refused():
    with pytest.raises(LineClosedToday) as refusal:
        open_line_day(line=a_line(name="Paspor"), at=on(SATURDAY, "09:00"))

    with translation.override("en"):
        assert "closed on Saturdays" in str(refusal.value)


def test_a_line_of_a_mall_without_hours_asks_the_staff():
    with pytest.raises(LineClosedForLong):
        open_line_day(line=a_line(mall=a_closed_mall()), at=NINE)


def a_later_day(line, *, until):
    """Tuesday was opened at nine, and gave its last number then."""
    tomorrow = open_line_day(line=line, at=NINE + days(1))
    LineDay.objects.filter(pk=tomorrow.pk).update(last_number=3, last_joined_at=until)


def test_a_clock_set_back_gives_no_number_of_an_older_day():
    line = a_line()
    a_later_day(line, until=NINE + days(1) + minutes(120))

    with pytest.raises(ClockMovedBack) as refusal:
        open_line_day(line=line, at=NINE)

    assert refusal.value.facts == {"later": TUESDAY.isoformat(), "today": MONDAY.isoformat()}


def test_a_few_numbers_of_a_day_to_come_were_the_clocks_mistake():
    line = a_line()
    a_later_day(line, until=NINE + days(1) + minutes(119))

    assert open_line_day(line=line, at=NINE).business_date == MONDAY


def test_a_later_day_without_numbers_is_no_sign_of_a_wrong_clock():
    line = a_line()
    open_line_day(line=line, at=NINE + days(1))

    assert open_line_day(line=line, at=NINE).business_date == MONDAY


def test_the_business_date_is_the_malls_own():
    line = a_line(mall=a_mall(time_zone="Asia/Jayapura"))

    day = open_line_day(line=line, at=on(MONDAY, "08:30", "Asia/Jayapura"))

    assert day.business_date == MONDAY
