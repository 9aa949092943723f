"""Close the numbers of those who wait in a line whose day was ended for them too. Whoever is at a counter is served to the end."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from pendopo.appointments.end_line_day import EndReason
from pendopo.appointments.home_places import give_home_place_back
from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import writing
from pendopo.queue.events import TicketLapsed
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import Ticket, TicketState

_SLICE = 50
_WAIT = sorted(TICKET.origins("send_home"))
#: Why such a number ended: this and the EndReason, on the ticket and in its event.
ENDED_BECAUSE = {f"ended_{reason.value}": reason for reason in EndReason}


class ServesNobody(DomainError):
    code = "queue.serves_nobody"
    message = _("The day of %(line)s was ended, and nobody is served there any more. Choose another destination.")


def send_home(*, line_day: LineDay, at: datetime, actor: str) -> int:
    """Waiting, from home and not here yet, or missed: their numbers are closed; returns how many. Nothing when the day goes on.

    In slices of one short transaction each; whoever is called meanwhile is served. Safe to run by several at once.
    """
    closed = 0
    while some := _slice(line_day, at, actor):
        closed += some
    return closed


def send_home_who_is_left(*, mall: Mall, at: datetime) -> int:
    """What an interrupted ending left, and who came back to such a line since. For the worker, once a minute."""
    days = LineDay.objects.filter(mall=mall, business_date=business_date(at, mall.time_zone), sends_home=True)
    return sum(send_home(line_day=day, at=at, actor="system") for day in days.order_by("pk"))


def refuse_sent_home(line: Line, at: datetime) -> None:
    """Raises ServesNobody where those who wait were sent home today."""
    today = business_date(at, line.mall.time_zone)
    if LineDay.objects.filter(line=line, business_date=today, sends_home=True).exists():
        raise ServesNobody(line=line.name)


def _slice(line_day: LineDay, at: datetime, actor: str) -> int:
    with writing():
        # The line's day first, as whoever joins the line does; and nobody opens it again before this slice is through.
        day = LineDay.objects.select_for_update().filter(pk=line_day.pk, sends_home=True).first()
        if day is None:
            return 0
        left = Ticket.objects.filter(line=day.line_id, business_date=day.business_date, state__in=_WAIT)
        return sum(_close(ticket, day.end_reason, at, actor) for ticket in left.order_by("rank_at", "number", "pk")[:_SLICE])


def _close(ticket: Ticket, reason: str, at: datetime, actor: str) -> bool:
    because = f"ended_{reason}"
    try:
        with writing():
            if ticket.state == TicketState.HELD:
                give_home_place_back(line=ticket.numbered_in_id, business_date=ticket.business_date)
            event = TicketLapsed(line=ticket.line_id, reason=because)
            TICKET.move(ticket, "send_home", at=at, actor=actor, event=event, end_reason=because)
    except AlreadyMoved:
        return False
    return True
