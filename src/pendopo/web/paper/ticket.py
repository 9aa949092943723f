"""What stands on a ticket of paper."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext

from pendopo.catalogue.models import PriorityClass, ServiceStandard
from pendopo.catalogue.reads import in_force
from pendopo.kernel.clock import business_date
from pendopo.kernel.identifiers import readable_code
from pendopo.privacy.proof import proof_word
from pendopo.queue.models import Ticket, TicketState
from pendopo.queue.reads.slip import Number, Slip, slip_of
from pendopo.web.components.formats import clock, long_date, written_language
from pendopo.web.counters import counter_range
from pendopo.web.kiosk.words import LONG_WAIT, minutes

_BRING_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """A ticket as it is printed: sentences in the visitor's language. An empty one is left away.

    `wait` are lines that belong together; `bring` the first requirements of the service; `link` the QR code's address; `proof` shows
    that somebody holds the paper and not only the link; `no_network` what to do without one; `copy_mark` says that a paper of this
    number was printed before.
    """

    mall: str
    place: str
    heading: str
    label: str
    priority: str
    service: str
    agency: str
    zone: str
    counters: str
    zone_name: str
    zone_hint: str
    wait: tuple[str, ...]
    link: str
    follow: str
    code: str
    proof: str
    no_network: str
    missed: str
    bring_heading: str
    bring: tuple[str, ...]
    others: tuple[str, ...]
    taken: str
    copy_mark: str


def ticket_paper(ticket: Ticket, at: datetime, *, origin: str, copy: bool = False) -> TicketPaper:
    """In the language and time zone that are active. Seven queries. Raises NotFound when the number is over."""
    slip = slip_of(ticket.visit, at, ticket=ticket.id)
    return paper_of_slip(slip, ticket, at, link=f"{origin}/t/{slip.code}", copy=copy)


def paper_of_slip(slip: Slip, ticket: Ticket, at: datetime, *, link: str, copy: bool = False) -> TicketPaper:
    """The paper of what the kiosk shows already; one query."""
    number, language = slip.first, written_language(get_language())
    mall, letter = ticket.visit.mall, number.zone_letter
    requirements = _requirements(ticket, at)
    return TicketPaper(
        mall=mall.name, place=mall.region.name,
        heading=gettext("You are being called") if number.called else gettext("Your number"),
        label=number.label,
        priority=gettext("Priority") if ticket.priority not in ("", PriorityClass.NONE, PriorityClass.BOOKING) else "",
        service=number.service, agency=ticket.service.agency.short_name,
        zone=_zone(number), counters=_counters(number), zone_name=number.zone_name, zone_hint=_hint(number, mall_site=number.place),
        wait=() if number.called else _wait(number, at, language),
        link=link, follow=gettext("Follow your number on your phone"), code=readable_code(slip.code),
        proof=gettext("Proof word %(word)s") % {"word": proof_word(ticket.visit_id)},
        no_network=gettext("No internet? Listen for your number and look at the screen of zone %(letter)s.") % {"letter": letter},
        missed=gettext("If you miss the call, tell the officer: your number is not lost."),
        bring_heading=gettext("Have ready at the counter") if requirements else "", bring=requirements,
        others=tuple(f"{other.label}  {other.service} ({_zone(other)})" for other in slip.others),
        taken=f"{long_date(localtime(ticket.taken_at).date(), language=language)}, {clock(localtime(ticket.taken_at), language=language)}",
        copy_mark=gettext("Printed again: the same number") if copy else "",
    )  # fmt: skip


def _zone(number: Number) -> str:
    return gettext("Zone %(letter)s") % {"letter": number.zone_letter}


def _counters(number: Number) -> str:
    counter = counter_range((number.counter,) if number.called else number.counters)
    return gettext("Counter %(counter)s") % {"counter": counter} if counter else ""


def _hint(number: Number, *, mall_site: str) -> str:
    floor = gettext("floor %(floor)s") % {"floor": number.floor} if number.floor else ""
    return ", ".join(filter(None, [mall_site, floor, number.zone_hint]))


def _wait(number: Number, at: datetime, language: str) -> tuple[str, ...]:
    """How many are before this number, how long that takes, and what the clock will say: a minute on paper grows old."""
    if number.state == TicketState.MISSED:
        return (gettext("Your call was missed. Please tell the officer in the zone that you are here."),)
    if number.state == TicketState.PARKED:
        return (gettext("Your number is set aside for you. Please tell the officer at the counter that you are back."),)
    if not number.ahead:
        return (gettext("You are next"),)
    ahead = ngettext("%(count)s person ahead of you", "%(count)s people ahead of you", number.ahead) % {"count": number.ahead}
    wait = number.wait
    if wait is None or not wait.in_minutes:
        # Nobody serves yet, it is too late for today, or the estimates were lately wrong: a paper cannot take it back.
        return tuple(filter(None, [ahead, minutes(wait) if wait and wait.late else ""]))
    told = [ahead, gettext("About %(wait)s") % {"wait": minutes(wait)}]
    if wait.low < LONG_WAIT:
        begins, ends = (localtime(at + timedelta(minutes=waits)) for waits in (wait.low, wait.high))
        told.append(
            gettext("Called at about %(from)s to %(until)s")
            % {"from": clock(begins, language=language), "until": clock(ends, language=language)}
        )
    return (*told, gettext("As reckoned at %(now)s") % {"now": clock(localtime(at), language=language)})


def _requirements(ticket: Ticket, at: datetime) -> tuple[str, ...]:
    today = business_date(at, ticket.visit.mall.time_zone)
    standard = in_force(ServiceStandard.objects.filter(service=ticket.service_id), today)
    return tuple(str(each) for each in standard.requirements[:_BRING_AT_MOST]) if standard else ()
