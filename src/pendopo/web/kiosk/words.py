"""What the kiosk says of a line: closed and until when, who is there, how long it takes. Sentences a good officer would say."""

from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext

from pendopo.appointments.reads import IssuingKind
from pendopo.queue.presence import Attendance
from pendopo.queue.reads.kiosk import Offer
from pendopo.queue.reads.load import LineLoad
from pendopo.queue.wait import WaitRange
from pendopo.web.components.formats import day_and_clock, told_wait, written_language
from pendopo.web.issuing import why_not

#: Minutes from which a wait is said in hours.
LONG_WAIT = 120


def when(at: datetime, today: date) -> str:
    """ "13.00", "besok 08.00": in the language of the screen. Expects the mall's time."""
    return day_and_clock(at, today=today, language=_language())


def minutes(wait: WaitRange) -> str:
    """The range; beyond two hours nobody can say more than that. Empty where no minutes are told."""
    if wait.in_minutes and wait.low >= LONG_WAIT:
        hours = wait.low // 60
        return ngettext("more than %(hours)s hour", "more than %(hours)s hours", hours) % {"hours": hours}
    return told_wait(wait.low, wait.high, late=wait.late, said=wait.said, language=_language())


def beyond_minutes(wait: WaitRange) -> bool:
    """Whether the wait is said in words rather than in minutes."""
    return wait.late or wait.low >= LONG_WAIT


def nobody_there(load: LineLoad, today: date) -> str:
    """What to know when no counter of the line serves now; empty when one does."""
    there = load.presence
    at = when(localtime(there.at), today) if there.at else ""
    if there.kind is Attendance.SERVED:
        return ""
    if there.kind is Attendance.AWAY:
        away = (
            gettext("The officer is away until about %(back)s") if at else gettext("The officer has stepped away for a moment")
        )
        return away % {"back": at}
    if there.kind is Attendance.LATE and at:
        return gettext("No officer at the counter; somebody should be there since %(since)s") % {"since": at}
    if there.kind is Attendance.COMING:
        return gettext("An officer comes at %(at)s") % {"at": at}
    return gettext("No officer at the counter yet")


def tile_words(offer: Offer, today: date, *, hall_closed: bool = False) -> str:
    """The line below a service's name. In a closed hall the page says why once, the tiles only until when."""
    if offer.issuing is None or offer.load is None:
        return gettext("Needs no number")
    if hall_closed and offer.issuing.kind is IssuingKind.CLOSED and offer.issuing.until:
        return gettext("Open again %(again)s") % {"again": when(offer.issuing.until, today)}
    if not offer.giving:
        return why_not(offer.issuing, today)
    if offer.load.wait is None or not offer.load.open_counters:
        return nobody_there(offer.load, today)
    if offer.load.wait.at_once:
        return gettext("Served at once")
    return " · ".join(word for word in (minutes(offer.load.wait), people(offer.load.ahead)) if word)


def people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _language() -> str:
    return written_language(get_language())
