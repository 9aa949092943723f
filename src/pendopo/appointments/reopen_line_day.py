"""Open a line's day again that was ended by hand: numbers go on where they stopped. Numbers that were closed stay closed."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.appointments.events import LineDayReopened
from pendopo.appointments.models import LineDay
from pendopo.appointments.stop_issuing import DayIsOver
from pendopo.journal.events import append
from pendopo.kernel.transactions import one_transaction


class ReopenReason(models.TextChoices):
    MISTAKE = "mistake", _("it was ended by mistake")
    MENDED = "mended", _("what stood against it is over")
    LONGER = "longer", _("officers serve longer after all")


@one_transaction
def reopen_line_day(*, line_day: LineDay, reason: str, at: datetime, actor: str) -> bool:
    """Returns whether it was ended; else nothing changes. Raises DayIsOver after the day's closing."""
    day = LineDay.objects.select_for_update().get(pk=line_day.pk)
    if at >= day.closes_at:
        raise DayIsOver
    if not day.ended:
        return False
    day.ended_at, day.end_reason, day.sends_home = None, "", False
    day.paused_until = None
    day.save(update_fields=["ended_at", "end_reason", "sends_home", "paused_until"])
    facts = LineDayReopened(day.line_id, day.business_date.isoformat(), ReopenReason(reason).value)
    append(facts, mall=day.mall_id, subject=day.id, at=at, actor=actor)
    return True
