"""Go on with a visitor who was set aside."""

from datetime import datetime
from uuid import UUID

from pendopo.kernel.errors import NotFound
from pendopo.queue.events import TicketResumed
from pendopo.queue.holding import actor_of, bringing_to_counter, refuse_paused
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import DeskLease, Ticket, TicketState


def resume(*, desk: DeskLease, ticket: Ticket, at: datetime, command_key: UUID | None = None) -> Ticket:
    """Raises NotFound when the ticket is not set aside, CounterBusy or VisitElsewhere when somebody is served."""
    refuse_paused(desk)
    if ticket.state != TicketState.PARKED:
        raise NotFound
    event = TicketResumed(line=ticket.line_id, counter=desk.counter_id)
    with bringing_to_counter(desk):
        TICKET.move(
            ticket, "resume", at=at, actor=actor_of(desk), event=event, command_key=command_key, counter=desk.counter,
            officer=desk.officer, parked_until=None, park_reason="", started_at=ticket.started_at or at,
        )  # fmt: skip
    return ticket
