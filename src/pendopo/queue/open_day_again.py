"""Open the day again that somebody ended by hand: numbers go on where they stopped, and the counters are told."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from pendopo.accounts.models import User
from pendopo.appointments.models import LineDay
from pendopo.appointments.reopen_line_day import ReopenReason, reopen_line_day
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.queue.tell_counters import tell_counters


def open_day_again(*, mall: Mall, reason: str, person: User, at: datetime, line: Line | None = None) -> int:
    """Of this line, or of every one whose day was ended; returns how many open again. Nothing when none was ended.

    Numbers that were closed stay closed. Raises DayIsOver when the line's hours are over.
    """
    why = ReopenReason(reason)
    days = LineDay.objects.filter(mall=mall, business_date=business_date(at, mall.time_zone), ended_at__isnull=False)
    days = days.filter(line=line) if line else days.filter(closes_at__gt=at)
    again = sum(
        reopen_line_day(line_day=day, reason=why, at=at, actor=f"officer:{person.pk}")
        for day in days.order_by("line__prefix", "pk")
    )
    if again:
        with translation.override(settings.LANGUAGE_CODE):
            what = line.name if line else gettext("The whole hall")
            words = gettext("%(what)s: numbers are given again, %(reason)s.") % {"what": what, "reason": why.label}
        tell_counters(mall=mall, text=words, sender=person, at=at, line=line)
    return again
