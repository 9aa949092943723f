"""Who is there, as every screen computes it: from leases, signs of life, hours and roster."""

import pytest
from tests.situations.hall import a_break, a_closed_day, a_counter, a_duty, a_line, a_mall
from tests.situations.line import a_ticket, a_visitor_served_at, an_open_desk, refusal_of, the_day_of
from tests.situations.times import MONDAY, NINE, TUESDAY, minutes, on

from pendopo.appointments.attendance import GONE_AFTER
from pendopo.appointments.reads import NOBODY_COMES, IssuingKind, issuing_state
from pendopo.directory.opening import schedule_of
from pendopo.queue.close_desk import KEEP, close_desk
from pendopo.queue.models import Channel
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.queue.presence import Attendance, Presence, counter_presence, held
from pendopo.queue.reads.load import line_loads
from pendopo.queue.signs_of_life import desk_seen

pytestmark = pytest.mark.django_db


def presence(counter, at, *, desk=None, **facts):
    lease = held(desk.lease(NINE)) if desk else None
    return counter_presence(counter.id, schedule_of(counter.mall), at, lease=lease, **facts)


def line_there(line, at):
    return line_loads(line.mall, [line], at)[line.id].presence


def test_a_counter_that_nobody_opened_is_absent_from_the_first_minute_of_its_hours():
    counter = a_counter()

    before, after = presence(counter, on(MONDAY, "07:59")), presence(counter, on(MONDAY, "08:00"))

    assert (before.state, before.comes_at) == (Presence.OFF, on(MONDAY, "08:00"))
    assert (after.state, after.since) == (Presence.ABSENT, on(MONDAY, "08:00"))


def test_a_counter_whose_browser_fell_silent_is_absent_since_it_was_last_heard_from():
    desk = an_open_desk()

    assert presence(desk.counter, NINE + minutes(2), desk=desk).state is Presence.OPEN
    gone = presence(desk.counter, NINE + GONE_AFTER, desk=desk)

    assert (gone.state, gone.since, gone.silent) == (Presence.ABSENT, NINE, True)


def test_a_sign_of_life_keeps_the_counter_open_and_is_noted_now_and_then_only(django_assert_num_queries):
    desk = an_open_desk()
    lease = desk.lease(NINE)

    with django_assert_num_queries(0):
        desk_seen(desk=lease, at=NINE + minutes(0.5))
    desk_seen(desk=lease, at=NINE + minutes(2))

    assert presence(desk.counter, NINE + minutes(4), desk=desk).state is Presence.OPEN


def test_who_has_a_visitor_in_front_of_them_is_there():
    desk = an_open_desk()

    assert presence(desk.counter, NINE + minutes(30), desk=desk, visitor=True).state is Presence.OPEN


def test_a_pause_lasts_until_its_end_and_then_somebody_must_be_heard_from():
    desk = an_open_desk()
    pause_desk(desk=desk.lease(NINE), reason=PauseReason.PRAYER, at=NINE, back_at=NINE + minutes(15))

    during, late = presence(desk.counter, NINE + minutes(14), desk=desk), presence(desk.counter, NINE + minutes(19), desk=desk)

    assert (during.state, during.back_at) == (Presence.PAUSED, NINE + minutes(15))
    assert late.state is Presence.ABSENT


def test_a_counter_that_was_closed_is_absent_from_then_on():
    desk = an_open_desk()

    assert presence(desk.counter, NINE + minutes(30), closed_at=NINE + minutes(20)).since == NINE + minutes(20)


def test_nobody_is_missed_in_a_break_or_on_a_closed_day():
    counter = a_counter()
    a_break("12:00", "13:00", mall=counter.mall)
    a_closed_day(mall=counter.mall, counter=counter, day=TUESDAY)

    lunch, tuesday = presence(counter, on(MONDAY, "12:30")), presence(counter, on(TUESDAY, "09:00"))

    assert (lunch.state, lunch.comes_at) == (Presence.OFF, on(MONDAY, "13:00"))
    assert tuesday.state is Presence.OFF


def test_the_roster_says_when_a_counter_is_expected():
    counter = a_counter()
    a_duty(counter, "10:00", "12:00")

    assert presence(counter, NINE).comes_at == on(MONDAY, "10:00")
    assert presence(counter, on(MONDAY, "10:30")).state is Presence.ABSENT
    assert presence(counter, on(MONDAY, "12:00")).state is Presence.OFF


def test_the_duties_of_a_date_stand_in_place_of_the_weekly_ones():
    counter = a_counter()
    a_duty(counter, "10:00", "12:00")
    a_duty(counter, "13:00", "14:00", date=MONDAY)

    assert presence(counter, on(MONDAY, "10:30")).comes_at == on(MONDAY, "13:00")


def test_a_roster_that_is_over_says_nothing():
    counter = a_counter()
    a_duty(counter, "10:00", "12:00", until_date=MONDAY.replace(day=1))

    assert presence(counter, NINE).state is Presence.ABSENT


def test_a_line_says_whether_somebody_serves_is_away_late_or_coming():
    line = a_line()
    counter = a_counter(line=line)
    assert line_there(line, NINE).kind is Attendance.LATE
    assert line_there(line, on(MONDAY, "07:00")).kind is Attendance.COMING

    desk = an_open_desk(counter)
    assert line_there(line, NINE).kind is Attendance.SERVED

    pause_desk(desk=desk.lease(NINE), reason=PauseReason.REST, at=NINE, back_at=NINE + minutes(10))
    there = line_there(line, NINE + minutes(1))
    assert (there.kind, there.at) == (Attendance.AWAY, NINE + minutes(10))


