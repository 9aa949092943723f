"""What the worker does for honest waits."""

import threading

import pytest

from pendopo.config import foreteller as foretelling
from pendopo.config.foreteller import Foreteller
from pendopo.queue.finish import finish
from pendopo.queue.models import Outcome, PromiseDay, TurnsSeen, WaitPromise
from tests.situations.hall import a_counter, a_line
from tests.situations.line import a_ticket, a_visitor_served_at, an_open_desk
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


def test_it_writes_down_compares_and_learns():
    ticks = [1000.0]
    foreteller = Foreteller(ticks=lambda: ticks[0])
    line = a_line()
    desk = an_open_desk(a_counter(line=line), at=NINE)
    here = a_visitor_served_at(desk)
    a_ticket(line, at=NINE)

    foreteller.look(NINE)
    assert WaitPromise.objects.count() == 1

    finish(desk=desk.lease(NINE), ticket=here, outcome=Outcome.SERVED, at=NINE + minutes(5))
    desk.call(NINE + minutes(6))
    foreteller.look(NINE + minutes(6))
    assert PromiseDay.objects.get().told == 1
    assert not TurnsSeen.objects.exists()

    ticks[0] += 61
    foreteller.look(NINE + minutes(7))
    assert TurnsSeen.objects.get().day_turns == 1


def test_it_goes_on_after_whatever_stumbles(monkeypatch):
    stopping, looks = threading.Event(), []

    def look(_foreteller, at):
        looks.append(at)
        if len(looks) == 1:
            raise KeyError("a bug")
        stopping.set()

    monkeypatch.setattr(foretelling, "_EVERY_SECONDS", 0.001)
    monkeypatch.setattr(Foreteller, "look", look)

    Foreteller().start(stopping)

    assert stopping.wait(5)
