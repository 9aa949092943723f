"""What the live hall calls things: states of counters, and each trouble as a title and a sentence."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pendopo.directory.models import Device
from pendopo.printing.models import Printer
from pendopo.printing.words import advice_for, printer_says
from pendopo.queue.reads.live_hall import CounterNow, CounterState, LineNow
from pendopo.web.components.formats import clock, day_and_clock, written_language

Words = tuple[str | Promise, str | Promise]

SYMBOLS: dict[CounterState, str] = {
    CounterState.SERVING: "user-check",
    CounterState.LONG: "clock-alert",
    CounterState.READY: "circle-check",
    CounterState.PAUSED: "coffee",
    CounterState.ABSENT: "user-x",
    CounterState.OFF: "door-closed",
}
STATE_WORDS: dict[CounterState, Promise] = {
    CounterState.SERVING: _("serving"),
    CounterState.LONG: _("longer than usual"),
    CounterState.READY: _("ready"),
    CounterState.PAUSED: _("paused"),
    CounterState.ABSENT: _("empty, nobody said why"),
    CounterState.OFF: _("closed, with a reason"),
}


def at_clock(at: datetime) -> str:
    return clock(localtime(at), language=_language())


def now_words(counter: CounterNow) -> str:
    """The last line of a counter's tile."""
    if counter.state is CounterState.READY:
        return (
            gettext("quiet since %(at)s") % {"at": at_clock(counter.quiet_since)} if counter.quiet_since else gettext("ready")
        )
    if counter.state is CounterState.PAUSED:
        return gettext("paused until %(at)s") % {"at": at_clock(counter.back_at)} if counter.back_at else gettext("paused")
    if counter.state is CounterState.ABSENT:
        return gettext("empty %(minutes)s min") % {"minutes": counter.minutes} if counter.silent else gettext("not opened")
    if counter.state is CounterState.OFF:
        return str(counter.door.reason) or gettext("off duty")
    return ""


def help_words(counter: CounterNow, at: datetime) -> Words:
    facts = {"number": counter.number, "officer": counter.officer, "agency": counter.agency, "at": at_clock(at)}
    return gettext("Counter %(number)s asks for help") % facts, gettext("%(officer)s, %(agency)s, since %(at)s.") % facts


def counter_words(counter: CounterNow) -> Words:
    facts = {"number": counter.number, "minutes": counter.minutes, "agency": counter.agency}
    title = (
        gettext("Counter %(number)s empty for %(minutes)s min") if counter.silent else gettext("Counter %(number)s not opened")
    )
    since = gettext("somebody should be there since %(at)s") % {"at": at_clock(counter.since)} if counter.since else ""
    parts = (counter.agency, since, people_wait(counter.waiting) if counter.waiting else "")
    return title % facts, ", ".join(part for part in parts if part) + "."


def line_words(line: LineNow) -> Words:
    facts = {
        "minutes": line.longest_minutes,
        "prefix": line.prefix,
        "name": line.name,
        "number": line.longest,
        "most": line.too_long,
    }
    return (
        gettext("%(number)s has waited %(minutes)s min") % facts,
        gettext("%(name)s: too long from %(most)s min on. ") % facts + people_wait(line.waiting) + ".",
    )


def stopped_words(line: LineNow) -> Words:
    facts = {"prefix": line.prefix, "name": line.name, "reason": line.issuing.reason, "at": _until(line)}
    said = gettext("Until %(at)s: %(reason)s.") if facts["at"] else gettext("%(reason)s.")
    return gettext("%(name)s gives no numbers") % facts, said % facts + (
        f" {people_wait(line.waiting)}." if line.waiting else ""
    )


def device_words(device: Device, *, printer: Printer | None = None, mute: bool = False) -> Words:
    if printer is not None:
        return printer_says(device.name, printer.state, printer.reason), advice_for(printer.state, printer.width_mm)
    facts = {"name": device.name, "at": at_clock(device.last_seen_at) if device.last_seen_at else ""}
    if mute:
        return gettext("%(name)s cannot be heard") % facts, gettext("Press “Enable sound” on it, or turn its loudspeaker up.")
    title = gettext("%(name)s silent since %(at)s") if facts["at"] else gettext("%(name)s was never heard from")
    return title % facts, gettext("See whether it is switched on and has a network.")


def people_wait(count: int) -> str:
    return ngettext("%(count)s person waits", "%(count)s people wait", count) % {"count": count}


def _until(line: LineNow) -> str:
    until = line.issuing.until
    return day_and_clock(localtime(until), today=line.issuing.business_date, language=_language()) if until else ""


def _language() -> str:
    return written_language(get_language())
