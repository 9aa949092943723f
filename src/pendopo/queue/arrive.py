"""The called visitor stands at the counter; the service has not begun."""

from datetime import datetime
from uuid import UUID

from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import TicketArrived
from pendopo.queue.holding import actor_of, refuse_not_here
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import DeskLease, Ticket


@one_transaction
def arrive(*, desk: DeskLease, ticket: Ticket, at: datetime, command_key: UUID | None = None) -> Ticket:
    refuse_not_here(desk, ticket)
    event = TicketArrived(line=ticket.line_id, counter=desk.counter_id)
    TICKET.move(ticket, "arrive", at=at, actor=actor_of(desk), event=event, command_key=command_key)
    return ticket
