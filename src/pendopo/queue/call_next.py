"""Call the next waiting visitor to a counter.

One statement on PostgreSQL, one short raw transaction on SQLite (the files beside this one). The desk's lease is checked inside it.
A desk that loses a race looks again: it never goes empty-handed while someone waits.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.numbering import number_label
from pendopo.journal.events import KeyOfAnother, effect_of, type_of
from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import uuid7
from pendopo.queue._call_next_postgresql import call_on_postgresql
from pendopo.queue._call_next_sqlite import call_on_sqlite
from pendopo.queue.doors import LeaseLost, desk_of
from pendopo.queue.events import TicketCalled
from pendopo.queue.holding import CounterBusy, DeskPaused
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket
from pendopo.queue.waiting import waiting_for

# Losing this often in a row needs as many other desks to win in between; then something else is wrong.
_ATTEMPTS = 200


class NobodyWaiting(DomainError):
    code = "queue.nobody_waiting"
    message = _("Nobody is waiting for counter %(counter)s.")


@dataclass(frozen=True, slots=True)
class Order:
    """`event` is the id of the event that a successful call records; `again` asks to look wider after a lost race."""

    lease: UUID
    secret_hash: str
    at: datetime
    command_key: UUID | None
    event: UUID
    again: bool


@dataclass(frozen=True, slots=True)
class Called:
    ticket: UUID
    label: str
    counter: UUID
    waited_seconds: int
    repeated: bool = False


def call_next(*, lease: UUID, secret_hash: str, at: datetime, command_key: UUID | None = None) -> Called:
    """Call the foremost visitor this desk may call: own lines by rank, and those reserved for it.

    Passed over, keeping their place: a visit that is at another counter now, a kiosk number nobody saw for a minute, a
    number reserved for someone else. Raises NobodyWaiting, CounterBusy, DeskPaused, LeaseLost.
    """
    call = call_on_postgresql if connection.vendor == "postgresql" else call_on_sqlite
    for attempt in range(_ATTEMPTS):
        order = Order(lease, secret_hash, at, command_key, uuid7(), again=attempt > 0)
        try:
            row = call(order)
        except IntegrityError:
            # Another desk took the same visit in the same instant, or this very command came twice.
            if repeated := _already_called(order):
                return repeated
            continue
        except OperationalError as error:
            if "deadlock" not in str(error):
                raise
            continue
        if row is not None:
            ticket, prefix, number, counter, waited = row
            return Called(ticket, number_label(prefix, number), counter, waited)
        refusal = _why_nobody_came(order)
        # Asked after the reason was read: what this very command did in the meantime is what the reason would speak of.
        if repeated := _already_called(order):
            return repeated
        if refusal:
            raise refusal
    raise NobodyWaiting(counter="")


def _already_called(order: Order) -> Called | None:
    if order.command_key is None:
        return None
    lease = DeskLease.objects.filter(pk=order.lease, secret_hash=order.secret_hash).first()
    if lease is None:
        return None
    effect = effect_of(order.command_key, actor=f"officer:{lease.officer_id}")
    if effect is None:
        return None
    if effect.type != type_of(TicketCalled):
        raise KeyOfAnother
    ticket = Ticket.objects.get(pk=effect.subject)
    return Called(ticket.id, ticket.label, UUID(effect.facts["counter"]), effect.facts["waited_seconds"], repeated=True)


def _why_nobody_came(order: Order) -> DomainError | None:
    """The refusal, or None when somebody waits after all and the desk should look again."""
    try:
        lease = desk_of(lease=order.lease, secret_hash=order.secret_hash, at=order.at)
    except LeaseLost as lost:
        return lost
    if lease.state == LeaseState.PAUSED:
        return DeskPaused()
    held = Ticket.objects.filter(counter=lease.counter_id, state__in=AT_COUNTER).first()
    if held:
        return CounterBusy(ticket=held.label)
    if not waiting_for(lease, at=order.at).exists():
        return NobodyWaiting(counter=lease.counter.number)
    return None
