"""One step changes the row and records it, or does neither."""

import pytest
from django.db import connection

from pendopo.journal.events import history_of
from pendopo.journal.lifecycle import AlreadyMoved, Lifecycle
from pendopo.queue.events import DeskPaused, DeskReturned
from pendopo.queue.lifecycle import LEASE
from pendopo.queue.models import DeskLease
from pendopo.queue.open_desk import open_desk
from tests.situations.hall import a_counter, an_officer
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def an_open_lease():
    counter = a_counter()
    opened = open_desk(counter=counter, officer=an_officer(counter), at=NINE)
    return DeskLease.objects.get(pk=opened.lease)


def paused(lease, at):
    event = DeskPaused(counter=lease.counter_id, reason="rest", back_at=None)
    return LEASE.move(lease, "pause", at=at, actor="officer:x", event=event, pause_reason="rest")


def test_a_step_changes_the_row_and_leaves_one_event():
    lease = an_open_lease()

    paused(lease, NINE + minutes(1))

    stored = DeskLease.objects.get(pk=lease.pk)
    assert (stored.state, stored.pause_reason, stored.changed_at) == ("paused", "rest", NINE + minutes(1))
    assert (lease.state, lease.pause_reason) == ("paused", "rest")
    assert [event.type for event in history_of(lease.pk)] == ["queue.desk.opened", "queue.desk.paused"]


def test_a_step_that_is_not_in_the_table_is_refused_without_a_trace():
    lease = an_open_lease()
    paused(lease, NINE + minutes(1))

    with pytest.raises(AlreadyMoved):
        paused(lease, NINE + minutes(2))

    assert len(history_of(lease.pk)) == 2


def test_who_read_the_row_before_it_moved_is_told_so():
    first = an_open_lease()
    second = DeskLease.objects.get(pk=first.pk)
    paused(first, NINE + minutes(1))

    with pytest.raises(AlreadyMoved):
        paused(second, NINE + minutes(1))


def test_also_when_it_has_come_back_to_the_same_state():
    """Seen open, paused and opened again by somebody else: what was seen is not what is there."""
    stale = an_open_lease()
    other = DeskLease.objects.get(pk=stale.pk)
    paused(other, NINE + minutes(1))
    LEASE.move(other, "return", at=NINE + minutes(2), actor="officer:x", event=DeskReturned(counter=other.counter_id))

    with pytest.raises(AlreadyMoved):
        paused(stale, NINE + minutes(3))

    assert DeskLease.objects.get(pk=stale.pk).state == "open"


def test_the_history_reads_forwards_when_the_clock_is_set_back():
    lease = an_open_lease()

    moved_at = paused(lease, NINE - minutes(60))

    assert moved_at > NINE
    assert [event.at for event in history_of(lease.pk)] == [NINE, moved_at]


def test_one_step_costs_two_statements(django_assert_num_queries):
    lease = an_open_lease()

    with django_assert_num_queries(2):
        paused(lease, NINE + minutes(1))
    assert connection.in_atomic_block


def test_buttons_are_asked_from_the_table():
    life = Lifecycle(initial=("open",), table={"pause": ({"open"}, "paused"), "close": ({"open", "paused"}, "closed")})

    assert life.verbs_for("open") == {"pause", "close"}
    assert life.verbs_for("paused") == {"close"}
    assert life.verbs_for("closed") == frozenset()
    assert life.states() == {"open", "paused", "closed"}
