"""The called visitor did not come. The number stays good for a while: see `rejoin`."""

from datetime import datetime
from uuid import UUID

from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import TicketMissed
from pendopo.queue.holding import actor_of, refuse_not_here
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import DeskLease, Ticket


@one_transaction
def miss(*, desk: DeskLease, ticket: Ticket, at: datetime, command_key: UUID | None = None) -> Ticket:
    refuse_not_here(desk, ticket)
    event = TicketMissed(line=ticket.line_id, counter=desk.counter_id, calls=ticket.calls)
    TICKET.move(ticket, "miss", at=at, actor=actor_of(desk), event=event, command_key=command_key, missed_at=at)
    return ticket
