"""Call the same visitor again, not too soon and not too often."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import TicketRecalled
from pendopo.queue.holding import actor_of, refuse_not_here
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import DeskLease, Ticket


class RecallTooSoon(DomainError):
    code = "queue.recall_too_soon"
    message = _("%(ticket)s was called a moment ago. Call again in %(seconds)s seconds.")


class CalledOften(DomainError):
    code = "queue.called_often"
    message = _("%(ticket)s has been called %(calls)s times. Mark it as missed; the visitor may come back.")


@one_transaction
def recall(*, desk: DeskLease, ticket: Ticket, at: datetime, command_key: UUID | None = None) -> Ticket:
    """Raises RecallTooSoon before the line's gap is over, CalledOften at the line's limit."""
    refuse_not_here(desk, ticket)
    line = ticket.line
    left = timedelta(seconds=line.recall_gap_seconds) - abs(at - (ticket.recalled_at or at))
    if left > timedelta(0):
        raise RecallTooSoon(ticket=ticket.label, seconds=int(left.total_seconds()) + 1)
    if ticket.calls >= line.calls_at_most:
        raise CalledOften(ticket=ticket.label, calls=ticket.calls)
    event = TicketRecalled(
        line=ticket.line_id, prefix=ticket.prefix, number=ticket.number, counter=desk.counter_id,
        counter_number=desk.counter.number, zone=desk.counter.zone_id, calls=ticket.calls + 1,
    )  # fmt: skip
    TICKET.move(
        ticket, "recall", at=at, actor=actor_of(desk), event=event, command_key=command_key, recalled_at=at,
        calls=ticket.calls + 1,
    )  # fmt: skip
    return ticket
