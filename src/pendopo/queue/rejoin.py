"""A visitor who missed the call comes back, under the line's stated rule."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import TicketRejoined
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import Ticket, TicketState
from pendopo.queue.rank import on_rejoining


class TooLateToRejoin(DomainError):
    code = "queue.too_late_to_rejoin"
    message = _("Number %(ticket)s could be used again within %(minutes)s minutes of the call. Please take a new number.")


class NotMissed(DomainError):
    code = "queue.not_missed"
    message = _("Number %(ticket)s is still valid as it is. Please wait for the call.")


@one_transaction
def rejoin(*, ticket: Ticket, actor: str, at: datetime, command_key: UUID | None = None) -> Ticket:
    """Rank as if joined `rejoin_head_start_minutes` ago. Raises TooLateToRejoin after `rejoin_within_minutes`, NotMissed."""
    line = ticket.line
    if ticket.state != TicketState.MISSED or ticket.missed_at is None:
        raise NotMissed(ticket=ticket.label)
    if at > ticket.missed_at + timedelta(minutes=line.rejoin_within_minutes):
        raise TooLateToRejoin(ticket=ticket.label, minutes=line.rejoin_within_minutes)
    rank = on_rejoining(line, at)
    event = TicketRejoined(
        line=line.id, joined_at=rank.joined_at, rank_at=rank.rank_at, head_start_minutes=rank.head_start_minutes
    )
    TICKET.move(
        ticket, "rejoin", at=at, actor=actor, event=event, command_key=command_key, joined_at=rank.joined_at,
        rank_at=rank.rank_at, head_start_minutes=rank.head_start_minutes, rank_reason=rank.reason, counter=None, officer=None,
        calls=0, missed_at=None,
    )  # fmt: skip
    return ticket
