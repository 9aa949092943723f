"""Close a counter, and say what happens to those who wait for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.appointments.models import LineDay
from pendopo.appointments.stop_issuing import StopReason, stop_issuing
from pendopo.catalogue.models import CounterLine, Line
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import DeskClosed
from pendopo.queue.holding import CounterBusy, actor_of, stays_open
from pendopo.queue.lifecycle import LEASE, LeaseState
from pendopo.queue.models import DeskLease, Ticket, TicketState
from pendopo.queue.move_waiting import move_waiting, refuse_unserved
from pendopo.queue.put_back import put_back
from pendopo.queue.release_reserved import release_reserved
from pendopo.queue.signs_of_life import leave

KEEP, STOP_ISSUING, MOVE = "keep", "stop_issuing", "move"


class SayWhatHappens(DomainError):
    code = "queue.say_what_happens"
    status = 422
    message = _("%(waiting)s visitors wait for this counter only. Choose what happens to them, then close.")


@dataclass(frozen=True, slots=True)
class Left:
    """A line that this counter would leave: how many wait in it, and how many other counters are open for it."""

    line: UUID
    name: str
    waiting: int
    other_counters: int


def lines_left(desk: DeskLease) -> tuple[Left, ...]:
    """What closing this counter leaves behind, for the question on screen."""
    lines = list(Line.objects.filter(counter_lines__counter=desk.counter_id).order_by("prefix"))
    open_counters = set(
        DeskLease.objects.filter(mall=desk.mall_id, business_date=desk.business_date, state=LeaseState.OPEN)
        .exclude(counter=desk.counter_id)
        .values_list("counter", flat=True)
    )
    served = CounterLine.objects.filter(line__in=lines, counter__in=open_counters).values_list("line", "counter")
    waiting = Ticket.objects.filter(line__in=lines, state=TicketState.WAITING, business_date=desk.business_date).values_list(
        "line", flat=True
    )
    counts = list(waiting)
    return tuple(
        Left(line.id, line.name, counts.count(line.id), sum(1 for served_line, _counter in served if served_line == line.id))
        for line in lines
    )


def close_desk(
    *, desk: DeskLease, at: datetime, waiting: str = "", to: Line | None = None, command_key: UUID | None = None
) -> None:
    """Close the lease. `waiting` is keep, stop_issuing or move; it must be said when people wait whom no other counter serves.

    With move they then join the line `to` as of when they joined theirs. A called visitor goes back to the old place; numbers
    reserved for this counter or its officer become everyone's. Raises CounterBusy while a visitor is being served,
    SayWhatHappens, NothingServedThere.
    """
    if waiting == MOVE:
        refuse_unserved(to)
    alone = _close(desk, at, waiting, command_key)
    if waiting == MOVE and to is not None:
        for line in Line.objects.filter(pk__in=alone).exclude(pk=to.pk).select_related("mall").order_by("prefix"):
            move_waiting(line=line, to=to, at=at, actor=actor_of(desk))


@one_transaction
def _close(desk: DeskLease, at: datetime, waiting: str, command_key: UUID | None) -> list[UUID]:
    """The lines that no counter serves from now on."""
    stays_open(desk)  # Who is being called or sent here arrives first, or not at all.
    _refuse_while_serving(desk)
    put_back(desk.counter_id, at=at, actor=actor_of(desk))
    alone = [left for left in lines_left(desk) if left.other_counters == 0]
    if any(left.waiting for left in alone) and waiting not in {KEEP, STOP_ISSUING, MOVE}:
        raise SayWhatHappens(waiting=sum(left.waiting for left in alone))
    if waiting == STOP_ISSUING:
        _stop_issuing(desk, alone, at)
    event = DeskClosed(counter=desk.counter_id, reason="by_officer")
    LEASE.move(desk, "close", at=at, actor=actor_of(desk), event=event, command_key=command_key)
    leave(counter=desk.counter_id, desk=desk)
    release_reserved([desk.counter_id, desk.officer_id], at=at, actor=actor_of(desk))
    return [left.line for left in alone]


def _refuse_while_serving(desk: DeskLease) -> None:
    served = Ticket.objects.filter(counter=desk.counter_id, state=TicketState.SERVING).first()
    if served:
        raise CounterBusy(ticket=served.label)


def _stop_issuing(desk: DeskLease, alone: list[Left], at: datetime) -> None:
    days = LineDay.objects.filter(line__in=[left.line for left in alone], business_date=desk.business_date, closes_at__gt=at)
    for day in days.order_by("pk"):
        stop_issuing(line_day=day, until=day.closes_at, reason=StopReason.NO_OFFICER, at=at, actor=actor_of(desk))
