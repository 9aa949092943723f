"""The service is over, with an outcome: the share of missing documents is the best sign of what to improve."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import ServiceFinished
from pendopo.queue.holding import actor_of, refuse_not_here
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import DeskLease, Outcome, Ticket


class OutcomeMissing(DomainError):
    code = "queue.outcome_missing"
    status = 422
    message = _("Choose how the visit of %(ticket)s ended, then finish.")


@one_transaction
def finish(*, desk: DeskLease, ticket: Ticket, outcome: str, at: datetime, command_key: UUID | None = None) -> Ticket:
    """Raises OutcomeMissing unless `outcome` is one of `Outcome`."""
    refuse_not_here(desk, ticket)
    if outcome not in Outcome.values:
        raise OutcomeMissing(ticket=ticket.label)
    served = int((at - (ticket.started_at or at)).total_seconds())
    event = ServiceFinished(line=ticket.line_id, counter=desk.counter_id, outcome=str(outcome), served_seconds=max(0, served))
    TICKET.move(
        ticket, "finish", at=at, actor=actor_of(desk), event=event, command_key=command_key, outcome=str(outcome),
        finished_at=at,
    )  # fmt: skip
    return ticket
