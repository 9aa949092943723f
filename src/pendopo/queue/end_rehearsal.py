"""End a rehearsal: its tickets are thrown away, its visits count nowhere. Its numbers are never given again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import writing
from pendopo.queue.events import RehearsalEnded, TicketLapsed
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import Ticket, Visit
from pendopo.queue.reads.rehearsal import Rehearsal, last_rehearsal, rehearsal_of

_SLICE = 50
_OPEN = sorted(TICKET.origins("end_day"))
_REASON = "rehearsal"


class NotRehearsing(DomainError):
    code = "queue.not_rehearsing"
    message = _("No rehearsal is running. Nothing was thrown away.")


@dataclass(frozen=True, slots=True)
class ThrownAway:
    visits: int
    lapsed: int


def end_rehearsal(*, mall: Mall, at: datetime, actor: str) -> ThrownAway:
    """Mark every visit that began since the rehearsal did, and lapse what is still open of them. Raises NotRehearsing.

    In slices of one short transaction each; the event comes last, so whoever is interrupted may simply end it again.
    """
    running = rehearsal_of(mall, at)
    if running is None:
        raise NotRehearsing
    return _end(mall, running, at, actor)


def end_forgotten_rehearsal(*, mall: Mall, at: datetime, actor: str) -> None:
    """A rehearsal of an older day that nobody ended is ended when it is seen: nothing depends on a job at midnight."""
    last = last_rehearsal(mall)
    if last is not None and not last.ended and rehearsal_of(mall, at) is None:
        _end(mall, last, at, actor)


def _end(mall: Mall, rehearsal: Rehearsal, at: datetime, actor: str) -> ThrownAway:
    visits = _visits(mall, rehearsal.since, rehearsal.day)
    with writing():
        visits.filter(rehearsal=False).update(rehearsal=True)
    lapsed = 0
    while True:
        with writing():
            still_open = Ticket.objects.filter(visit__in=visits, state__in=_OPEN).order_by("id")[:_SLICE]
            moved = [_throw_away(ticket, at, actor) for ticket in still_open]
            lapsed += sum(moved)
        if not any(moved):
            break
    with writing():
        result = ThrownAway(visits.count(), lapsed)
        event = RehearsalEnded(business_date=rehearsal.day.isoformat(), visits=result.visits, lapsed=lapsed)
        append(event, mall=mall.id, subject=mall.id, at=at, actor=actor)
    return result


def _visits(mall: Mall, since: datetime, day: date) -> QuerySet[Visit]:
    return Visit.objects.filter(mall=mall, business_date=day, began_at__gte=since)


def _throw_away(ticket: Ticket, at: datetime, actor: str) -> bool:
    event = TicketLapsed(line=ticket.line_id, reason=_REASON)
    try:
        TICKET.move(ticket, "end_day", at=at, actor=actor, event=event, end_reason=_REASON)
    except AlreadyMoved:
        return False
    return True
