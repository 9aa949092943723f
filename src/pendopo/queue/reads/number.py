"""One number as an officer looks it up: where it stands, and what may be done with it here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket, TicketState
from pendopo.queue.waiting import waiting_for


@dataclass(frozen=True, slots=True)
class NumberAtDesk:
    """`ahead` counts those this desk would call before it; None when it does not wait for this desk."""

    ticket: UUID
    label: str
    service: str
    line: str
    state: str
    state_word: str
    priority: str
    joined_at: datetime
    counter: str
    ahead: int | None
    callable_here: bool
    resumable: bool
    rejoins: bool
    cancellable: bool


def number_at_desk(desk: DeskLease, ticket: Ticket, at: datetime) -> NumberAtDesk:
    """Two queries at most beyond the ticket itself."""
    verbs = TICKET.verbs_for(ticket.state)
    counter = ticket.counter if ticket.state in AT_COUNTER or ticket.state == TicketState.PARKED else None
    ahead = None
    if ticket.state == TicketState.WAITING:
        order = list(waiting_for(desk, at=at).values_list("pk", flat=True))
        ahead = order.index(ticket.pk) if ticket.pk in order else None
    return NumberAtDesk(
        ticket=ticket.id, label=ticket.label, service=ticket.service.name, line=ticket.line.name, state=str(ticket.state),
        state_word=ticket.get_state_display(), priority=ticket.priority, joined_at=ticket.joined_at,
        counter=counter.number if counter else "", ahead=ahead, callable_here="call_certain" in verbs,
        resumable="resume" in verbs, rejoins="rejoin" in verbs, cancellable="cancel" in verbs,
    )  # fmt: skip
