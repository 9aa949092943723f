"""Numbers on paper: which lines have a pad, and what was entered today."""

from dataclasses import dataclass
from datetime import datetime

from pendopo.catalogue.models import Service
from pendopo.catalogue.numbering import LAST_BY_MACHINE
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.queue.models import Ticket

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class PadLine:
    """A line and its services (code and name), by which a sheet is entered."""

    code: str
    prefix: str
    name: str
    zone_letter: str
    zone_name: str
    services: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EnteredNumber:
    label: str
    service: str
    given_at: datetime
    state_word: str


def lines_with_services(mall: Mall) -> tuple[PadLine, ...]:
    """By prefix; one query."""
    rows = Service.objects.filter(mall=mall, active=True, line__active=True).select_related("line__zone")
    lines: dict[str, PadLine] = {}
    for service in rows.order_by("line__prefix", "name", "pk"):
        line = service.line
        if line is None:
            continue
        known = lines.get(line.code)
        services = (*(known.services if known else ()), (service.code, service.name))
        lines[line.code] = PadLine(line.code, line.prefix, line.name, line.zone.letter, line.zone.name, services)
    return tuple(lines.values())


def paper_numbers_of_today(mall: Mall, at: datetime) -> tuple[EnteredNumber, ...]:
    """The last ones, newest entry first; one query."""
    rows = Ticket.objects.filter(mall=mall, business_date=business_date(at, mall.time_zone), number__gt=LAST_BY_MACHINE)
    return tuple(
        EnteredNumber(ticket.label, ticket.service.name, ticket.joined_at, ticket.get_state_display())
        for ticket in rows.select_related("service").order_by("-taken_at", "-pk")[:_SHOWN]
    )
