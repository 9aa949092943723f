"""End a line's day before its closing: no number of it is given any more today, until somebody opens it again.

It is a stop of issuing that lasts to the end of the day, so the hot statement knows it already: whoever takes a number and whoever
ends the day write the same row, and the later one finds what the earlier one did.
"""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.appointments.events import LineDayEnded
from pendopo.appointments.models import LineDay
from pendopo.appointments.stop_issuing import DayIsOver
from pendopo.journal.events import append
from pendopo.kernel.transactions import one_transaction

# Beyond any closing of that business date, also one that is put off later.
_TO_THE_END = timedelta(days=1)


class EndReason(models.TextChoices):
    """Why a day ended early; visitors read it. `queue.send_home` keeps it with each number that it closes."""

    NO_OFFICER = "no_officer", _("its officers had to leave")
    CROWDED = "crowded", _("more people wait than can be served today")
    TROUBLE = "trouble", _("a technical trouble cannot be mended today")
    EVENT = "event", _("an official event takes the rest of the day")
    SAFETY = "safety", _("the building has to be left")


@one_transaction
def end_line_day(*, line_day: LineDay, reason: str, sends_home: bool, at: datetime, actor: str) -> bool:
    """Returns whether this ended it. Ending it again changes nothing, except that those who wait may be sent home after all.

    Raises DayIsOver.
    """
    day = LineDay.objects.select_for_update().get(pk=line_day.pk)
    if at >= day.closes_at:
        raise DayIsOver
    if day.ended and day.sends_home >= sends_home:
        return False
    day.ended_at, day.end_reason, day.sends_home = day.ended_at or at, EndReason(reason).value, sends_home
    day.paused_until, day.pause_reason = day.closes_at + _TO_THE_END, ""
    day.save(update_fields=["ended_at", "end_reason", "sends_home", "paused_until", "pause_reason"])
    facts = LineDayEnded(day.line_id, day.business_date.isoformat(), day.end_reason, sends_home)
    append(facts, mall=day.mall_id, subject=day.id, at=at, actor=actor)
    return True