def test_an_absent_counter_is_not_counted_on_by_the_estimate():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    a_ticket(line)
    assert line_loads(line.mall, [line], NINE)[line.id].wait is not None

    load = line_loads(line.mall, [line], NINE + minutes(5))[line.id]

    assert (load.open_counters, load.wait) == (0, None)
    desk_seen(desk=desk.lease(NINE), at=NINE + minutes(5))
    assert line_loads(line.mall, [line], NINE + minutes(5))[line.id].open_counters == 1


def test_who_is_on_the_roster_later_today_is_counted_on():
    line = a_line()
    a_duty(a_counter(line=line), "10:00", "15:00")

    wait = line_loads(line.mall, [line], NINE)[line.id].wait

    assert wait is not None
    assert wait.high >= 60


# -- no numbers where nobody will come ------------------------------------------------------------------------------------


@pytest.fixture
def morning_line():
    """A line whose only counter is on the roster until noon, in a mall that is open until 15.00."""
    line = a_line(mall=a_mall())
    a_duty(a_counter(line=line), "08:00", "12:00")
    a_duty(line.counter_lines.get().counter, "08:00", "12:00", weekday=1)
    return line


NOON = on(MONDAY, "12:00")


def test_no_numbers_are_given_when_nobody_comes_any_more_today(morning_line):
    a_ticket(morning_line, at=NOON - minutes(1))

    state = issuing_state(morning_line, NOON)

    assert refusal_of(lambda: a_ticket(morning_line, at=NOON)) == "queue.nobody_comes"
    assert (state.kind, state.stop_reason, state.until) == (IssuingKind.STOPPED, NOBODY_COMES, on(TUESDAY, "08:00"))
    assert "tidak ada petugas" in str(state.reason)


def test_the_answer_is_the_same_before_anybody_opened_the_lines_day(morning_line):
    assert issuing_state(morning_line, NOON).stop_reason == NOBODY_COMES
    assert refusal_of(lambda: a_ticket(morning_line, at=NOON, channel=Channel.HOME)) == "queue.nobody_comes"


def test_numbers_are_given_again_by_itself_when_somebody_opens(morning_line):
    a_ticket(morning_line)
    counter = morning_line.counter_lines.get().counter

    an_open_desk(counter, at=NOON + minutes(5))

    assert a_ticket(morning_line, at=NOON + minutes(6)).state == "waiting"
    assert issuing_state(morning_line, NOON + minutes(6)).giving


def test_they_stop_again_when_who_stayed_is_gone(morning_line):
    a_ticket(morning_line)
    desk = an_open_desk(morning_line.counter_lines.get().counter, at=NOON)

    assert issuing_state(morning_line, NOON + minutes(2)).giving
    assert not issuing_state(morning_line, NOON + GONE_AFTER).giving

    desk_seen(desk=desk.lease(NOON), at=NOON + minutes(10))
    assert issuing_state(morning_line, NOON + minutes(11)).giving

    close_desk(desk=desk.lease(NOON), at=NOON + minutes(12), waiting=KEEP)
    assert refusal_of(lambda: a_ticket(morning_line, at=NOON + minutes(12))) == "queue.nobody_comes"


def test_a_clock_that_was_an_hour_ahead_keeps_nobody_there(morning_line):
    a_ticket(morning_line)
    desk = an_open_desk(morning_line.counter_lines.get().counter, at=NOON + minutes(60))

    desk_seen(desk=desk.lease(NOON), at=NOON + minutes(5))

    assert issuing_state(morning_line, NOON + minutes(7)).giving
    assert not issuing_state(morning_line, NOON + minutes(9)).giving


def test_a_line_whose_counters_are_late_gives_numbers_on(morning_line):
    assert a_ticket(morning_line, at=NINE).state == "waiting"


def test_a_line_of_which_no_counter_is_known_is_not_judged():
    line = a_line()

    assert a_ticket(line, at=NINE).state == "waiting"
    assert the_day_of(line).attended_until is None


def test_a_visitor_being_served_needs_no_sign_of_life():
    desk = an_open_desk()
    a_visitor_served_at(desk)
    line = desk.counter.counter_lines.get().line

    assert line_there(line, NINE + minutes(30)).kind is Attendance.SERVED


class TestWithoutJavaScript:
    """A browser that cannot speak up by itself is waited for longer, and the manager reads since when nothing was pressed."""

    def test_it_counts_as_open_for_a_quarter_of_an_hour_after_the_last_press(self):
        desk = an_open_desk()
        desk_seen(desk=desk.lease(NINE), at=NINE, by_hand=True)

        soon, later, gone = (presence(desk.counter, NINE + minutes(n), desk=desk) for n in (2, 14, 15))

        assert (soon.state, soon.quiet_since) == (Presence.OPEN, None)
        assert (later.state, later.quiet_since) == (Presence.OPEN, NINE)
        assert (gone.state, gone.since, gone.silent) == (Presence.ABSENT, NINE, True)

    def test_once_a_script_speaks_three_minutes_are_enough_again(self):
        desk = an_open_desk()
        desk_seen(desk=desk.lease(NINE), at=NINE, by_hand=True)
        desk_seen(desk=desk.lease(NINE), at=NINE + minutes(0.5), by_hand=False)

        assert presence(desk.counter, NINE + minutes(5), desk=desk).state is Presence.ABSENT

    def test_numbers_are_given_as_long_as_it_counts(self):
        counter = a_counter()
        line = counter.counter_lines.get().line
        a_duty(counter, "08:00", "08:30")
        a_ticket(line, at=on(MONDAY, "08:10"))
        desk = an_open_desk(counter)
        desk_seen(desk=desk.lease(NINE), at=NINE, by_hand=True)

        assert a_ticket(line, at=NINE + minutes(14)).label
        assert refusal_of(lambda: a_ticket(line, at=NINE + minutes(15))) == "queue.nobody_comes"
