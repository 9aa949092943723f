"""Close what an older day left open, when it is seen: nothing depends on a job at midnight."""

from datetime import datetime

from pendopo.directory.models import Mall
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.clock import business_date
from pendopo.kernel.transactions import writing
from pendopo.queue.events import DeskClosed, TicketLapsed
from pendopo.queue.lifecycle import LEASE, TICKET, LeaseState
from pendopo.queue.models import DeskLease, Ticket

_SLICE = 50
_OPEN = sorted(TICKET.origins("end_day"))


def end_older_days(*, mall: Mall, at: datetime) -> int:
    """Lapse the mall's tickets and close its desks of earlier business dates; returns how many tickets.

    In slices of one short transaction each. Safe to run at any time, by several at once.
    """
    today = business_date(at, mall.time_zone)
    ended = 0
    while True:
        with writing():
            older = list(Ticket.objects.filter(mall=mall, state__in=_OPEN, business_date__lt=today).order_by("id")[:_SLICE])
            ended += sum(_end(ticket, at) for ticket in older)
        if len(older) < _SLICE:
            break
    _close_desks(mall, today_at=at)
    return ended


def end_ticket_of_older_day(*, ticket: Ticket, at: datetime) -> bool:
    """Lapse one ticket whose business date is over; returns whether it did."""
    if ticket.state not in _OPEN or ticket.business_date >= business_date(at, ticket.mall.time_zone):
        return False
    with writing():
        return _end(ticket, at)


def _end(ticket: Ticket, at: datetime) -> bool:
    try:
        TICKET.move(
            ticket, "end_day", at=at, actor="system", event=TicketLapsed(line=ticket.line_id, reason="day_over"),
            end_reason="day_over",
        )  # fmt: skip
    except AlreadyMoved:
        return False
    return True


def _close_desks(mall: Mall, *, today_at: datetime) -> None:
    today = business_date(today_at, mall.time_zone)
    with writing():
        for lease in DeskLease.objects.filter(mall=mall, business_date__lt=today).exclude(state=LeaseState.CLOSED):
            try:
                LEASE.move(
                    lease, "close", at=today_at, actor="system", event=DeskClosed(counter=lease.counter_id, reason="day_over")
                )
            except AlreadyMoved:
                continue
