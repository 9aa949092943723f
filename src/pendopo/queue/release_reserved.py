"""Numbers reserved for a counter or a person who is not there any more become everyone's again: nobody waits for an empty chair."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from pendopo.queue.events import TicketTransferred
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import Ticket, TicketState


def release_reserved(reserved_for: Iterable[UUID], *, at: datetime, actor: str) -> None:
    """In the caller's transaction. Rank and line stay as they are."""
    waiting = Ticket.objects.filter(reserved_for__in=list(reserved_for), state=TicketState.WAITING)
    for ticket in waiting.order_by("rank_at", "number", "id"):
        event = TicketTransferred(
            from_line=ticket.line_id, line=ticket.line_id, service=ticket.service_id, place="by_time",
            joined_at=ticket.joined_at, rank_at=ticket.rank_at, reserved_for=None,
        )  # fmt: skip
        TICKET.move(ticket, "release", at=at, actor=actor, event=event, reserved_for=None)
