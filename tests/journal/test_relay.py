"""The relay gives each committed event one dense position, causes before effects."""

import pytest

from pendopo.journal.follow import events_after, follow, start_again
from pendopo.journal.models import Cursor, Event
from pendopo.journal.relay import give_positions, last_position
from tests.situations.events import an_event
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def test_positions_are_dense_and_follow_the_instants():
    late = an_event(at=NINE + minutes(2))
    early = an_event(at=NINE)

    assert give_positions() == 2

    assert [(event.position, event.subject) for event in events_after(0)] == [(1, early), (2, late)]
    assert last_position() == 2


def test_an_idle_relay_gives_nothing():
    an_event()
    give_positions()

    assert give_positions() == 0
    assert last_position() == 1


def test_a_late_event_comes_after_those_that_have_their_position():
    an_event(at=NINE + minutes(5))
    give_positions()
    late = an_event(at=NINE)
    give_positions()

    assert events_after(1)[0].subject == late


def test_a_batch_is_not_larger_than_asked():
    for _n in range(5):
        an_event()

    assert [give_positions(limit=2) for _n in range(4)] == [2, 2, 1, 0]
    assert list(Event.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_a_follower_hears_everything_once_and_in_order():
    for _n in range(5):
        an_event()
    give_positions()
    heard = []

    while follow("statistics", heard.extend, limit=2):
        pass

    assert [event.position for event in heard] == [1, 2, 3, 4, 5]
    assert follow("statistics", heard.extend) == 0


def test_a_follower_that_fails_hears_the_batch_again():
    an_event()
    give_positions()
    heard = []

    def fail(batch):
        raise RuntimeError("the printer is out of paper")

    with pytest.raises(RuntimeError):
        follow("printer", fail)
    follow("printer", heard.extend)

    assert [event.position for event in heard] == [1]


def test_a_follower_can_be_rebuilt_from_zero():
    an_event()
    give_positions()
    heard = []
    follow("statistics", heard.extend)

    start_again("statistics")
    follow("statistics", heard.extend)

    assert [event.position for event in heard] == [1, 1]


def test_a_follower_that_is_up_to_date_does_not_take_a_transaction(django_assert_num_queries):
    an_event()
    give_positions()
    follow("statistics", lambda batch: None)

    with django_assert_num_queries(2):
        follow("statistics", lambda batch: None)


def test_followers_are_registered_once_by_name(monkeypatch):
    from pendopo.journal import follow as module

    monkeypatch.setattr(module, "_followers", {})
    hear = module.follower("statistics")(lambda batch: None)

    assert module.followers() == {"statistics": hear}
    with pytest.raises(ValueError, match="statistics"):
        module.follower("statistics")(lambda batch: None)


def test_the_relays_cursor_is_made_when_it_is_needed():
    assert last_position() == 0
    an_event()
    give_positions()

    assert Cursor.objects.get(name="relay").position == 1
