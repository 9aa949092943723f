"""Ask for paper: the number itself once, copies of it when somebody asks, a test page.

Nothing is sent here. The job is a row; the pressroom hears of it within a few hundredths of a second.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction, writing
from pendopo.printing.events import JobMade
from pendopo.printing.models import LEFT, OPEN, PAPERS_AT_MOST, JobState, Printer, PrintJob
from pendopo.queue.models import FINAL, Ticket

#: A visitor has long gone to sit down: paper that comes later would be taken by the next one.
PAPER_IS_OF_USE_FOR = timedelta(seconds=60)
#: At the kiosk a number is printed again only while the one who took it still stands there.
AGAIN_WITHIN = timedelta(seconds=60)
#: The number itself, and three copies of it.
_PRINTED_AT_MOST = 4


class NumberIsOver(DomainError):
    code = "printing.number_is_over"
    message = _("Number %(number)s is over, so it is not printed any more.")


class EnoughCopies(DomainError):
    code = "printing.enough_copies"
    message = _("Number %(number)s has been printed often enough. Please write it down, or show it on a phone.")


class NoPrinterHere(DomainError):
    code = "printing.no_printer_here"
    message = _("There is no printer for this number. Please show it on the screen or a phone.")


class StoodTooLong(DomainError):
    code = "printing.stood_too_long"
    message = _("This screen prints a number again only within a minute. The officer at the entrance can print yours.")


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper is written. `origin` is where a phone reaches the pages."""

    language: str
    large: bool
    origin: str


def print_ticket(
    *, ticket: Ticket, printer: Printer, at: datetime, actor: str, language: str = "id", large: bool = False, origin: str = ""
) -> PrintJob:
    """The number's own paper. Asked twice, it is the same job. Raises NumberIsOver."""
    if first := PrintJob.objects.filter(ticket=ticket, copy=0).first():
        return first
    try:
        return _make(ticket, printer, 0, Look(language, large, origin), at, actor)
    except IntegrityError:
        # Pressed twice at once: the other press made it.
        return PrintJob.objects.get(ticket=ticket, copy=0)


def print_again(
    *, ticket: Ticket, at: datetime, actor: str, printer: Printer | None = None, by_visitor: bool = False,
    language: str | None = None, large: bool | None = None, origin: str = "", command_key: UUID | None = None,
) -> PrintJob:  # fmt: skip
    """The same number once more, where it came out before unless `printer` is given. If a paper may be in somebody's hand already,
    this one says that it is a copy.

    While a paper is on its way there is no other. Raises NumberIsOver, EnoughCopies, NoPrinterHere, StoodTooLong.
    """
    if by_visitor and at - max(ticket.taken_at, ticket.joined_at) > AGAIN_WITHIN:
        raise StoodTooLong
    last = PrintJob.objects.filter(ticket=ticket).select_related("printer__device").order_by("-copy").first()
    if last is not None and last.state in OPEN:
        return last
    chosen = printer or (last.printer if last and last.printer.device.revoked_at is None else None)
    if chosen is None:
        raise NoPrinterHere
    if _too_many(ticket, last):
        raise EnoughCopies(number=ticket.label)
    copy = last.copy + 1 if last else 0
    same = Look(
        language=language or (last.language if last else ticket.visit.language),
        large=large if large is not None else bool(last and last.large),
        origin=origin or (last.origin if last else ""),
    )
    try:
        return _make(ticket, chosen, copy, same, at, actor, command_key)
    except IntegrityError:
        return PrintJob.objects.filter(ticket=ticket).order_by("-copy")[0]


def is_copy(job: PrintJob) -> bool:
    """Whether a paper of the same number may be in somebody's hand already. What expired never left."""
    if job.ticket_id is None or job.copy == 0:
        return False
    return PrintJob.objects.filter(ticket=job.ticket_id, copy__lt=job.copy, state__in=LEFT).exists()


def _too_many(ticket: Ticket, last: PrintJob | None) -> bool:
    if last is None:
        return False
    left = PrintJob.objects.filter(ticket=ticket, state__in=LEFT).count()
    return left >= _PRINTED_AT_MOST or last.copy + 1 >= PAPERS_AT_MOST


@one_transaction
def print_test_page(*, printer: Printer, at: datetime, actor: str, language: str = "id", origin: str = "") -> PrintJob:
    """A paper without a number, to see whether any comes."""
    waiting = PrintJob.objects.filter(printer=printer, ticket=None, state__in=OPEN).first()
    return waiting or _written(None, printer, 0, Look(language, False, origin), at, actor)


def _make(
    ticket: Ticket, printer: Printer, copy: int, look: Look, at: datetime, actor: str, command_key: UUID | None = None
) -> PrintJob:
    with writing():
        if ticket.state in FINAL:
            raise NumberIsOver(number=ticket.label)
        return _written(ticket, printer, copy, look, at, actor, command_key)


def _written(
    ticket: Ticket | None, printer: Printer, copy: int, look: Look, at: datetime, actor: str, command_key: UUID | None = None
) -> PrintJob:
    ticket_id: UUID | None = ticket.id if ticket else None
    expires_at = at + PAPER_IS_OF_USE_FOR
    job = PrintJob.objects.create(
        mall_id=printer.mall_id, printer=printer, ticket=ticket, copy=copy, large=look.large, language=look.language, origin=look.origin,
        state=JobState.WAITING, changed_at=at, made_at=at, expires_at=expires_at,
    )  # fmt: skip
    made = JobMade(ticket=ticket_id, printer=printer.pk, copy=copy, large=look.large, expires_at=expires_at)
    append(made, mall=printer.mall_id, subject=job.id, at=at, actor=actor, command_key=command_key)
    return job
