"""What the worker remembers of the days: turns of every counter and service, old ones fading."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.situations.hall import a_counter, a_line, a_mall
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.times import NINE, days, minutes

from pendopo.queue.estimate import batches
from pendopo.queue.estimate.forecast import forecast
from pendopo.queue.estimate.learn_turns import FADE, learn_turns
from pendopo.queue.finish import finish
from pendopo.queue.miss import miss
from pendopo.queue.models import DeskLease, Outcome, Ticket, TurnsSeen, Visit
from pendopo.queue.start import start

pytestmark = pytest.mark.django_db


def serve(desk, *, called, left):
    """Somebody is called and served between these minutes after nine."""
    a_ticket(desk.counter.counter_lines.get().line, at=NINE + minutes(called) - minutes(1))
    ticket = Ticket.objects.get(pk=desk.call(NINE + minutes(called)).ticket)
    start(desk=desk.lease(NINE), ticket=ticket, at=NINE + minutes(called))
    return finish(desk=desk.lease(NINE), ticket=ticket, outcome=Outcome.SERVED, at=NINE + minutes(left))


@pytest.fixture
def desk():
    return an_open_desk(a_counter(line=a_line(mall=a_mall(weekdays=range(7)))), at=NINE - minutes(5))


def the_row() -> TurnsSeen:
    return TurnsSeen.objects.get()


def sums():
    row = the_row()
    return tuple(round(value, 2) for value in (row.kept_turns, row.kept_minutes, row.day_turns, row.day_minutes))


def test_the_turns_of_the_day_are_added_up(desk):
    serve(desk, called=0, left=6)
    serve(desk, called=30, left=34)

    assert learn_turns(mall=desk.counter.mall, at=NINE + minutes(40)) == 1
    assert sums() == (0, 0, 2, 10)


def test_learning_again_changes_nothing(desk):
    serve(desk, called=0, left=6)
    learn_turns(mall=desk.counter.mall, at=NINE + minutes(40))
    before = TurnsSeen.objects.values().get()

    assert learn_turns(mall=desk.counter.mall, at=NINE + minutes(41)) == 0
    assert TurnsSeen.objects.values().get() == before


def test_a_day_that_is_over_fades_with_the_first_turn_of_the_next_one(desk):
    serve(desk, called=0, left=6)
    learn_turns(mall=desk.counter.mall, at=NINE + minutes(7))
    # Something more happened after the last learning of that day.
    serve(desk, called=30, left=34)
    desk = an_open_desk(desk.counter, at=NINE + days(1), officer=desk.officer)
    learn_turns(mall=desk.counter.mall, at=NINE + days(1))
    assert sums() == (0, 0, 1, 6)

    a_ticket(desk.counter.counter_lines.get().line, at=NINE + days(1))
    ticket = Ticket.objects.get(pk=desk.call(NINE + days(1)).ticket)
    miss(desk=desk.lease(NINE + days(1)), ticket=ticket, at=NINE + days(1) + minutes(2))
    learn_turns(mall=desk.counter.mall, at=NINE + days(1) + minutes(3))

    row = the_row()
    assert (row.day_turns, row.day_minutes) == pytest.approx((1, 2))
    assert (row.kept_turns, row.kept_minutes) == pytest.approx((FADE * 2, FADE * 10))


def test_a_rehearsal_teaches_nothing(desk):
    served = serve(desk, called=0, left=6)
    Visit.objects.filter(pk=served.visit_id).update(rehearsal=True)

    assert learn_turns(mall=desk.counter.mall, at=NINE + minutes(40)) == 0


def test_what_was_learnt_moves_the_estimate(desk):
    line = desk.counter.counter_lines.get().line
    for turn in range(20):
        serve(desk, called=3 * turn, left=3 * turn + 3)
    for _ in range(5):
        a_ticket(line, at=NINE + minutes(60))
    DeskLease.objects.update(seen_at=NINE + minutes(60))
    before = forecast(line.mall, NINE + minutes(60)).line(line.id).joining

    learn_turns(mall=line.mall, at=NINE + minutes(60))

    after = forecast(line.mall, NINE + minutes(60)).line(line.id).joining
    assert after.high < before.high / 1.5


def test_a_visit_forgotten_open_counts_as_a_long_one_only(desk):
    serve(desk, called=0, left=300)
    learn_turns(mall=desk.counter.mall, at=NINE + minutes(301))

    assert the_row().day_minutes == 60


def test_many_rows_are_written_in_short_transactions(desk, monkeypatch):
    monkeypatch.setattr(batches, "_AT_ONCE", 1)
    line = desk.counter.counter_lines.get().line
    desks = [desk, *(an_open_desk(a_counter(line=line), at=NINE - minutes(5)) for _counter in range(2))]
    for one in desks:
        serve(one, called=0, left=6)
    learn_turns(mall=line.mall, at=NINE + minutes(7))
    for one in desks:
        serve(one, called=30, left=34)

    with CaptureQueriesContext(connection) as queries:
        assert learn_turns(mall=line.mall, at=NINE + minutes(40)) == 3

    assert sum(query["sql"].startswith("UPDATE") for query in queries) == 3
    assert set(TurnsSeen.objects.values_list("day_turns", "day_minutes")) == {(2, 10)}
