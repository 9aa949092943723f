"""The kiosk confirms that it showed or printed the number."""

from datetime import datetime

from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import TicketShown
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import Ticket


@one_transaction
def show_ticket(*, ticket: Ticket, actor: str, at: datetime) -> None:
    """From now on the number counts. Confirming twice, or after the ticket went on, changes nothing."""
    if ticket.shown_at is not None:
        return
    try:
        TICKET.move(ticket, "show", at=at, actor=actor, event=TicketShown(line=ticket.line_id), shown_at=at)
    except AlreadyMoved:
        return
