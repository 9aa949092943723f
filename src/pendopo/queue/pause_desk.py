"""Pause a counter with a reason and a time of return, and come back."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import DeskPaused, DeskReturned
from pendopo.queue.holding import CounterBusy, actor_of, stays_open
from pendopo.queue.lifecycle import LEASE
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket


class PauseReason(models.TextChoices):
    REST = "rest", _("Short break")
    PRAYER = "prayer", _("Prayer")
    MEAL = "meal", _("Meal")
    MEETING = "meeting", _("Meeting")
    SYSTEM = "system", _("System is being repaired")
    OTHER = "other", _("Something else")


@one_transaction
def pause_desk(
    *, desk: DeskLease, reason: str, at: datetime, back_at: datetime | None = None, command_key: UUID | None = None
) -> DeskLease:
    """Raises CounterBusy while a visitor is at the counter."""
    stays_open(desk)  # Who is being called here arrives first, or not at all.
    held = Ticket.objects.filter(counter=desk.counter_id, state__in=AT_COUNTER).first()
    if held:
        raise CounterBusy(ticket=held.label)
    reason = PauseReason(reason)
    event = DeskPaused(counter=desk.counter_id, reason=str(reason), back_at=back_at)
    LEASE.move(
        desk, "pause", at=at, actor=actor_of(desk), event=event, command_key=command_key, pause_reason=str(reason),
        back_at=back_at,
    )  # fmt: skip
    return desk


@one_transaction
def return_to_desk(*, desk: DeskLease, at: datetime, command_key: UUID | None = None) -> DeskLease:
    event = DeskReturned(counter=desk.counter_id)
    LEASE.move(desk, "return", at=at, actor=actor_of(desk), event=event, command_key=command_key, pause_reason="", back_at=None)
    return desk
