"""What was told is written down when somebody joins, and compared with what came."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.situations.hall import a_counter, a_line, a_mall
from tests.situations.line import a_ticket, a_visitor_served_at, an_open_desk
from tests.situations.times import MONDAY, NINE, days, minutes

from pendopo.queue.begin_rehearsal import begin_rehearsal
from pendopo.queue.cancel import cancel
from pendopo.queue.estimate.accuracy import Accuracy, accuracy_page, poor_lines
from pendopo.queue.estimate.forecast import forecast
from pendopo.queue.estimate.promises import forget_old_promises, judge_promises, note_promises
from pendopo.queue.finish import finish
from pendopo.queue.models import Channel, Outcome, PromiseDay, Visit, WaitPromise
from pendopo.queue.reads.load import line_loads

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """Somebody is served here since five minutes."""
    return an_open_desk(a_counter(line=a_line()), at=NINE - minutes(20))


@pytest.fixture
def line(desk):
    return desk.counter.counter_lines.get().line


@pytest.fixture
def here(desk):
    return a_visitor_served_at(desk, at=NINE - minutes(5))


def note(line, at=NINE):
    return note_promises(mall=line.mall, at=at)


def judge(line, at):
    return judge_promises(mall=line.mall, at=at)


def test_who_joins_is_told_a_range_that_is_written_down(line, desk, here):
    ticket = a_ticket(line)
    told = forecast(line.mall, NINE).line(line.id).places[0]

    assert note(line) == 1

    promise = WaitPromise.objects.get()
    assert (promise.ticket, promise.ahead, promise.waited_minutes) == (ticket, 0, None)
    assert (promise.low_minutes, promise.high_minutes, promise.said) == (told.low, told.high, True)


def test_the_first_word_counts(line, desk, here):
    a_ticket(line)
    note(line)
    before = WaitPromise.objects.values().get()

    assert note(line, NINE + minutes(1)) == 0
    assert WaitPromise.objects.values().get() == before


def test_nothing_is_written_down_long_after_somebody_was_told(line, desk, here):
    a_ticket(line)

    assert note(line, NINE + minutes(3)) == 0


def test_where_nobody_serves_nothing_is_promised():
    line = a_line()
    a_ticket(line)

    assert note(line) == 0


def test_numbers_from_home_are_told_when_they_check_in(line, desk, here):
    a_ticket(line, channel=Channel.HOME)

    assert note(line) == 0


def test_who_was_called_is_compared_with_what_was_told(line, desk, here):
    a_ticket(line)
    note(line)
    finish(desk=desk.lease(NINE), ticket=here, outcome=Outcome.SERVED, at=NINE + minutes(7))
    desk.call(NINE + minutes(8))

    assert judge(line, NINE + minutes(9)) == 1

    assert WaitPromise.objects.get().waited_minutes == pytest.approx(8, abs=0.01)
    day = PromiseDay.objects.get()
    assert (day.line, day.business_date, day.told, day.kept) == (line, MONDAY, 1, 1)
    assert judge(line, NINE + minutes(10)) == 0


def test_who_waited_longer_than_told_was_told_wrong(line, desk, here):
    a_ticket(line)
    note(line)
    finish(desk=desk.lease(NINE), ticket=here, outcome=Outcome.SERVED, at=NINE + minutes(50))
    desk.call(NINE + minutes(51))
    judge(line, NINE + minutes(52))

    assert PromiseDay.objects.values_list("told", "kept", "sooner").get() == (1, 0, 0)


def test_who_gave_up_is_not_counted(line, desk, here):
    ticket = a_ticket(line)
    note(line)
    cancel(ticket=ticket, actor="visitor", at=NINE + minutes(1))
    judge(line, NINE + minutes(2))

    assert not WaitPromise.objects.exists()
    assert not PromiseDay.objects.exists()


def test_a_rehearsal_is_not_measured(line, desk, here):
    Visit.objects.filter(pk=a_ticket(line).visit_id).update(rehearsal=True)

    assert note(line) == 0


def test_nothing_is_noted_while_a_mall_rehearses(line, desk, here):
    begin_rehearsal(mall=line.mall, at=NINE - minutes(2), actor="officer:rina")
    a_ticket(line)

    assert note(line) == 0


def test_nothing_to_do_costs_three_queries(line, desk):
    mall = line.mall
    with CaptureQueriesContext(connection) as queries:
        note_promises(mall=mall, at=NINE)
        judge_promises(mall=mall, at=NINE)

    assert len(queries) == 3


def a_measured_day(line, *, told, kept, sooner=0, back=1):
    return PromiseDay.objects.create(
        mall=line.mall, line=line, business_date=MONDAY - days(back), told=told, kept=kept, sooner=sooner
    )


@pytest.mark.parametrize(
    ("measured", "poor"),
    [
        (Accuracy(), False),
        (Accuracy(29, 0, 0), False),
        (Accuracy(30, 19, 0), True),
        (Accuracy(30, 20, 15), False),
        (Accuracy(30, 30, 25), False),
        (Accuracy(30, 30, 26), True),
    ],
)
def test_the_rule_when_only_people_are_told(measured, poor):
    assert measured.poor is poor


def test_a_line_that_was_wrong_too_often_tells_no_minutes_yet_is_measured(line, desk, here):
    a_measured_day(line, told=20, kept=6)
    a_measured_day(line, told=20, kept=8, back=3)
    a_ticket(line)

    load = line_loads(line.mall, [line], NINE)[line.id]
    assert (load.ahead, load.wait.said, load.places[0].said) == (1, False, False)
    assert not load.wait.in_minutes
    note(line)
    assert WaitPromise.objects.get().said is False


def test_another_line_of_the_mall_goes_on_telling(line, desk, here):
    a_measured_day(line, told=40, kept=6)
    other = a_line(mall=line.mall)
    an_open_desk(a_counter(line=other))

    assert poor_lines(line.mall, NINE) == {line.id}
    assert line_loads(line.mall, [other], NINE)[other.id].wait.said


def test_days_long_past_are_forgiven(line, desk):
    a_measured_day(line, told=100, kept=6, back=14)

    assert poor_lines(line.mall, NINE) == frozenset()


def test_the_page_adds_up_lines_and_days(line, desk):
    other = a_line(mall=line.mall)
    a_measured_day(line, told=10, kept=8, sooner=4)
    a_measured_day(other, told=30, kept=30, sooner=10)
    a_measured_day(line, told=10, kept=9, sooner=5, back=2)
    a_measured_day(a_line(mall=a_mall()), told=50, kept=0)

    page = accuracy_page(line.mall, NINE)

    assert page.whole == Accuracy(50, 47, 19)
    assert {one.prefix: one.whole for one in page.lines} == {
        line.prefix: Accuracy(20, 17, 9), other.prefix: Accuracy(30, 30, 10),
    }  # fmt: skip
    assert [(one.day, one.whole.told) for one in page.days] == [(MONDAY - days(1), 40), (MONDAY - days(2), 10)]


def test_single_promises_are_forgotten_and_the_days_sums_remain(line, desk, here):
    a_ticket(line)
    note(line)
    a_measured_day(line, told=10, kept=8)

    assert forget_old_promises(mall=line.mall, at=NINE + days(59)) == 0
    assert forget_old_promises(mall=line.mall, at=NINE + days(62)) == 1
    assert PromiseDay.objects.count() == 1
