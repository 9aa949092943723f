"""The service begins. Asked right after the call, so that no-shows do not pollute service times."""

from datetime import datetime
from uuid import UUID

from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import ServiceStarted
from pendopo.queue.holding import actor_of, refuse_not_here
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import DeskLease, Ticket


@one_transaction
def start(*, desk: DeskLease, ticket: Ticket, at: datetime, command_key: UUID | None = None) -> Ticket:
    refuse_not_here(desk, ticket)
    event = ServiceStarted(line=ticket.line_id, counter=desk.counter_id)
    TICKET.move(ticket, "start", at=at, actor=actor_of(desk), event=event, command_key=command_key, started_at=at)
    return ticket
