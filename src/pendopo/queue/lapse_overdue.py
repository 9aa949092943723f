"""Lapse the numbers from home whose visitors did not come in time, so that others may have their places.

Whoever looks at such a number lapses it (`check_in.lapse_if_due`); this is for those at which nobody looks. The worker does it
once a minute, and who finds a line full does it before saying so: nothing depends on the worker.
"""

from datetime import datetime
from uuid import UUID

from pendopo.directory.models import Mall
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.clock import business_date
from pendopo.queue.check_in import lapse_if_due
from pendopo.queue.models import Ticket, TicketState


def lapse_overdue(*, mall: Mall, at: datetime, line: UUID | None = None) -> int:
    """Of one line or of the whole mall, each in a short transaction of its own; returns how many."""
    overdue = Ticket.objects.filter(
        mall=mall, business_date=business_date(at, mall.time_zone), state=TicketState.HELD, holds_until__lte=at
    )
    if line is not None:
        overdue = overdue.filter(numbered_in=line)
    return sum(_lapsed(ticket, at) for ticket in overdue.select_related("mall").order_by("id"))


def _lapsed(ticket: Ticket, at: datetime) -> bool:
    try:
        return lapse_if_due(ticket=ticket, at=at)
    except AlreadyMoved:
        return False
