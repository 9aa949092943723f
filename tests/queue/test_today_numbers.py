"""Today's numbers: what each means, and that the journal alone says the same."""

from datetime import datetime, timedelta

import pytest
from tests.situations.busy_day import a_busy_hall
from tests.situations.times import minutes

from pendopo.journal.models import Event
from pendopo.queue.board import STATE_AFTER
from pendopo.queue.models import Ticket
from pendopo.queue.reads.live_hall import live_hall
from pendopo.queue.reads.today_numbers import Minutes, minutes_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("lengths", "median", "p90"),
    [([5], 5, 5), ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 6, 9), ([1, 1, 1, 1, 60], 1, 60), ([3.4, 3.6], 4, 4)],
)
def test_half_and_nine_of_ten_waited_at_most_so_long(lengths, median, p90):
    assert minutes_of(lengths) == Minutes(len(lengths), median, p90)


def test_of_nobody_nothing_is_said():
    assert minutes_of([]) == Minutes(0, None, None)


def from_the_journal(mall):
    """Every figure computed anew from the events alone."""
    joined, called, started, lengths, states = {}, {}, {}, [], {}
    for event in Event.objects.filter(mall=mall.id, type__startswith="queue.ticket.").order_by("at", "id"):
        ticket, facts = event.subject, event.facts
        if "joined_at" in facts:
            joined[ticket] = datetime.fromisoformat(facts["joined_at"])
        name = event.type.rpartition(".")[2]
        states[ticket] = facts["state"] if name == "taken" else STATE_AFTER.get(event.type, states.get(ticket))
        if name in ("called", "called_out_of_turn"):
            called[ticket] = event.at
        elif name in ("transferred", "put_back"):
            started.pop(ticket, None)
        elif name in ("started", "resumed"):
            started.setdefault(ticket, event.at)
        elif name == "finished":
            lengths.append((event.at - started[ticket]) / timedelta(minutes=1))
    came = {"called", "arrived", "serving", "parked", "done", "missed"}
    waits = [(at - joined[ticket]) / timedelta(minutes=1) for ticket, at in called.items() if states[ticket] in came]
    return {
        "taken": len(states), "served": list(states.values()).count("done"), "missed": list(states.values()).count("missed"),
        "abandoned": sum(state in ("cancelled", "lapsed") for state in states.values()), "wait": minutes_of(waits),
        "service": minutes_of(lengths),
    }  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_journal_says_the_same(seed):
    hall = a_busy_hall(seed)
    hall.goes_on(250)

    numbers = live_hall(hall.mall, hall.at).numbers

    assert {name: getattr(numbers, name) for name in from_the_journal(hall.mall)} == from_the_journal(hall.mall)
    assert numbers.served
    assert numbers.wait.count


def test_a_rehearsal_counts_nowhere():
    hall = a_busy_hall()
    hall.goes_on(80)
    for ticket in Ticket.objects.select_related("visit"):
        ticket.visit.rehearsal = True
        ticket.visit.save()

    numbers = live_hall(hall.mall, hall.at + minutes(1)).numbers

    assert (numbers.taken, numbers.served, numbers.wait.count) == (0, 0, 0)
