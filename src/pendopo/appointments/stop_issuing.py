"""Stop giving numbers in a line for a while, and begin again. Numbers already taken stay valid."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.appointments.events import IssuingResumed, IssuingStopped
from pendopo.appointments.models import LineDay
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction


class StopReason(models.TextChoices):
    NO_OFFICER = "no_officer", _("nobody is at its counters just now")
    HALL_PAUSE = "hall_pause", _("the hall is on break")
    CROWDED = "crowded", _("as many people wait as can be served")
    TROUBLE = "trouble", _("a technical trouble is being mended")


class DayIsOver(DomainError):
    code = "appointments.day_is_over"
    message = _("This line has closed for the day; there is nothing to stop.")


class DayWasEnded(DomainError):
    code = "appointments.day_was_ended"
    message = _("The day of this line was ended. Open it again in the live hall, with the reason.")


@one_transaction
def stop_issuing(*, line_day: LineDay, until: datetime, reason: str, at: datetime, actor: str) -> LineDay:
    """Give no numbers before `until` (at the latest the day's closing); a day that was ended stays so. Raises DayIsOver."""
    day = LineDay.objects.select_for_update().get(pk=line_day.pk)
    if at >= day.closes_at:
        raise DayIsOver
    if day.ended:
        return day
    day.paused_until, day.pause_reason = min(until, day.closes_at), StopReason(reason).value
    day.save(update_fields=["paused_until", "pause_reason"])
    facts = IssuingStopped(day.line_id, day.business_date.isoformat(), day.paused_until, day.pause_reason)
    append(facts, mall=day.mall_id, subject=day.id, at=at, actor=actor)
    return day


@one_transaction
def resume_issuing(*, line_day: LineDay, at: datetime, actor: str) -> LineDay:
    """Give numbers again at once; doing it twice changes nothing. Raises DayWasEnded."""
    day = LineDay.objects.select_for_update().get(pk=line_day.pk)
    if day.paused_until is None or day.paused_until <= at:
        return day
    if day.ended:
        raise DayWasEnded
    day.paused_until, day.pause_reason = None, ""
    day.save(update_fields=["paused_until", "pause_reason"])
    append(IssuingResumed(day.line_id, day.business_date.isoformat()), mall=day.mall_id, subject=day.id, at=at, actor=actor)
    return day
