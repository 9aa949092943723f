"""Send a visitor on: to another line, to one counter, or to one person; first, by time, or last. The number stays."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.models import Line, Service
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import TicketTransferred
from pendopo.queue.holding import actor_of
from pendopo.queue.lifecycle import TICKET, LeaseState
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket, TicketState
from pendopo.queue.rank import BY_TIME, PLACES, on_transfer
from pendopo.queue.send_home import refuse_sent_home
from pendopo.queue.write_note import as_kept


class NothingServedThere(DomainError):
    code = "queue.nothing_served_there"
    message = _("No counter serves %(line)s. Choose another destination.")


class DestinationClosed(DomainError):
    code = "queue.destination_closed"
    message = _("That counter has just been closed. Choose another destination.")


@one_transaction
def transfer(
    *, desk: DeskLease, ticket: Ticket, at: datetime, line: Line | None = None, service: Service | None = None,
    reserved_for: UUID | None = None, place: str = BY_TIME, note: str | None = None, command_key: UUID | None = None,
) -> Ticket:  # fmt: skip
    """Put the ticket into `line` (its own when None), for anyone or reserved for a counter or an officer.

    Without a further service named, the visitor's present service goes along. The note travels, but not into the journal.
    Raises NothingServedThere, DestinationClosed, ServesNobody.
    """
    _refuse_foreign(desk, ticket)
    if place not in PLACES:
        raise NotFound
    line = line or (service.line if service else None) or ticket.line
    if line.mall_id != desk.mall_id or (service and service.mall_id != desk.mall_id):
        raise NotFound
    if reserved_for is None and not line.counter_lines.filter(counter__active=True).exists():
        raise NothingServedThere(line=line.name)
    refuse_sent_home(line, at)
    if reserved_for is not None:
        _keep_open(desk, reserved_for)
    rank = on_transfer(
        line, place=place, priority=ticket.priority, joined_at=ticket.joined_at, at=at, first_rank_at=_foremost(line, ticket)
    )
    service = service or ticket.service
    event = TicketTransferred(
        from_line=ticket.line_id, line=line.id, service=service.id, place=place, joined_at=rank.joined_at,
        rank_at=rank.rank_at, reserved_for=reserved_for,
    )  # fmt: skip
    changes = {} if note is None else {"note": as_kept(note)}
    TICKET.move(
        ticket, "transfer", at=at, actor=actor_of(desk), event=event, command_key=command_key, line=line, service=service,
        joined_at=rank.joined_at, rank_at=rank.rank_at, head_start_minutes=rank.head_start_minutes, rank_reason=rank.reason,
        reserved_for=reserved_for, counter=None, officer=None, calls=0, parked_until=None, park_reason="", started_at=None,
        **changes,
    )  # fmt: skip
    return ticket


def _refuse_foreign(desk: DeskLease, ticket: Ticket) -> None:
    here = ticket.counter_id == desk.counter_id and ticket.state in (*AT_COUNTER, TicketState.PARKED)
    if not here:
        raise NotFound


def _keep_open(desk: DeskLease, reserved_for: UUID) -> None:
    """Whoever closes the destination waits until we are done, and then finds this number and releases it."""
    there = (
        DeskLease.objects.select_for_update()
        .filter(Q(counter=reserved_for) | Q(officer=reserved_for), mall=desk.mall_id, business_date=desk.business_date)
        .exclude(state=LeaseState.CLOSED)
        .values_list("pk")
    )
    # A second look: who was taken over while we waited for the row has it open still, under another lease.
    if there.first() is None and there.first() is None:
        raise DestinationClosed


def _foremost(line: Line, ticket: Ticket) -> datetime | None:
    return (
        Ticket.objects.filter(line=line, state=TicketState.WAITING, business_date=ticket.business_date)
        .order_by("rank_at", "number")
        .values_list("rank_at", flat=True)
        .first()
    )
