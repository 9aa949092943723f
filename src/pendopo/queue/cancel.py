"""The visitor, or an officer for the visitor, gives the number up."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.appointments.home_places import give_home_place_back
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import TicketCancelled
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import Ticket, TicketState


class TooLateToCancel(DomainError):
    code = "queue.too_late_to_cancel"
    message = _("Number %(ticket)s cannot be cancelled now: %(state)s.")


@one_transaction
def cancel(*, ticket: Ticket, actor: str, at: datetime, command_key: UUID | None = None) -> Ticket:
    """A number from home that never joined its line leaves its place to somebody else.

    Raises TooLateToCancel when the visitor is at a counter or the number is over.
    """
    if "cancel" not in TICKET.verbs_for(ticket.state):
        raise TooLateToCancel(ticket=ticket.label, state=ticket.get_state_display())
    if ticket.state == TicketState.HELD:
        give_home_place_back(line=ticket.numbered_in_id, business_date=ticket.business_date)
    event = TicketCancelled(line=ticket.line_id, by=actor.partition(":")[0])
    TICKET.move(ticket, "cancel", at=at, actor=actor, event=event, command_key=command_key, end_reason="cancelled")
    return ticket
