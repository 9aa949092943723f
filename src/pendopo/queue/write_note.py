"""Write the note that stays with the ticket, also when it is set aside or sent on."""

from datetime import datetime
from uuid import UUID

from pendopo.journal.events import append
from pendopo.kernel.errors import NotFound
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import TicketNoted
from pendopo.queue.holding import actor_of
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket, TicketState

LONGEST_NOTE = 500


def as_kept(note: str) -> str:
    """A note without the sign that PostgreSQL does not keep, and not longer than there is room for."""
    return note.replace("\0", "").strip()[:LONGEST_NOTE]


@one_transaction
def write_note(*, desk: DeskLease, ticket: Ticket, note: str, at: datetime, command_key: UUID | None = None) -> Ticket:
    """Only the counter that serves the ticket, or has set it aside, writes on it. The same note again changes nothing.

    `changed_at` stays: a note is no step of the ticket, and must not make a button of another screen look too late.
    """
    if ticket.counter_id != desk.counter_id or ticket.state not in (*AT_COUNTER, TicketState.PARKED):
        raise NotFound
    note = as_kept(note)
    if note == ticket.note:
        return ticket
    Ticket.objects.filter(pk=ticket.pk).update(note=note)
    ticket.note = note
    event = TicketNoted(line=ticket.line_id, counter=desk.counter_id)
    append(
        event,
        mall=ticket.mall_id,
        subject=ticket.id,
        at=max(at, ticket.changed_at),
        actor=actor_of(desk),
        command_key=command_key,
    )
    return ticket
