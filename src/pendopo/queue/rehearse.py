"""A rehearsal: the whole hall plays a day, and its tickets are thrown away. Numbers are never reused."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction, writing
from pendopo.queue.events import RehearsalBegan, RehearsalEnded, TicketLapsed
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import FINAL, Ticket

_SLICE = 50


class VisitorsAreHere(DomainError):
    code = "queue.visitors_are_here"
    message = _("%(waiting)s visitors are in the hall today. Rehearse when their numbers are finished.")


@one_transaction
def begin_rehearsal(*, mall: Mall, at: datetime, actor: str) -> None:
    """From now on every visit is marked as rehearsal. Raises VisitorsAreHere while real numbers are open."""
    waiting = Ticket.objects.filter(mall=mall, visit__rehearsal=False).exclude(state__in=FINAL).count()
    if waiting:
        raise VisitorsAreHere(waiting=waiting)
    if Mall.objects.filter(pk=mall.pk, rehearsal=False).update(rehearsal=True):
        append(RehearsalBegan(), mall=mall.id, subject=mall.id, at=at, actor=actor)


def end_rehearsal(*, mall: Mall, at: datetime, actor: str) -> int:
    """Back to real visitors: what the rehearsal left open lapses; its visits stay marked and count nowhere."""
    with writing():
        if Mall.objects.filter(pk=mall.pk, rehearsal=True).update(rehearsal=False):
            append(RehearsalEnded(), mall=mall.id, subject=mall.id, at=at, actor=actor)
    ended = 0
    while True:
        with writing():
            left = list(
                Ticket.objects.filter(mall=mall, visit__rehearsal=True).exclude(state__in=FINAL).order_by("id")[:_SLICE]
            )
            ended += sum(_lapse(ticket, at) for ticket in left)
        if len(left) < _SLICE:
            return ended


def _lapse(ticket: Ticket, at: datetime) -> bool:
    event = TicketLapsed(line=ticket.line_id, reason="rehearsal_over")
    try:
        TICKET.move(ticket, "end_day", at=at, actor="system", event=event, end_reason="rehearsal_over")
    except AlreadyMoved:
        return False
    return True
