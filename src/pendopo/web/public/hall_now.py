"""How busy the hall is at this moment, zone by zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.queue.reads.load import LineLoad, line_loads
from pendopo.queue.wait import WaitRange


@dataclass(frozen=True, slots=True)
class ZoneNow:
    """A zone with the people who wait in it. `wait` spans its lines; None while no counter of it is attended."""

    letter: str
    name: str
    waiting: int
    wait: WaitRange | None


@dataclass(frozen=True, slots=True)
class HallNow:
    zones: tuple[ZoneNow, ...]
    waiting: int
    loads: Mapping[UUID, LineLoad]

    def wait_of(self, line: UUID | None) -> WaitRange | None:
        load = self.loads.get(line) if line else None
        return load.wait if load else None


def hall_now(mall: Mall, at: datetime) -> HallNow:
    """Six queries whatever the number of zones, lines, counters and tickets."""
    lines = list(Line.objects.filter(mall=mall, active=True).select_related("zone").order_by("zone__letter", "prefix"))
    loads = line_loads(mall, lines, at)
    lines_of: dict[str, list[Line]] = {}
    for line in lines:
        lines_of.setdefault(line.zone.letter, []).append(line)
    zones = tuple(_zone(letter, served, loads) for letter, served in lines_of.items())
    return HallNow(zones, sum(zone.waiting for zone in zones), loads)


def _zone(letter: str, lines: Sequence[Line], loads: Mapping[UUID, LineLoad]) -> ZoneNow:
    here = [loads[line.id] for line in lines]
    waits = [load.wait for load in here if load.wait is not None]
    return ZoneNow(letter, lines[0].zone.name, sum(load.ahead for load in here), _span(waits))


def _span(waits: Sequence[WaitRange]) -> WaitRange | None:
    """From the shortest to the longest of those that are told in minutes; else what all of them say."""
    in_minutes = [wait for wait in waits if wait.in_minutes]
    if in_minutes:
        return WaitRange(min(one.low for one in in_minutes), max(one.high for one in in_minutes))
    return next((wait for wait in waits if wait.late), waits[0] if waits else None)
