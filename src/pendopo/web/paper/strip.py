"""The ticket for a printer in the hall's network: a paper strip of 58 or 80 mm, in ordinary or large print."""

from datetime import datetime

import segno
from django.utils import timezone, translation
from django.utils.translation import gettext

from pendopo.kernel.clock import zone
from pendopo.kernel.errors import NotFound
from pendopo.printing.escpos import ROLLS, Strip
from pendopo.printing.models import Printer, PrintJob
from pendopo.printing.print_ticket import is_copy
from pendopo.web.components.formats import clock, long_date, written_language
from pendopo.web.paper.ticket import TicketPaper, ticket_paper

# Some 32 mm: a phone's camera reads it at arm's length, in the poor light of a hall.
_QR_DOTS = 256
_QR_BORDER = 2
_AIR, _BIT_OF_AIR = 24, 10


def compose(job: PrintJob, at: datetime) -> bytes | None:
    """The paper of a job, in its language and its mall's time; None when its number is over meanwhile."""
    printer = job.printer
    with translation.override(job.language), timezone.override(zone(printer.mall.time_zone)):
        if job.ticket is None:
            return _test_page(printer, job, at)
        try:
            paper = ticket_paper(job.ticket, at, origin=job.origin, copy=is_copy(job))
        except NotFound:
            return None
        return ticket_strip(paper, width_mm=printer.width_mm, large=job.large)


def ticket_strip(paper: TicketPaper, *, width_mm: int, large: bool) -> bytes:
    """In large print every word is twice as large and only what one needs in the hall is there: paper stays short enough to hold."""
    strip = Strip(ROLLS[width_mm])
    size = 2 if large else 1
    _head(strip, paper, size)
    _place(strip, paper, size)
    _waiting(strip, paper, size)
    _follow(strip, paper, size)
    if paper.bring and not large:
        strip.rule()
        strip.text(paper.bring_heading, bold=True, centred=False)
        for requirement in paper.bring:
            strip.item(requirement)
    strip.rule()
    strip.text(paper.taken)
    if paper.copy_mark:
        strip.text(paper.copy_mark)
    return strip.written()


def _head(strip: Strip, paper: TicketPaper, size: int) -> None:
    strip.text(paper.mall, bold=True, height=2 if size == 1 else size, size=1)
    strip.space(_BIT_OF_AIR)
    strip.text(paper.heading, size=size)
    largest = strip.roll.largest(paper.label)
    strip.text(paper.label, size=largest, height=min(8, largest + 1), bold=True)
    strip.space(_AIR)
    if paper.priority:
        strip.badge(paper.priority.upper(), size=2)
        strip.space(_BIT_OF_AIR)
    strip.text(paper.service, size=size)
    if size == 1:
        strip.text(paper.agency)


def _place(strip: Strip, paper: TicketPaper, size: int) -> None:
    strip.rule()
    where = [f"{paper.zone} - {paper.counters}"] if paper.counters else [paper.zone]
    if strip.roll.largest(where[0]) < 2:
        where = [paper.zone, paper.counters]
    for line in where:
        strip.text(line, size=2, height=2 if size == 1 else 3, bold=True)
    strip.text(paper.zone_name, size=size)
    if paper.zone_hint:
        strip.text(paper.zone_hint, size=size)


def _waiting(strip: Strip, paper: TicketPaper, size: int) -> None:
    if not paper.wait:
        return
    strip.rule()
    first, *rest = paper.wait
    strip.text(first, size=size, height=2, bold=True)
    # The last of several says when that was reckoned; in large print the day and time at the end must do.
    for line in rest if size == 1 or len(rest) == 1 else rest[:-1]:
        strip.text(line, size=size)


def _follow(strip: Strip, paper: TicketPaper, size: int) -> None:
    strip.rule()
    _qr(strip, paper.link)
    strip.text(paper.follow)
    strip.text(paper.code, size=min(2, strip.roll.largest(paper.code)), bold=True)
    strip.text(paper.proof)
    strip.rule()
    strip.text(paper.no_network, size=size, bold=True)
    if size == 1:
        strip.text(paper.missed)
    for other in paper.others:
        strip.text(other, size=size, centred=False)


def _qr(strip: Strip, text: str) -> None:
    code = segno.make(text, error="m", micro=False)
    cells = [[bool(cell) for cell in row] for row in code.matrix_iter(border=_QR_BORDER)]
    strip.picture(cells, dot=max(2, _QR_DOTS // len(cells)))


def _test_page(printer: Printer, job: PrintJob, at: datetime) -> bytes:
    """What somebody who sets up a printer wants to see: its width, its letters, its picture, its knife."""
    roll, language = ROLLS[printer.width_mm], written_language(job.language)
    strip = Strip(roll)
    strip.text(printer.mall.name, bold=True)
    strip.text(gettext("Test page"), size=2)
    strip.text(gettext("%(name)s, paper of %(width)s mm") % {"name": printer.device.name, "width": printer.width_mm})
    strip.rule()
    strip.text("A-047", size=roll.largest("A-047"), bold=True)
    _qr(strip, job.origin or "Pendopo")
    strip.rule()
    strip.text(gettext("The line above reaches from edge to edge, and the paper is cut below this sentence."))
    local = at.astimezone(zone(printer.mall.time_zone))
    strip.text(f"{long_date(local.date(), language=language)}, {clock(local, language=language)}")
    return strip.written()
