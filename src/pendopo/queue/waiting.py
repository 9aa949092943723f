"""Whom a desk may call: the slow, obvious reference. The hot statements must agree with it (tests prove it)."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from pendopo.catalogue.models import CounterLine
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket, TicketState

# A kiosk that has not confirmed within this time showed the number to nobody.
UNSHOWN_SECONDS = 60


def waiting_for(lease: DeskLease, *, at: datetime) -> QuerySet[Ticket]:
    """Tickets this desk may call now, foremost first."""
    lines = CounterLine.objects.filter(counter=lease.counter_id).values("line")
    mine = Q(reserved_for=lease.counter_id) | Q(reserved_for=lease.officer_id)
    elsewhere = Ticket.objects.filter(visit=OuterRef("visit"), state__in=AT_COUNTER)
    return (
        Ticket.objects.filter(mall=lease.mall_id, state=TicketState.WAITING, business_date=lease.business_date)
        .filter(Q(line__in=lines, reserved_for__isnull=True) | mine)
        .filter(Q(shown_at__isnull=False) | Q(taken_at__gt=at - timedelta(seconds=UNSHOWN_SECONDS)))
        .exclude(Exists(elsewhere))
        .order_by("rank_at", "number", "id")
    )
