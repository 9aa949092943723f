"""What every verb shares that brings a ticket to a counter or works on the one that is there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.transactions import writing
from pendopo.queue.doors import LeaseLost
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket


class CounterBusy(DomainError):
    code = "queue.counter_busy"
    message = _("%(ticket)s is still at this counter. Finish it first, then call the next visitor.")


class VisitElsewhere(DomainError):
    code = "queue.visit_elsewhere"
    message = _("This visitor is at another counter now. The number keeps its place; call the next visitor.")


class DeskPaused(DomainError):
    code = "queue.desk_paused"
    message = _("The counter is paused. End the pause first.")


def actor_of(desk: DeskLease) -> str:
    return f"officer:{desk.officer_id}"


def refuse_paused(desk: DeskLease) -> None:
    if desk.state == LeaseState.PAUSED:
        raise DeskPaused


def refuse_not_here(desk: DeskLease, ticket: Ticket) -> None:
    """Only the counter that holds a ticket may go on with it. Raises NotFound."""
    if ticket.counter_id != desk.counter_id or ticket.state not in AT_COUNTER:
        raise NotFound


def stays_open(desk: DeskLease) -> bool:
    """Whether the counter is open, and nobody closes it before this transaction is over: the hot call waits for it too.

    The lease's row comes before any ticket's, in every verb: so nobody waits in a circle.
    """
    found = DeskLease.objects.select_for_update().filter(pk=desk.pk).exclude(state=LeaseState.CLOSED)
    return found.values_list("pk").first() is not None


@contextmanager
def bringing_to_counter(desk: DeskLease) -> Iterator[None]:
    """A transaction in which the database may say that counter or visit is taken; its refusal becomes a sentence.

    Raises LeaseLost when the counter was closed in the meantime.
    """
    try:
        with writing():
            if not stays_open(desk):
                raise LeaseLost
            yield
    except IntegrityError as error:
        if "visit" in str(error):
            raise VisitElsewhere from error
        held = Ticket.objects.filter(counter=desk.counter_id, state__in=AT_COUNTER).first()
        if held is None:
            raise
        raise CounterBusy(ticket=held.label) from error
