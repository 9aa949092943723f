"""How long it takes to foretell the wait of everybody in a full hall, the reading of the hall included."""

import time as clock
from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from statistics import median
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.appointments.models import LineDay
from pendopo.bench.hall_data import BenchHall, make_desks, make_hall, make_waiting
from pendopo.bench.measure import Measure, at_most, reported
from pendopo.catalogue.models import CounterLine
from pendopo.directory.models import Break, Hours, Mall
from pendopo.kernel.clock import now
from pendopo.queue.estimate.forecast import forecast
from pendopo.queue.models import Ticket, TicketState, TurnsSeen, Visit
from pendopo.queue.reads.live_hall import live_hall

PEOPLE, COUNTERS = 2000, 60
_ROUNDS = 15
_AT_MOST_MILLISECONDS = 50.0
_AT_MOST_QUERIES = 10


def foretelling(name: str) -> Iterator[Measure]:
    hall = full_hall()
    mall = Mall.objects.get(pk=hall.mall)
    at, took = now(), []
    for _round in range(_ROUNDS):
        began = clock.perf_counter()
        found = forecast(mall, at)
        told = sum(len(found.line(line).places) for line in hall.lines)
        took.append((clock.perf_counter() - began) * 1000)
    yield from _live_hall(name, mall)
    if told != PEOPLE:
        raise AssertionError(f"{told} of {PEOPLE} waits were foretold")
    # The other measures count every visit in the database, and the floor gives numbers on every line that is open.
    Visit.objects.filter(mall=mall).delete()
    LineDay.objects.filter(mall=mall).delete()
    yield at_most(f"{name}: foretell {PEOPLE} waits at {COUNTERS} counters", median(took), "ms", _AT_MOST_MILLISECONDS)


def _live_hall(name: str, mall: Mall) -> Iterator[Measure]:
    """What the manager's screen reads of it."""
    with CaptureQueriesContext(connection) as asked:
        began = clock.perf_counter()
        shown = live_hall(mall, now())
        took = (clock.perf_counter() - began) * 1000
    if len(shown.counters) != COUNTERS:
        raise AssertionError(f"{len(shown.counters)} of {COUNTERS} counters were shown")
    yield at_most(f"{name}: live hall of {COUNTERS} counters", len(asked), "queries", _AT_MOST_QUERIES)
    yield reported(f"{name}: live hall of {COUNTERS} counters, {PEOPLE} waiting", took, "ms")


def full_hall() -> BenchHall:
    """A mall of its own: 2,000 people wait in 40 lines, 60 counters serve two lines each, most of them busy."""
    at = now()
    hall = make_hall(at=at, code="foretell")
    for weekday in range(7):
        Hours.objects.create(mall_id=hall.mall, weekday=weekday, opens=time(0), closes=time(23, 59))
    Break.objects.create(mall_id=hall.mall, starts=time(12), ends=time(13), reason="Istirahat")
    desks = make_desks(hall, count=COUNTERS, at=at)
    second = [hall.lines[(number + 7) % len(hall.lines)] for number in range(COUNTERS)]
    CounterLine.objects.bulk_create(
        CounterLine(counter_id=counter, line_id=line)
        for (_lease, counter, _officer, _own), line in zip(desks, second, strict=True)
    )
    make_waiting(hall, count=PEOPLE + COUNTERS * 2 // 3, at=at)
    _begin_serving(hall, desks)
    services = dict(zip(hall.lines, hall.services, strict=True))
    TurnsSeen.objects.bulk_create(
        TurnsSeen(
            mall_id=hall.mall,
            counter_id=counter,
            line_id=line,
            service_id=services[line],
            business_date=at.date(),
            day_turns=20,
            day_minutes=160,
            day_squares=1700,
        )
        for _lease, counter, _officer, line in desks
    )
    return hall


def _begin_serving(hall: BenchHall, desks: Sequence[tuple[UUID, UUID, UUID, UUID]]) -> None:
    """The first visitors of the lines stand at two counters of three."""
    foremost = Ticket.objects.filter(mall=hall.mall).order_by("rank_at", "number")[: COUNTERS * 2 // 3]
    for number, (ticket, desk) in enumerate(zip(foremost, desks, strict=False)):
        _lease, counter, officer, _line = desk
        called_at = now() - timedelta(minutes=number % 12)
        Ticket.objects.filter(pk=ticket.pk).update(
            state=TicketState.SERVING, counter=counter, officer=officer, called_at=called_at, started_at=called_at, calls=1
        )
