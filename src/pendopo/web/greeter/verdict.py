"""What a scan says: one colour, one line, one reason. Held numbers join their lines on the way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pendopo.assistance.reads import kinds_asked_for
from pendopo.catalogue.models import PriorityClass
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import readable_code
from pendopo.kernel.steady_day import has_surely_begun
from pendopo.queue.check_in import HoldLapsed, check_in
from pendopo.queue.doors import NoSuchNumber, held_tickets
from pendopo.queue.hall_doors import looks_like_code, ticket_by_number, visit_in_hall
from pendopo.queue.models import TicketState, Visit
from pendopo.queue.reads.slip import Number, Slip, slip_of
from pendopo.queue.settle_visit import settle_visit
from pendopo.web.components.formats import clock, short_date, told_wait, written_language
from pendopo.web.components.words import PRIORITY_WORDS
from pendopo.web.counters import counter_range
from pendopo.web.greeter.room import Greeter

GOOD, INFO, WARN, BAD = "good", "info", "warn", "bad"
_LINK = re.compile(r"/t/([^/?#\s]+)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`tone` is colour and sound; `flags` are what to mind about this visitor; `numbers` those still good, the first to follow.

    `visit` is whose record the screen shows, None when it shows nobody's.
    """

    tone: str
    title: str
    reason: str
    label: str = ""
    code: str = ""
    numbers: tuple[Number, ...] = ()
    flags: tuple[str, ...] = ()
    status: int = 200
    visit: UUID | None = None

    @property
    def first(self) -> Number | None:
        return self.numbers[0] if self.numbers else None

    @property
    def readable_code(self) -> str:
        return readable_code(self.code) if self.code else ""


def examine(greeter: Greeter, typed: str) -> Verdict:
    """Look a scanned link, a code or a number up, and let what is held join its line. Twice says the same."""
    try:
        visit, wanted = _found(greeter, typed)
    except NotFound:
        return _unknown()
    except NoSuchNumber as error:
        return Verdict(BAD, _("Not a number of today"), str(error), status=error.status)
    today = business_date(greeter.now, greeter.mall.time_zone)
    sure = has_surely_begun(greeter.mall.time_zone, today)
    if visit.business_date != today:
        settle_visit(visit=visit, at=greeter.now, day_is_sure=sure)
        day = short_date(visit.business_date, language=written_language(get_language()))
        reason = _("The number is of %(day)s. Please give a new one for today.") % {"day": day}
        return Verdict(BAD, _("Of another day"), reason, status=409)
    joined, lapsed = _join(visit, greeter)
    settle_visit(visit=visit, at=greeter.now, day_is_sure=sure)
    return verdict_on(visit, greeter, wanted=wanted, joined=joined, lapsed=lapsed)


def verdict_on(
    visit: Visit, greeter: Greeter, *, wanted: object = None, joined: Sequence[str] = (), lapsed: DomainError | None = None
) -> Verdict:
    """How the visit stands now."""
    try:
        slip = slip_of(visit, greeter.now, ticket=wanted)  # type: ignore[arg-type]
    except NotFound:
        if lapsed:
            return Verdict(BAD, _("Held too long"), str(lapsed), status=409)
        return Verdict(BAD, _("This visit is over"), _("Please give a new number if the visitor needs one."), status=409)
    verdict = _of_state(slip, joined)
    return replace(
        verdict, label=slip.first.label, code=visit.code, visit=visit.pk, numbers=(slip.first, *slip.others),
        flags=(*_flags(visit), *([str(lapsed)] if lapsed else [])),
    )  # fmt: skip


def refused(error: DomainError) -> Verdict:
    if type(error) is NotFound:
        return _unknown()
    return Verdict(BAD, _("That was not possible"), str(error), status=error.status)


def where(number: Number) -> str:
    """Where to go: "Zona A, loket 1–3"."""
    facts = {"zone": number.zone_letter, "counters": counter_range(number.counters)}
    return _("Zone %(zone)s, counter %(counters)s") % facts if number.counters else _("Zone %(zone)s") % facts


def _found(greeter: Greeter, typed: str) -> tuple[Visit, object]:
    link = _LINK.search(typed)
    code = link[1] if link else typed
    if link or looks_like_code(code):
        return visit_in_hall(greeter.mall, code), None
    ticket = ticket_by_number(greeter.mall, code, greeter.now)
    return ticket.visit, ticket.id


def _join(visit: Visit, greeter: Greeter) -> tuple[list[str], HoldLapsed | None]:
    """Each held number for itself: one that was held too long does not keep the others from joining."""
    joined, lapsed = [], None
    for ticket in held_tickets(visit):
        try:
            check_in(
                ticket=ticket, through="greeter", actor=greeter.actor, at=greeter.at, command_key=greeter.key_for(ticket.id)
            )
            joined.append(ticket.label)
        except HoldLapsed as error:
            lapsed = error
    return joined, lapsed


def _of_state(slip: Slip, joined: Sequence[str]) -> Verdict:
    first = slip.first
    facts = {"number": first.label, "counter": first.counter, "where": where(first)}
    if first.called and first.state != TicketState.SERVING:
        return Verdict(WARN, _("Go to counter %(counter)s now") % facts, _("%(number)s is being called. %(where)s.") % facts)
    if first.state == TicketState.SERVING:
        return Verdict(INFO, _("Is served at counter %(counter)s") % facts, _("%(number)s is not in the line now.") % facts)
    if first.state == TicketState.MISSED:
        return Verdict(
            WARN, _("The call was missed"), _("Put %(number)s back in the line, if the visitor is here now.") % facts
        )
    if first.state == TicketState.PARKED:
        return Verdict(INFO, _("Set aside by the counter"), _("%(where)s will call %(number)s again.") % facts)
    if joined:
        numbers = ", ".join(joined)
        return Verdict(GOOD, _("%(numbers)s is in the line") % {"numbers": numbers}, _outlook(first))
    return Verdict(INFO, _("Already in the line"), _outlook(first))


def _outlook(number: Number) -> str:
    people = ngettext("%(count)s person ahead", "%(count)s people ahead", number.ahead) % {"count": number.ahead}
    wait = number.wait
    language = written_language(get_language())
    told = told_wait(wait.low, wait.high, late=wait.late, said=wait.said, language=language) if wait else ""
    return " · ".join(part for part in (where(number), people, told) if part)


def _flags(visit: Visit) -> tuple[str, ...]:
    flags = []
    if visit.priority not in (PriorityClass.NONE, PriorityClass.BOOKING):
        flags.append(str(PRIORITY_WORDS[visit.priority]))
    if visit.language != "id":
        flags.append(_("Speaks another language than Indonesian"))
    if visit.rehearsal:
        flags.append(_("Number of the rehearsal"))
    return (*flags, *(str(kind) for kind in kinds_asked_for(visit)))


def _unknown() -> Verdict:
    reason = _("Please compare the code sign by sign, or type the number instead.")
    return Verdict(BAD, _("Not known here"), reason, status=404)


def scanned_at(greeter: Greeter) -> str:
    return clock(timezone.localtime(greeter.at), language=written_language(get_language()))
