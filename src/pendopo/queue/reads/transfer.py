"""Where a visitor may be sent on to, and how busy it is there, before anybody confirms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from pendopo.catalogue.models import CounterLine, Line, Service
from pendopo.directory.models import Counter
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket, TicketState
from pendopo.queue.reads.load import LineLoad, line_loads
from pendopo.queue.wait import WaitRange

_SERVICES_SHOWN = 40


@dataclass(frozen=True, slots=True)
class LinePlace:
    """A line, or (with `service`) a service in its line. `wait` None: no counter serves it now."""

    line: UUID
    service: UUID | None
    name: str
    agency: str
    prefix: str
    zone_letter: str
    waiting: int
    open_counters: int
    wait: WaitRange | None
    served: bool


@dataclass(frozen=True, slots=True)
class CounterPlace:
    """An open counter, and the officer at it, to whom a visitor may be sent in person. `reserved` wait for one of them."""

    counter: UUID
    officer: UUID
    number: str
    agency: str
    zone_letter: str
    officer_name: str
    paused: bool
    back_at: datetime | None
    serving: str
    reserved_counter: int
    reserved_officer: int


@dataclass(frozen=True, slots=True)
class TransferPlaces:
    lines: tuple[LinePlace, ...]
    services: tuple[LinePlace, ...]
    counters: tuple[CounterPlace, ...]


def transfer_places(desk: DeskLease, *, typed: str, found: Iterable[str], at: datetime) -> TransferPlaces:
    """Lines, services and counters of the mall; with `typed`, those that fit it and the services whose codes were `found`.

    Lines of the own agency stand first. Eleven queries whatever the number of lines, services and counters.
    """
    lines = list(Line.objects.filter(mall=desk.mall_id, active=True).select_related("agency", "zone").order_by("prefix"))
    loads = line_loads(desk.mall, lines, at)
    served = set(CounterLine.objects.filter(line__in=lines, counter__active=True).values_list("line", flat=True))
    own = desk.counter.agency_id
    lines.sort(key=lambda line: (line.agency_id != own, line.prefix))
    fitting = [line for line in lines if _fits(typed, line.name, line.prefix, line.agency.short_name, line.agency.name)]
    return TransferPlaces(
        lines=tuple(_line_place(line, loads[line.id], line.id in served) for line in fitting),
        services=_services(desk, list(found), loads, served) if typed else (),
        counters=tuple(place for place in _counters(desk) if _fits(typed, f"loket {place.number}", place.officer_name, place.agency)),
    )  # fmt: skip


def _line_place(line: Line, load: LineLoad, served: bool) -> LinePlace:
    return LinePlace(
        line.id, None, line.name, line.agency.short_name, line.prefix, line.zone.letter, load.ahead, load.open_counters,
        load.wait, served,
    )  # fmt: skip


def _services(desk: DeskLease, found: list[str], loads: Mapping[UUID, LineLoad], served: set[UUID]) -> tuple[LinePlace, ...]:
    codes = found[:_SERVICES_SHOWN]
    found_services = Service.objects.filter(mall=desk.mall_id, code__in=codes, active=True, line__active=True)
    place = {code: position for position, code in enumerate(codes)}
    rows = sorted(found_services.select_related("line__zone", "agency"), key=lambda row: place[row.code])
    return tuple(_service_place(row, row.line, loads[row.line.id], row.line.id in served) for row in rows if row.line)


def _service_place(row: Service, line: Line, load: LineLoad, served: bool) -> LinePlace:
    return LinePlace(
        line.id, row.id, row.name, row.agency.short_name, line.prefix, line.zone.letter, load.ahead, load.open_counters,
        load.wait, served,
    )  # fmt: skip


def _counters(desk: DeskLease) -> tuple[CounterPlace, ...]:
    leases = (
        DeskLease.objects.filter(mall=desk.mall_id, business_date=desk.business_date)
        .exclude(state=LeaseState.CLOSED)
        .exclude(pk=desk.pk)
        .select_related("counter__agency", "counter__zone", "officer")
    )
    serving = {
        ticket.counter_id: ticket.label
        for ticket in Ticket.objects.filter(mall=desk.mall_id, state__in=AT_COUNTER, business_date=desk.business_date)
    }
    rows = Ticket.objects.filter(mall=desk.mall_id, state=TicketState.WAITING, business_date=desk.business_date)
    reserved = dict(rows.exclude(reserved_for=None).values_list("reserved_for").annotate(people=Count("pk")).order_by())
    places = [_counter_place(lease, lease.counter, serving, reserved) for lease in leases]
    return tuple(sorted(places, key=lambda place: place.number.zfill(6)))


def _counter_place(
    lease: DeskLease, counter: Counter, serving: Mapping[UUID | None, str], reserved: Mapping[UUID, int]
) -> CounterPlace:
    return CounterPlace(
        counter.id, lease.officer_id, counter.number, counter.agency.short_name, counter.zone.letter, lease.officer.name,
        lease.state == LeaseState.PAUSED, lease.back_at, serving.get(counter.id, ""), reserved.get(counter.id, 0),
        reserved.get(lease.officer_id, 0),
    )  # fmt: skip


def _fits(typed: str, *names: str) -> bool:
    words = typed.casefold().split()
    text = " ".join(names).casefold()
    return all(word in text for word in words)
