"""What falls due when somebody looks at a visit: nothing depends on a job that runs by itself."""

from datetime import datetime

from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.clock import business_date
from pendopo.queue.check_in import lapse_if_due
from pendopo.queue.end_older_days import end_older_visit
from pendopo.queue.models import FINAL, Ticket, TicketState, Visit
from pendopo.queue.show_ticket import show_ticket


def settle_visit(*, visit: Visit, at: datetime, day_is_sure: bool) -> None:
    """Lapse held numbers whose time is over, and count a number as shown that is being looked at.

    A kiosk that lost its line may not have confirmed the number; the visitor's own phone shows it just as well. What a visit of
    an older day left open is ended, unless the present day may be a clock's mistake (`kernel.steady_day.has_surely_begun`).
    """
    today = business_date(at, visit.mall.time_zone)
    if visit.business_date < today and day_is_sure:
        end_older_visit(visit=visit, at=at)
    if visit.business_date != today:
        return
    for ticket in Ticket.objects.filter(visit=visit).exclude(state__in=FINAL).select_related("mall").order_by("pk"):
        try:
            if lapse_if_due(ticket=ticket, at=at):
                continue
            if ticket.state == TicketState.WAITING and ticket.shown_at is None:
                show_ticket(ticket=ticket, actor="visitor", at=at)
        except AlreadyMoved:
            continue  # Somebody else was quicker; the page shows what came of it.
