"""The worker's turns: relay, followers, seals."""

from datetime import timedelta

import pytest

from pendopo.config.worker import Worker, seal_finished_days
from pendopo.journal import follow as following
from pendopo.journal.models import Event, Seal
from pendopo.journal.relay import give_positions, last_position
from pendopo.journal.verify import verify
from pendopo.kernel.clock import business_date, now
from pendopo.kernel.identifiers import made_at, uuid7
from tests.situations.events import an_event
from tests.situations.hall import a_mall

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(monkeypatch):
    """A worker that makes no seals beside, for in a test every thread would have a connection of its own."""
    monkeypatch.setattr(Worker, "_seal_beside", lambda self: None)
    return Worker()


@pytest.fixture
def following_nobody(monkeypatch):
    monkeypatch.setattr(following, "_followers", {})


def test_a_turn_gives_positions_and_followers_hear_of_them(worker, following_nobody):
    heard = []
    following.follower("statistics")(lambda batch: heard.extend(event.position for event in batch))
    an_event()
    an_event()

    worker._turn()

    assert (last_position(), heard) == (2, [1, 2])


def test_a_follower_that_failed_is_told_again_after_its_rest_though_nothing_new_happens(worker, following_nobody, monkeypatch):
    told = []

    @following.follower("moody")
    def fail_once(batch):
        told.append(len(batch))
        if len(told) == 1:
            raise ValueError("no paper")

    an_event()
    worker._turn()
    monkeypatch.setattr(Worker, "_something_changed", lambda self: False)
    worker._turn()
    assert told == [1]

    worker._rests_until["moody"] = 0.0
    worker._turn()

    assert told == [1, 1]
    assert not worker._somebody_has_rested()


def test_a_follower_that_fails_holds_up_nobody_else(worker, following_nobody):
    heard = []

    @following.follower("broken")
    def fail(batch):
        raise ValueError("no paper")

    following.follower("statistics")(lambda batch: heard.extend(event.position for event in batch))
    an_event()

    worker._turn()
    worker._seen_version = None
    worker._turn()

    assert heard == [1]
    assert not Event.objects.filter(position=None).exists()


def test_an_idle_turn_asks_little(worker, following_nobody, django_assert_max_num_queries):
    worker._turn()

    with django_assert_max_num_queries(1):
        worker._turn()


def test_yesterday_is_sealed_once_for_each_mall_and_for_what_is_of_no_mall(monkeypatch):
    mall, other = a_mall(), a_mall(time_zone="Asia/Jayapura")
    an_event(mall=mall.id)
    an_event(mall=None)
    give_positions()
    tomorrow = now() + timedelta(days=1)
    monkeypatch.setattr("pendopo.kernel.clock.now", lambda: tomorrow)

    seal_finished_days()
    seal_finished_days()

    sealed = {(seal.mall, seal.day, seal.events) for seal in Seal.objects.all()}
    today = business_date(tomorrow - timedelta(days=1), mall.time_zone)
    assert {(mall.id, today, 1), (None, today, 1)} <= sealed
    assert {seal.mall for seal in Seal.objects.all()} == {mall.id, other.id, None}
    assert Seal.objects.count() == 3
    assert verify().faults == ()


def test_a_mall_made_today_has_no_yesterday_to_seal():
    a_mall()

    seal_finished_days()

    assert not Seal.objects.exists()


def test_a_key_says_when_it_was_made():
    assert abs(made_at(uuid7()) - now()) < timedelta(seconds=5)
