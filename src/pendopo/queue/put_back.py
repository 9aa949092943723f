"""Whoever is at a counter that closes stands again where they stood before the call."""

from datetime import datetime
from uuid import UUID

from pendopo.queue.events import TicketPutBack
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import AT_COUNTER, Ticket


def put_back(counter: UUID, *, at: datetime, actor: str) -> None:
    """In the caller's transaction. Rank and line stay as they are; a service that had begun begins anew."""
    for ticket in Ticket.objects.filter(counter=counter, state__in=AT_COUNTER):
        event = TicketPutBack(line=ticket.line_id, counter=counter)
        TICKET.move(
            ticket, "put_back", at=at, actor=actor, event=event, counter=None, officer=None, calls=0, started_at=None
        )  # fmt: skip
