"""What the crowd knows of a hall before the doors open. The only thing it reads from the database while the day goes on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from pendopo.accounts.models import User
from pendopo.catalogue.models import CounterLine, Line, Service
from pendopo.directory.doors import counters_for
from pendopo.directory.models import Counter, Mall, Post, Role

C = TypeVar("C")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class ServicePlan:
    id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A line that people come for. `minutes` is what one visitor takes at the counter, on average."""

    id: UUID
    prefix: str
    zone: str
    agency: str
    minutes: int
    from_home: bool
    services: tuple[ServicePlan, ...]


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """A counter and the officer who sits at it."""

    counter: UUID
    counter_code: str
    counter_number: str
    zone: str
    lines: tuple[UUID, ...]
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class HallPlan:
    mall: UUID
    mall_code: str
    mall_name: str
    time_zone: str
    lines: tuple[LinePlan, ...]
    seats: tuple[SeatPlan, ...]
    left_free: SeatPlan | None = None

    def line(self, line: UUID) -> LinePlan:
        return next(one for one in self.lines if one.id == line)

    def seat_at(self, counter_number: str) -> SeatPlan | None:
        return next((seat for seat in self.seats if seat.counter_number == counter_number), None)

    def without(self, seat: SeatPlan | None) -> "HallPlan":
        """The same hall with one counter left to somebody else, and only lines that another counter still serves."""
        seats = tuple(one for one in self.seats if one != seat)
        served = {line for one in seats for line in one.lines}
        lines = tuple(line for line in self.lines if line.id in served)
        return HallPlan(self.mall, self.mall_code, self.mall_name, self.time_zone, lines, seats, left_free=seat)


def plan_of(mall: Mall, at: datetime) -> HallPlan:
    """Counters with an officer each, and the lines and services that those counters serve."""
    served = _lines_of_counters(mall)
    seats = tuple(_seats(mall, served, at))
    wanted = {line for seat in seats for line in seat.lines}
    services: dict[UUID, list[ServicePlan]] = defaultdict(list)
    rows = Service.objects.filter(mall=mall, active=True, line__in=wanted).values_list("id", "code", "line_id", "synonyms")
    # What people have many words for is what they come for most.
    for id_, code, line, _words in sorted(rows, key=lambda row: (-len(row[3]), row[1])):
        services[line].append(ServicePlan(id_, code))
    lines = Line.objects.filter(id__in=services, active=True).select_related("zone", "agency").order_by("prefix")
    wanted_lines = tuple(_line(line, services[line.id]) for line in lines)
    return HallPlan(mall.id, mall.code, mall.name, mall.time_zone, wanted_lines, seats)


def _line(line: Line, services: Sequence[ServicePlan]) -> LinePlan:
    return LinePlan(
        id=line.id, prefix=line.prefix, zone=line.zone.letter, agency=line.agency.code, minutes=line.service_minutes,
        from_home=line.from_home, services=tuple(services),
    )  # fmt: skip


def _lines_of_counters(mall: Mall) -> Mapping[UUID, tuple[UUID, ...]]:
    served: dict[UUID, list[UUID]] = defaultdict(list)
    rows = CounterLine.objects.filter(counter__mall=mall, counter__active=True, line__active=True)
    for counter, line in rows.order_by("line__prefix").values_list("counter_id", "line_id"):
        served[counter].append(line)
    return {counter: tuple(lines) for counter, lines in served.items()}


def _seats(mall: Mall, served: Mapping[UUID, tuple[UUID, ...]], at: datetime) -> Iterable[SeatPlan]:
    counters = Counter.objects.filter(id__in=served, mall=mall).select_related("zone")
    by_number = sorted(counters, key=lambda counter: counter.number.zfill(6))
    people = User.objects.filter(posts__in=Post.objects.filter(mall=mall, role=Role.OFFICER), is_active=True)
    may_open = {person: {counter.id for counter in counters_for(person, at)} for person in people.distinct().order_by("email")}
    sitting = seat_people([counter.id for counter in by_number], may_open)
    for counter in by_number:
        if person := sitting.get(counter.id):
            yield SeatPlan(
                counter.id, counter.code, counter.number, counter.zone.letter, served[counter.id], person.email, person.name
            )


def seat_people(counters: Sequence[C], may_open: Mapping[P, set[C]]) -> dict[C, P]:
    """One person for as many counters as possible: whoever can sit elsewhere makes room for whoever cannot."""
    at: dict[C, P] = {}

    def find_seat(person: P, tried: set[C]) -> bool:
        for counter in counters:
            if counter not in may_open[person] or counter in tried:
                continue
            tried.add(counter)
            if counter not in at or find_seat(at[counter], tried):
                at[counter] = person
                return True
        return False

    for person in may_open:
        find_seat(person, set())
    return at
