"""The visitor at a desk: the card an officer serves from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pendopo.catalogue.models import Service
from pendopo.catalogue.reads import in_force
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket, TicketState
from pendopo.queue.reads.desk_lists import level_of, whole_minutes
from pendopo.queue.wait import WaitRange


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A further number of the same visit."""

    ticket: UUID
    label: str
    service: str
    state_word: str


@dataclass(frozen=True, slots=True)
class DeskVisitor:
    """Who is at the counter. Minutes are whole; `quoted` is the wait that the line promised when this stay began.

    `recall_at` is the first instant at which the visitor may be called again, None when all calls are used up.
    `expected_minutes` is what the service standard promises at the counter.
    """

    ticket: UUID
    visit: UUID
    label: str
    state: str
    service: str
    agency: str
    line: UUID
    line_name: str
    requirements: tuple[str, ...]
    expected_minutes: int
    waited_minutes: int
    quoted: WaitRange
    level: str
    calls: int
    calls_at_most: int
    called_at: datetime
    last_call_at: datetime
    recall_at: datetime | None
    started_at: datetime | None
    priority: str
    language: str
    channel: str
    rank_reason: str
    note: str
    others: tuple[OtherNumber, ...]


def ticket_here(counter: UUID) -> Ticket | None:
    """The ticket at a counter now; one query."""
    return (
        Ticket.objects.select_related("line", "service__agency", "visit").filter(counter=counter, state__in=AT_COUNTER).first()
    )


def visitor_of(desk: DeskLease, ticket: Ticket, quoted: WaitRange) -> DeskVisitor:
    """Two queries: the service's standard and the visit's other numbers."""
    line, called_at = ticket.line, ticket.called_at or ticket.changed_at
    last_call_at = ticket.recalled_at or called_at
    recall_at = last_call_at + timedelta(seconds=line.recall_gap_seconds) if ticket.calls < line.calls_at_most else None
    requirements, minutes = _standard(ticket.service, desk)
    waited = whole_minutes(called_at - ticket.joined_at)
    return DeskVisitor(
        ticket=ticket.id, visit=ticket.visit_id, label=ticket.label, state=ticket.state, service=ticket.service.name,
        agency=ticket.service.agency.short_name, line=line.id, line_name=line.name, requirements=requirements,
        expected_minutes=minutes or line.service_minutes,
        waited_minutes=waited, quoted=quoted, level=level_of(waited, quoted, line.service_minutes), calls=ticket.calls,
        calls_at_most=line.calls_at_most, called_at=called_at, last_call_at=last_call_at, recall_at=recall_at,
        started_at=ticket.started_at, priority=ticket.priority, language=ticket.visit.language,
        channel=ticket.visit.channel, rank_reason=ticket.rank_reason, note=ticket.note, others=_others(ticket),
    )  # fmt: skip


def _standard(service: Service, desk: DeskLease) -> tuple[tuple[str, ...], int]:
    standard = in_force(
        service.standards.only("version", "published_on", "requirements", "counter_minutes"), desk.business_date
    )
    return (tuple(standard.requirements), standard.counter_minutes) if standard else ((), 0)


def _others(ticket: Ticket) -> tuple[OtherNumber, ...]:
    rows = (
        Ticket.objects.filter(visit=ticket.visit_id)
        .exclude(pk=ticket.pk)
        .exclude(state__in=(TicketState.CANCELLED, TicketState.LAPSED))
        .select_related("service")
        .order_by("joined_at", "pk")
    )
    return tuple(OtherNumber(row.id, row.label, row.service.name, str(row.get_state_display())) for row in rows)
