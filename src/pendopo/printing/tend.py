"""Serve one printer: ask how it is, note it, and if it can print send it what waits, one paper after the other.

Nothing is claimed before the printer has said that it can print, so trouble costs no job and leaves no doubt: jobs simply wait
until they expire. Once a job is claimed it is sent at most once, whatever happens to printer, network or worker.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db.models import F

from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel import clock
from pendopo.printing.conversation import AwayReason, Conversation, PrinterAway, Status
from pendopo.printing.lifecycle import WAITING
from pendopo.printing.models import Printer, PrintJob
from pendopo.printing.note_printer import note_printer
from pendopo.printing.settle_job import expire_job, finish_job, lose_job, send_job

logger = logging.getLogger(__name__)

#: Composes the bytes of a job's paper, or None when there is nothing to print any more.
Compose = Callable[[PrintJob, datetime], bytes | None]


def tend(printer: Printer, *, compose: Compose, now: Callable[[], datetime] = clock.now) -> bool:
    """Returns whether it could be asked and nothing is left to print; False: come again in a while."""
    try:
        with Conversation(printer.host, printer.port, talks_back=printer.talks_back) as talk:
            return _serve(printer, talk, compose, now)
    except PrinterAway as away:
        _cannot(printer, away.reason, now())
        return False


def _serve(printer: Printer, talk: Conversation, compose: Compose, now: Callable[[], datetime]) -> bool:
    while True:
        status = talk.status()
        if not status.prints:
            _cannot(printer, status, now())
            return False
        note_printer(printer, status, at=now())
        job = _next_job(printer, now())
        if job is None:
            return True
        if not _print(job, talk, compose, now):
            # Whatever broke, a new conversation begins with asking.
            return False


def _next_job(printer: Printer, at: datetime) -> PrintJob | None:
    waiting = PrintJob.objects.filter(printer=printer, state=WAITING, expires_at__gt=at)
    return (
        waiting.select_related("printer__device", "printer__mall", "ticket__visit__mall__region", "ticket__service__agency")
        .order_by("made_at", "pk")
        .first()
    )


def _print(job: PrintJob, talk: Conversation, compose: Compose, now: Callable[[], datetime]) -> bool:
    """Whether the conversation may go on."""
    paper = _composed(job, compose, now())
    if paper is None:
        return True
    if not send_job(job, at=now()):
        return False
    lost = talk.send(paper)
    try:
        if lost is None:
            finish_job(job, at=now())
        else:
            lose_job(job, lost, at=now())
    except AlreadyMoved:
        logger.warning("a paper took so long that it was given up as unsure")
    return lost is None


def _composed(job: PrintJob, compose: Compose, at: datetime) -> bytes | None:
    """A paper that cannot be composed is out of the way of the others; nothing of it is printed."""
    reason = "number_over"
    try:
        paper = compose(job, at)
    except Exception:
        logger.exception("a paper could not be composed")
        paper, reason = None, "unprintable"
    if paper is None:
        expire_job(job, reason, at=at)
    return paper


def _cannot(printer: Printer, said: Status | AwayReason, at: datetime) -> None:
    note_printer(printer, said, at=at)
    PrintJob.objects.filter(printer=printer, state=WAITING).update(attempts=F("attempts") + 1)
