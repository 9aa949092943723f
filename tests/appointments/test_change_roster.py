"""The roster, and a counter that nobody comes to today after all."""

from datetime import date, time

import pytest

from pendopo.appointments.change_roster import add_duty, close_for_today, expect_again, remove_duty, substitute
from pendopo.appointments.reads import issuing_state
from pendopo.directory.doors import counter_for
from pendopo.directory.models import Duty, Post, SpecialDay
from pendopo.directory.opening import schedule_of
from pendopo.journal.models import Event
from pendopo.kernel.errors import NotFound
from tests.situations.hall import a_counter, a_line, an_officer
from tests.situations.line import a_ticket, refusal_of, the_day_of
from tests.situations.times import MONDAY, NINE, TUESDAY, days, minutes, on

pytestmark = pytest.mark.django_db
RINA = "officer:rina"


@pytest.fixture
def line():
    line = a_line()
    a_counter(line=line)
    a_ticket(line, at=NINE)
    return line


def counter_of(line):
    return line.counter_lines.get().counter


def test_a_duty_reaches_a_day_that_is_open_already(line):
    counter = counter_of(line)

    duty = add_duty(counter=counter, weekday=0, starts=time(8), ends=time(11), at=NINE, actor=RINA)

    assert the_day_of(line).attended_until == on(MONDAY, "11:00")
    remove_duty(duty=duty, at=NINE, actor=RINA)
    assert the_day_of(line).attended_until is None
    assert not Duty.objects.exists()


def test_a_duty_cannot_end_before_it_begins(line):
    counter = counter_of(line)

    refused = refusal_of(lambda: add_duty(counter=counter, weekday=0, starts=time(11), ends=time(8), at=NINE, actor=RINA))

    assert refused == "appointments.duty_ends_before_it_starts"


def test_where_nobody_comes_today_numbers_stop_with_the_next_possibility(line):
    close_for_today(counter=counter_of(line), reason="Rapat dinas", at=NINE, actor=RINA)

    state = issuing_state(line, NINE)

    assert (state.giving, state.until) == (False, on(TUESDAY, "08:00"))
    assert refusal_of(lambda: a_ticket(line, at=NINE)) == "queue.nobody_comes"


def test_they_begin_again_when_somebody_is_expected_after_all(line):
    counter = counter_of(line)
    close_for_today(counter=counter, reason="Rapat dinas", at=NINE, actor=RINA)

    expect_again(counter=counter, at=NINE + minutes(5), actor=RINA)
    expect_again(counter=counter, at=NINE + minutes(6), actor=RINA)

    assert a_ticket(line, at=NINE + minutes(6)).state == "waiting"
    assert Event.objects.filter(type="appointments.counter.expected_again").count() == 1


def test_what_somebody_wrote_stays_out_of_the_journal(line):
    close_for_today(counter=counter_of(line), reason="Budi sakit", at=NINE, actor=RINA)

    assert not any("Budi" in str(facts) for facts in Event.objects.values_list("facts", flat=True))


def test_a_substitute_may_open_the_counter_today_and_not_tomorrow(line):
    counter = counter_of(line)
    budi = an_officer(a_counter(mall=counter.mall))
    close_for_today(counter=counter, reason="Rapat dinas", at=NINE, actor=RINA)

    substitute(counter=counter, officer=budi, at=NINE, actor=RINA)
    substitute(counter=counter, officer=budi, at=NINE + minutes(1), actor=RINA)

    assert counter_for(budi, counter.code, NINE) == counter
    with pytest.raises(NotFound):
        counter_for(budi, counter.code, NINE + days(1))
    assert Post.objects.filter(user=budi, counters=counter).count() == 1
    assert [span.opens_at for span in schedule_of(counter.mall).expected(MONDAY, counter.id)] == [NINE + minutes(1)]


def test_a_substitute_keeps_the_hours_that_somebody_wrote_for_this_day(line):
    counter = counter_of(line)
    SpecialDay.objects.create(mall=counter.mall, counter=counter, date=MONDAY, opens=time(8), closes=time(11), reason="Rapat")

    substitute(counter=counter, officer=an_officer(counter), at=NINE, actor=RINA)

    assert [span.closes_at for span in schedule_of(counter.mall).expected(MONDAY, counter.id)] == [on(MONDAY, "11:00")]


def test_nobody_is_sent_to_a_counter_that_serves_no_more_today(line):
    counter = counter_of(line)

    refused = refusal_of(lambda: substitute(counter=counter, officer=an_officer(counter), at=on(MONDAY, "16:00"), actor=RINA))

    assert refused == "appointments.closed_anyway"


def test_a_roster_holds_from_its_first_day_to_its_last(line):
    counter = counter_of(line)
    add_duty(
        counter=counter, weekday=0, starts=time(8), ends=time(11), from_date=TUESDAY, until_date=date(2099, 1, 1), at=NINE,
        actor=RINA,
    )  # fmt: skip

    assert the_day_of(line).attended_until is None
