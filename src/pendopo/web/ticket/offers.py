"""What the phone says of a line before a number is taken, and the lists of services to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, gettext, ngettext

from pendopo.catalogue.search import finder_of
from pendopo.directory.models import Mall
from pendopo.queue.reads.kiosk import Offer, kiosk_found, kiosk_start
from pendopo.queue.reads.load import LineLoad
from pendopo.web.components.formats import told_wait, written_language
from pendopo.web.issuing import why_not

_FOUND_AT_MOST = 12
_POPULAR = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A service to choose. `closed` says why no number is given now."""

    code: str
    name: str
    agency: str
    zone: str
    wait: str
    closed: str


@dataclass(frozen=True, slots=True)
class Choices:
    """`near` are words that might have been meant when nothing was found."""

    question: str
    found: bool
    choices: tuple[Choice, ...]
    near: tuple[str, ...]


def choices(mall: Mall, question: str, at: datetime, today: date) -> Choices:
    """The answer to a question, or what most people take at this hour."""
    if not question.strip():
        return Choices("", True, tuple(_choice(offer, today) for offer in kiosk_start(mall, at).offers[:_POPULAR]), ())
    found = finder_of(mall, at).find(question[:120])
    offers = kiosk_found(mall, [hit.code for hit in found.hits[:_FOUND_AT_MOST]], at)
    return Choices(found.question, bool(offers), tuple(_choices(offers, today)), found.near)


def _choices(offers: Iterable[Offer], today: date) -> Iterable[Choice]:
    return (_choice(offer, today) for offer in offers)


def _choice(offer: Offer, today: date) -> Choice:
    if offer.issuing is None or offer.load is None:
        closed, wait = gettext("No number is needed"), ""
    else:
        closed, wait = why_not(offer.issuing, today), " · ".join(reversed(busy_words(offer.load)))
    return Choice(offer.code, offer.name, offer.agency, offer.zone_letter, wait, closed)


def busy_words(load: LineLoad) -> tuple[str, ...]:
    """How busy a line is for who joins now, most telling first: "15–40 menit", "4 orang menunggu"."""
    people = ngettext("%(count)s person waiting", "%(count)s people waiting", load.ahead) % {"count": load.ahead}
    if load.wait is None:
        first = gettext("No counter is open yet")
    elif not load.wait.said:
        return (people,) if load.ahead else (gettext("Nobody is waiting"),)
    elif load.wait.at_once:
        first = gettext("Nobody is waiting")
    else:
        wait, language = load.wait, written_language(get_language())
        first = told_wait(wait.low, wait.high, late=wait.late, said=wait.said, language=language)
    return (first, people) if load.ahead else (first,)
