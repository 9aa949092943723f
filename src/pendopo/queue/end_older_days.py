"""End what an older day left open.

What is ended cannot be brought back, so the new date must have been seen for two hours (`kernel.steady_day`). Then the worker ends
everything, and whoever looks at a visit ends that (`settle_visit`), worker or no worker. Nothing waits for either: whoever reads passes
over older days, and a counter that opens frees itself.
"""

from datetime import datetime

from pendopo.directory.models import Mall
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.clock import business_date
from pendopo.kernel.transactions import writing
from pendopo.queue.events import DeskClosed, TicketLapsed
from pendopo.queue.lifecycle import LEASE, TICKET, LeaseState
from pendopo.queue.models import DeskLease, Ticket, Visit

_SLICE = 50
_OPEN = sorted(TICKET.origins("end_day"))


def end_older_days(*, mall: Mall, at: datetime) -> int:
    """Lapse the mall's tickets and close its desks of earlier business dates; returns how many tickets.

    In slices of one short transaction each. Safe to run by several at once.
    """
    today = business_date(at, mall.time_zone)
    older = Ticket.objects.filter(mall=mall, state__in=_OPEN, business_date__lt=today)
    # All of the past is looked through once, before anybody's turn to write is taken.
    left_open = list(older.order_by("id").values_list("id", flat=True))
    ended = 0
    for start in range(0, len(left_open), _SLICE):
        with writing():
            some = Ticket.objects.filter(pk__in=left_open[start : start + _SLICE], state__in=_OPEN).order_by("id")
            ended += sum(_end(ticket, at) for ticket in some)
    _close_desks(mall, at)
    return ended


def end_older_visit(*, visit: Visit, at: datetime) -> None:
    """What one visit of an earlier business date left open."""
    if left_open := list(Ticket.objects.filter(visit=visit, state__in=_OPEN).order_by("id")):
        with writing():
            for ticket in left_open:
                _end(ticket, at)


def _end(ticket: Ticket, at: datetime) -> bool:
    event = TicketLapsed(line=ticket.line_id, reason="day_over")
    try:
        TICKET.move(ticket, "end_day", at=at, actor="system", event=event, end_reason="day_over")
    except AlreadyMoved:
        return False
    return True


def _close_desks(mall: Mall, at: datetime) -> None:
    today = business_date(at, mall.time_zone)
    with writing():
        for lease in DeskLease.objects.filter(mall=mall, business_date__lt=today).exclude(state=LeaseState.CLOSED):
            event = DeskClosed(counter=lease.counter_id, reason="day_over")
            try:
                LEASE.move(lease, "close", at=at, actor="system", event=event)
            except AlreadyMoved:
                continue
