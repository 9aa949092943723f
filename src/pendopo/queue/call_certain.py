"""Call a certain ticket: from the parked, the missed, or out of turn from the line. It is recorded as such."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError
from pendopo.queue.events import TicketCalledOutOfTurn
from pendopo.queue.holding import actor_of, bringing_to_counter, refuse_paused
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket


class CalledAlready(DomainError):
    code = "queue.called_already"
    message = _("%(ticket)s has already been called by counter %(counter)s. Please call the next visitor.")


class CannotBeCalled(DomainError):
    code = "queue.cannot_be_called"
    message = _("%(ticket)s cannot be called any more: %(state)s.")


def call_certain(*, desk: DeskLease, ticket: Ticket, at: datetime, command_key: UUID | None = None) -> Ticket:
    """Bring this ticket to this counter now. Raises CalledAlready, CannotBeCalled, CounterBusy, VisitElsewhere, DeskPaused."""
    refuse_paused(desk)
    if ticket.state in AT_COUNTER and ticket.counter_id != desk.counter_id:
        raise CalledAlready(ticket=ticket.label, counter=ticket.counter.number if ticket.counter else "")
    if "call_certain" not in TICKET.verbs_for(ticket.state):
        raise CannotBeCalled(ticket=ticket.label, state=ticket.get_state_display())
    event = TicketCalledOutOfTurn(
        line=ticket.line_id, prefix=ticket.prefix, number=ticket.number, counter=desk.counter_id,
        counter_number=desk.counter.number, zone=desk.counter.zone_id,
        waited_seconds=max(0, int((at - ticket.joined_at).total_seconds())), from_state=str(ticket.state),
    )  # fmt: skip
    with bringing_to_counter(desk):
        TICKET.move(
            ticket, "call_certain", at=at, actor=actor_of(desk), event=event, command_key=command_key,
            counter=desk.counter, officer=desk.officer, called_at=at, recalled_at=at, calls=1, reserved_for=None,
        )  # fmt: skip
    return ticket
