"""What happened in a mall, read once: its numbers, its counters' leases, its lines' days, and every event in order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.journal.models import Event
from pendopo.queue.models import DeskLease, Ticket

TICKET, DESK = "queue.ticket.", "queue.desk."
# They tell of a number that stays where it is.
WITHOUT_A_STEP = frozenset({"queue.ticket.noted"})
# An event's instant is when its command came in, not when it was committed. Of two commands that race for one visitor, the
# one that came first may be obeyed second, so instants of different numbers are compared no more finely than this.
IN_THE_SAME_MOMENT = timedelta(seconds=2)


@dataclass(frozen=True)
class Record:
    """`tickets`, `leases` and `days` are rows as they are now; `events` are all of the mall's, in the journal's order.

    `dates` are the business days that are looked at; none means all.
    """

    mall: Mall
    dates: tuple[date, ...]
    tickets: Mapping[UUID, Ticket]
    leases: Mapping[UUID, DeskLease]
    days: Sequence[LineDay]
    lines: Mapping[UUID, Line]
    events: Sequence[Event]

    @cached_property
    def of_subject(self) -> Mapping[UUID, Sequence[Event]]:
        """The events that move each number and each lease."""
        found: dict[UUID, list[Event]] = defaultdict(list)
        for event in self.events:
            if event.type.startswith((TICKET, DESK)) and event.type not in WITHOUT_A_STEP:
                found[event.subject].append(event)
        return found

    def is_asked_for(self, business_date: str) -> bool:
        return not self.dates or date.fromisoformat(business_date) in self.dates

    @cached_property
    def of_tickets(self) -> Sequence[Event]:
        """The events that move the numbers that are looked at, in the journal's order."""
        moving = (event for event in self.events if event.type.startswith(TICKET) and event.type not in WITHOUT_A_STEP)
        return [event for event in moving if event.subject in self.tickets]


def read_record(mall: UUID, days: tuple[date, ...] = ()) -> Record:
    """Of these business days, or of all."""

    def dated(date_of: str) -> dict[str, tuple[date, ...]]:
        return {f"{date_of}__in": days} if days else {}

    tickets = Ticket.objects.filter(mall=mall, **dated("business_date"))
    leases = DeskLease.objects.filter(mall=mall, **dated("business_date"))
    return Record(
        mall=Mall.objects.get(pk=mall),
        dates=days,
        tickets={ticket.id: ticket for ticket in tickets.order_by("numbered_in", "business_date", "number")},
        leases={lease.id: lease for lease in leases.order_by("opened_at", "id")},
        days=tuple(LineDay.objects.filter(mall=mall, **dated("business_date")).order_by("business_date", "line")),
        lines={line.id: line for line in Line.objects.filter(mall=mall)},
        events=sorted(Event.objects.filter(mall=mall), key=in_order),
    )


def in_order(event: Event) -> tuple[bool, int, object, UUID]:
    """By position; what has none yet comes after, as the relay will place it."""
    return event.position is None, event.position or 0, event.at, event.id


def name_of(event_type: str) -> str:
    """`queue.ticket.called` → `called`."""
    return event_type.rpartition(".")[2]
