"""The line to the internet is cut: told after the second look that fails, or when somebody says so; over when it is over."""

import pytest
from django.db import IntegrityError, transaction

from pendopo.config import rounds
from pendopo.config.reach_outside import reaches_outside
from pendopo.config.rounds import Rounds
from pendopo.directory.models import OutsideLine
from pendopo.directory.outside_line import note_outside, outside_lost_since, say_outside_is_back, say_outside_is_lost
from pendopo.journal.models import Event
from tests.situations.hall import a_mall
from tests.situations.printers import FakePrinter
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def look(mall, at, *, reachable=False):
    note_outside(mall=mall, reachable=reachable, at=at)
    return outside_lost_since(mall)


def kinds():
    return list(Event.objects.filter(type__startswith="directory.outside").order_by("at").values_list("type", flat=True))


def test_it_is_told_after_the_second_look_and_as_of_the_first():
    mall = a_mall()

    assert look(mall, NINE) is None
    assert look(mall, NINE + minutes(1)) == NINE
    assert look(mall, NINE + minutes(2)) == NINE
    assert look(mall, NINE + minutes(3), reachable=True) is None
    assert kinds() == ["directory.outside.lost", "directory.outside.back"]


def test_one_look_that_fails_says_nothing():
    mall = a_mall()
    look(mall, NINE)
    look(mall, NINE + minutes(1), reachable=True)

    assert look(mall, NINE + minutes(2)) is None
    assert kinds() == []


def test_what_a_person_says_stands_until_a_person_takes_it_back():
    mall, other = a_mall(), a_mall()
    for _ in range(2):
        say_outside_is_lost(mall=mall, at=NINE, actor="officer:rina")

    assert look(mall, NINE + minutes(1), reachable=True) == NINE
    assert outside_lost_since(other) is None
    say_outside_is_back(mall=mall, at=NINE + minutes(2), actor="officer:rina")
    assert outside_lost_since(mall) is None
    assert kinds() == ["directory.outside.lost", "directory.outside.back"]
    with pytest.raises(IntegrityError), transaction.atomic():
        OutsideLine.objects.update(by_hand=True)


def test_the_worker_looks_only_where_it_was_told_what_to_look_for(settings, monkeypatch):
    mall, asked = a_mall(), []
    monkeypatch.setattr(rounds, "now", lambda: NINE)
    worker = Rounds(ticks=lambda: 0.0, reaches=lambda addresses: bool(asked.append(tuple(addresses))))

    worker.go()
    assert asked == []

    settings.OUTSIDE = ["192.0.2.1:443"]
    worker.go()
    worker.go()

    assert asked == [("192.0.2.1:443",)] * 2
    assert outside_lost_since(mall) == NINE


def test_one_address_that_answers_is_enough_and_rubbish_is_none():
    with FakePrinter() as somebody:
        assert reaches_outside(["127.0.0.1:1", f"127.0.0.1:{somebody.port}"])
    assert not reaches_outside(["127.0.0.1:1", "nirgends", "x:y", ""])
