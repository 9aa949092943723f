"""Everything an officer's desk shows. The parts are in `desk_visitor` and `desk_lists`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.catalogue.models import Line
from pendopo.directory.open_state import OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.queue.models import DeskLease, Ticket
from pendopo.queue.reads.desk_lists import (
    DeskLine,
    DeskToday,
    Joined,
    MissedTicket,
    NextTicket,
    ParkedTicket,
    ahead_when_joining,
    desk_lines,
    desk_today,
    longest_waits,
    missed_tickets,
    next_tickets,
    parked_tickets,
    quoted_to,
    told_when_joining,
)
from pendopo.queue.reads.desk_visitor import DeskVisitor, ticket_here, visitor_of
from pendopo.queue.reads.load import LineLoad, line_loads
from pendopo.queue.reads.rehearsal import rehearsal_of
from pendopo.queue.wait import WaitRange


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk now. Instants are aware; `door` is the counter's own opening state with breaks and pauses of the hall."""

    lease: UUID
    counter_code: str
    counter_number: str
    counter_name: str
    agency: str
    zone_letter: str
    mall_name: str
    mall_place: str
    officer: str
    state: str
    pause_reason: str
    back_at: datetime | None
    door: OpenState
    rehearsing: bool
    today: DeskToday
    lines: tuple[DeskLine, ...]
    waiting: int
    next: tuple[NextTicket, ...]
    parked: tuple[ParkedTicket, ...]
    missed: tuple[MissedTicket, ...]
    visitor: DeskVisitor | None

    @property
    def paused(self) -> bool:
        return self.state == "paused"


def desk_page(desk: DeskLease, at: datetime) -> DeskPage:
    """Eighteen queries beyond the kept schedule with a visitor at the counter, whatever the number of tickets and lines."""
    counter, mall = desk.counter, desk.mall
    lines = list(Line.objects.filter(counter_lines__counter=counter, active=True).order_by("prefix"))
    here = ticket_here(counter.id)
    waits, loads = longest_waits(desk, lines, at), line_loads(mall, [*lines, *_line_of(here, lines)], at)
    longest = [Joined(line, since) for line, (_people, since) in waits.items()]
    joined = [*longest, *([Joined(here.line_id, here.joined_at)] if here else [])]
    ahead, told = ahead_when_joining(desk, joined), told_when_joining(desk, joined)
    return DeskPage(
        lease=desk.id, counter_code=counter.code, counter_number=counter.number, counter_name=counter.name,
        agency=counter.agency.short_name, zone_letter=counter.zone.letter, mall_name=mall.name,
        mall_place=mall.address, officer=desk.officer.name, state=desk.state, pause_reason=desk.pause_reason,
        back_at=desk.back_at, door=kept_schedule_of(mall).state(at, agency_id=counter.agency_id, counter_id=counter.id),
        rehearsing=rehearsal_of(mall, at) is not None, today=desk_today(desk),
        lines=desk_lines(lines, waits, loads, told, ahead, at), waiting=sum(people for people, _since in waits.values()),
        next=next_tickets(desk, at), parked=parked_tickets(desk, at), missed=missed_tickets(desk, lines, at),
        visitor=_visitor(desk, here, loads, told, ahead) if here else None,
    )  # fmt: skip


def _visitor(
    desk: DeskLease, here: Ticket, loads: Mapping[UUID, LineLoad], told: Mapping[Joined, WaitRange], ahead: Mapping[Joined, int]
) -> DeskVisitor:  # fmt: skip
    joined = Joined(here.line_id, here.joined_at)
    return visitor_of(desk, here, quoted_to(joined, loads[here.line_id], told, ahead))


def _line_of(here: Ticket | None, lines: list[Line]) -> list[Line]:
    """A visitor sent to this counter may stand in a line that it does not serve."""
    return [here.line] if here and here.line_id not in {line.id for line in lines} else []
