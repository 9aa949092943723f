"""Set a visitor aside who must fetch something, and take the next one meanwhile."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import TicketParked
from pendopo.queue.holding import actor_of, refuse_not_here
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import DeskLease, Ticket


class ParkReason(models.TextChoices):
    COPY = "copy", _("Making copies")
    DOCUMENT = "document", _("Fetching a document")
    WITNESS = "witness", _("Waiting for a witness")
    PAYMENT = "payment", _("Paying")
    SYSTEM = "system", _("System is being repaired")
    OTHER = "other", _("Something else")


@one_transaction
def park(
    *, desk: DeskLease, ticket: Ticket, reason: str, at: datetime, until: datetime | None = None,
    command_key: UUID | None = None,
) -> Ticket:  # fmt: skip
    """The ticket leaves the counter and waits apart from the line; `until` is when the visitor means to be back."""
    refuse_not_here(desk, ticket)
    reason = ParkReason(reason)
    event = TicketParked(line=ticket.line_id, counter=desk.counter_id, until=until, reason=str(reason))
    TICKET.move(
        ticket, "park", at=at, actor=actor_of(desk), event=event, command_key=command_key, parked_until=until,
        park_reason=str(reason),
    )  # fmt: skip
    return ticket
