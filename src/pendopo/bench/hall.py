"""`bench hall`: one database's share of the measures. The command line runs one process of this a database."""

import os
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max

from pendopo.bench import floor_postgresql, floor_sqlite
from pendopo.bench.hall_data import LINES, SECRET, BenchHall, make_desks, make_hall, make_waiting
from pendopo.bench.load import Load, NextRequest, drive, post
from pendopo.bench.measure import Measure, against_floor, counted, percentile, reported
from pendopo.journal.models import Event
from pendopo.kernel.clock import now
from pendopo.kernel.hot_sql import to_sqlite
from pendopo.queue.models import AT_COUNTER, Ticket, TicketState, Visit

ROUNDS = 5
SECONDS = 2.0
# Calling is measured in bursts of one call a desk: long enough that pgbench's own preparing does not flatter the product.
DESKS = 1600
BURSTS = 4
GENERATORS = 2
# In each line at the beginning: enough for every burst.
WAITING = 600

T = TypeVar("T")


class Servers(Protocol):
    """Real servers of the product on this process's database."""

    @property
    def port(self) -> int: ...

    @property
    def live_port(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Bench:
    hall: BenchHall
    desks: Sequence[tuple[UUID, UUID, UUID, UUID]]
    at: datetime
    pgbench: str
    address: str
    sqlite: Path

    def floor_take(self, *, clients: int, lines: int = LINES) -> float:
        if connection.vendor == "postgresql":
            return floor_postgresql.take(
                pgbench=self.pgbench, address=self.address, clients=clients, seconds=SECONDS, lines=lines
            )
        return floor_sqlite.take(self.sqlite, seconds=SECONDS, at=to_sqlite(self.at))

    def floor_call(self, *, clients: int) -> float:
        """One burst: a call at every counter."""
        if connection.vendor == "postgresql":
            return floor_postgresql.call(pgbench=self.pgbench, address=self.address, clients=clients, calls=DESKS)
        desks = [(counter.hex, officer.hex, line.hex) for _lease, counter, officer, line in self.desks]
        return floor_sqlite.call(self.sqlite, desks=desks, seconds=60, at=to_sqlite(self.at))


def prepare(*, pgbench: str, address: str, sqlite: Path) -> Bench:
    """Fill the empty database."""
    at = now()
    hall = make_hall(at=at)
    desks = make_desks(hall, count=DESKS, at=at)
    make_waiting(hall, count=LINES * WAITING, at=at)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(floor_postgresql.PREPARE)
    return Bench(hall, desks, at, pgbench, address, sqlite)


def verbs(bench: Bench, servers: Servers) -> Iterator[Measure]:
    """Taking and calling against their floors, alternating in one run, on servers that are warm."""
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    take_at_least, call_at_least = (0.30, 0.28) if connection.vendor == "postgresql" else (0.5, 0.4)
    floors, loads = [], []
    for turn in range(ROUNDS):
        floors.append(bench.floor_take(clients=16))
        loads.append(_take(bench, servers, clients=16, seed=turn))
    yield _rate(f"{name}: take a number", floors, loads, take_at_least)
    yield reported(f"{name}: take a number, p99", _p99(loads) * 1000, "ms", target="<= 20 ms")

    floors, called = [], []
    for _turn in range(BURSTS):
        floors.append(_burst(lambda: bench.floor_call(clients=16)))
        called.append(_burst(lambda: _call(bench, servers, clients=16)))
    yield _rate(f"{name}: call next", floors, called, call_at_least)
    yield reported(f"{name}: call next, p99", _p99(called) * 1000, "ms", target="<= 20 ms")

    if connection.vendor == "postgresql":
        floors, one_line = [], []
        for turn in range(3):
            floors.append(bench.floor_take(clients=16, lines=1))
            one_line.append(_take(bench, servers, clients=16, seed=100 + turn, lines=1))
        yield _rate("PostgreSQL: everyone on one line", floors, one_line, 0.8)
        loads += one_line

    several = [_take(bench, servers, clients=clients, seed=200 + clients) for clients in (1, 64)]
    several += [_burst(partial(_call, bench, servers, clients=clients)) for clients in (1, 64)]
    everything = [*loads, *called, *several]
    yield counted(f"{name}: answers that were not good (1, 16, 64 clients)", sum(len(load.refused) for load in everything))
    yield from _correctness(name, called)


def _rate(name: str, floors: Sequence[float], loads: Sequence[Load], at_least: float) -> Measure:
    """The median of the rounds' ratios, with the medians of both rates beside it."""
    ratios = sorted(load.per_second / floor for floor, load in zip(floors, loads, strict=True))
    floor, rate = _median(floors), _median([load.per_second for load in loads])
    measure = against_floor(name, value=rate, floor=floor, unit="/s", at_least=at_least)
    ratio = round(_median(ratios), 3)
    return Measure(measure.name, measure.value, measure.unit, measure.floor, ratio, measure.target, ratio >= at_least)


def _correctness(name: str, called: Sequence[Load]) -> Iterator[Measure]:
    """Counted in the database after all of it: what the product wrote, apart from the floor's own rows."""
    by_number = Ticket.objects.values("numbered_in", "business_date", "number").annotate(n=Count("id")).filter(n__gt=1)
    yield counted(f"{name}: numbers given twice", by_number.count())
    gaps = sum(
        row["last"] - row["n"] for row in Ticket.objects.values("numbered_in").annotate(last=Max("number"), n=Count("id"))
    )
    yield counted(f"{name}: numbers lost", gaps)
    bodies = [body for load in called for body in load.bodies]
    yield counted(f"{name}: visitors called to two desks", len(bodies) - len({_ticket_in(body) for body in bodies}))
    at_desks = Ticket.objects.filter(state__in=AT_COUNTER)
    doubled = at_desks.values("visit").annotate(n=Count("id")).filter(n__gt=1).count()
    doubled += at_desks.values("counter").annotate(n=Count("id")).filter(n__gt=1).count()
    yield counted(f"{name}: desks or visits held twice", doubled)
    taken = Event.objects.filter(type__in=["queue.ticket.taken", "bench.floor.taken"]).count()
    yield counted(f"{name}: numbers without their event", Visit.objects.count() - LINES * WAITING - taken)


def _ticket_in(body: bytes) -> bytes:
    return body.split(b'"ticket":"', 1)[1][:36]


def warm_up(bench: Bench, servers: Servers) -> None:
    """Every worker and thread connects and prepares; the planner learns what a busy hall looks like, as autovacuum tells it."""
    drive(port=servers.port, clients=16, seconds=1.0, requests=_takers(bench, servers, seed=999))
    _call(bench, servers, clients=16)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    free_desks()


def _take(bench: Bench, servers: Servers, *, clients: int, seed: int, lines: int = LINES) -> Load:
    makers = _takers(bench, servers, seed=seed, lines=lines)[:clients]
    return drive(port=servers.port, clients=clients, seconds=SECONDS, requests=makers)


def _takers(bench: Bench, servers: Servers, *, seed: int, lines: int = LINES) -> list[NextRequest]:
    cookie = f"kios={bench.hall.device}.{SECRET}"
    services = bench.hall.services[:lines]

    def maker(part: int) -> NextRequest:
        chance = random.Random(f"{seed}-{part}-{os.getpid()}")

        def make(_number: int) -> bytes:
            key = uuid.UUID(int=chance.getrandbits(128))
            body = f"layanan={chance.choice(services)}&kunci={key}".encode()
            return post("/k/nomor", port=servers.port, cookie=cookie, body=body)

        return make

    return [maker(part) for part in range(GENERATORS)]


def _call(bench: Bench, servers: Servers, *, clients: int) -> Load:
    """One burst: every desk calls once."""

    def maker(desks: Sequence[tuple[UUID, UUID, UUID, UUID]]) -> NextRequest:
        def make(number: int) -> bytes | None:
            if number >= len(desks):
                return None
            body = f"kunci={uuid.uuid4()}".encode()
            return post("/d/panggil", port=servers.port, cookie=f"meja={desks[number][0]}.{SECRET}", body=body)

        return make

    makers = [maker(bench.desks[part::GENERATORS]) for part in range(GENERATORS)][:clients]
    if clients == 1:
        makers = [maker(bench.desks)]
    return drive(port=servers.port, clients=clients, seconds=60, requests=makers)


def _burst(calls: Callable[[], T]) -> T:
    """All desks free before, and enough people in every line; the visitors called are sent home afterwards."""
    free_desks()
    result = calls()
    free_desks()
    return result


def free_desks() -> None:
    """Send home everybody who is at a counter."""
    Ticket.objects.filter(state__in=AT_COUNTER).update(state=TicketState.DONE, outcome="served", finished_at=now())


def _p99(loads: Sequence[Load]) -> float:
    return percentile([latency for load in loads for latency in load.latencies], 0.99)


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]
