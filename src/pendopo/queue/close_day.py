"""End the business day by hand, of one line or of the whole hall: no further numbers, those who wait are served or sent home.

The counters are told. Ending what was ended changes nothing and tells nobody; `open_day_again` leads back.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.models import User
from pendopo.appointments.end_line_day import EndReason, end_line_day
from pendopo.appointments.models import LineDay
from pendopo.appointments.open_line_day import LineClosedToday, open_line_day
from pendopo.appointments.stop_issuing import DayIsOver
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.reads.day_left import left_of_day
from pendopo.queue.send_home import send_home
from pendopo.queue.tell_counters import tell_counters

SERVE, SEND_HOME = "serve", "send_home"


class SayWhoIsServed(DomainError):
    code = "queue.say_who_is_served"
    status = 422
    message = _("%(waiting)s visitors wait. Choose whether they are still served, then end the day.")


class NothingToEnd(DomainError):
    code = "queue.nothing_to_end"
    message = _("No line is open now; there is no day to end.")


@dataclass(frozen=True, slots=True)
class DayClosed:
    """`lines` whose day this ended, `sent_home` whose numbers it closed, `told` how many open counters read of it."""

    lines: int
    sent_home: int
    told: int


def close_day_of_line(*, line: Line, reason: str, waiting: str = "", person: User, at: datetime) -> DayClosed:
    """`waiting` is serve or send_home; it must be said when somebody waits. Raises SayWhoIsServed, DayIsOver, LineClosedToday."""
    actor = f"officer:{person.pk}"
    day = open_line_day(line=line, at=at)
    ended = _end(line, day, EndReason(reason), waiting, at, actor)
    sent = send_home(line_day=day, at=at, actor=actor)
    if not ended:
        return DayClosed(0, sent, 0)
    words = _words(line.name, EndReason(reason), waiting)
    return DayClosed(1, sent, tell_counters(mall=line.mall, text=words, sender=person, at=at, line=line))


def close_day_of_hall(*, mall: Mall, reason: str, waiting: str = "", person: User, at: datetime) -> DayClosed:
    """Every line that is open today, in one short transaction each; interrupted, it is simply said again.

    Raises SayWhoIsServed before anything is ended, NothingToEnd.
    """
    actor = f"officer:{person.pk}"
    left = left_of_day(mall, at)
    if left.waiting and waiting not in (SERVE, SEND_HOME):
        raise SayWhoIsServed(waiting=left.waiting)
    days = _open_days(mall, at)
    if not days:
        raise NothingToEnd
    ended = sum(_end(line, day, EndReason(reason), waiting or SERVE, at, actor) for line, day in days)
    sent = sum(send_home(line_day=day, at=at, actor=actor) for _line, day in days)
    if not ended:
        return DayClosed(0, sent, 0)
    with translation.override(settings.LANGUAGE_CODE):
        everywhere = gettext("The whole hall")
    words = _words(everywhere, EndReason(reason), waiting)
    return DayClosed(ended, sent, tell_counters(mall=mall, text=words, sender=person, at=at))


@one_transaction
def _end(line: Line, day: LineDay, reason: EndReason, waiting: str, at: datetime, actor: str) -> bool:
    ended = end_line_day(line_day=day, reason=reason, sends_home=waiting == SEND_HOME, at=at, actor=actor)
    # Counted when nobody can take a number any more.
    if ended and waiting not in (SERVE, SEND_HOME) and (left := left_of_day(line.mall, at, line=line)).waiting:
        raise SayWhoIsServed(waiting=left.waiting)
    return ended


def _open_days(mall: Mall, at: datetime) -> list[tuple[Line, LineDay]]:
    found = []
    for line in Line.objects.filter(mall=mall, active=True).select_related("mall", "agency").order_by("prefix"):
        with suppress(LineClosedToday, DayIsOver):
            day = open_line_day(line=line, at=at)
            if at < day.closes_at:
                found.append((line, day))
    return found


def _words(what: str, reason: EndReason, waiting: str) -> str:
    """For the counters, in the mall's own language whoever pressed."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"what": what, "reason": reason.label}
        if waiting == SEND_HOME:
            return gettext("%(what)s: the day is ended, %(reason)s. The numbers of those who wait were closed.") % facts
        return gettext("%(what)s: no more numbers today, %(reason)s. Please serve those who wait.") % facts
