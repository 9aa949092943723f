"""Steps of a job: sent, printed, unsure, expired. Each in a transaction of its own, none open while bytes travel."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError

from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.transactions import one_transaction, writing
from pendopo.printing.conversation import SENDING_AT_MOST_SECONDS, LossReason
from pendopo.printing.events import JobExpired, JobPrinted, JobSent, JobUnsure
from pendopo.printing.lifecycle import JOB, SENDING, WAITING
from pendopo.printing.models import PrintJob
from pendopo.queue.show_ticket import show_ticket

_SENDING_AT_MOST = timedelta(seconds=SENDING_AT_MOST_SECONDS)


def send_job(job: PrintJob, *, at: datetime) -> bool:
    """Claim the job and, with it, its printer. False: somebody else prints it, or something else there. Commit before any byte leaves."""
    try:
        with writing():
            attempts = job.attempts + 1
            sent = JobSent(ticket=job.ticket_id, printer=job.printer_id, attempts=attempts)
            JOB.move(job, "send", at=at, actor="system", event=sent, attempts=attempts)
    except (AlreadyMoved, IntegrityError):
        return False
    return True


@one_transaction
def finish_job(job: PrintJob, *, at: datetime) -> None:
    """The paper is out, so the number counts."""
    JOB.move(job, "finish", at=at, actor="system", event=JobPrinted(ticket=job.ticket_id, printer=job.printer_id))
    if job.ticket is not None:
        show_ticket(ticket=job.ticket, actor=f"device:{job.printer_id}", at=at)


@one_transaction
def lose_job(job: PrintJob, reason: LossReason, *, at: datetime) -> None:
    lost = JobUnsure(ticket=job.ticket_id, printer=job.printer_id, reason=reason.value)
    JOB.move(job, "lose", at=at, actor="system", event=lost, reason=reason.value)


@one_transaction
def expire_job(job: PrintJob, reason: str, *, at: datetime) -> None:
    expired = JobExpired(ticket=job.ticket_id, printer=job.printer_id, reason=reason)
    JOB.move(job, "expire", at=at, actor="system", event=expired, reason=reason)


def settle_old_jobs(*, at: datetime) -> int:
    """What waited too long expires; what was being sent when its worker died is unsure. Returns how many; one query when none."""
    waited = PrintJob.objects.filter(state=WAITING, expires_at__lte=at)
    sent = PrintJob.objects.filter(state=SENDING, changed_at__lte=at - _SENDING_AT_MOST)
    settled = 0
    for job in _in_order(waited | sent):
        try:
            if job.state == WAITING:
                expire_job(job, "too_late", at=at)
            else:
                lose_job(job, LossReason.WORKER_LOST, at=at)
        except AlreadyMoved:
            continue
        settled += 1
    return settled


def _in_order(jobs: Iterable[PrintJob]) -> list[PrintJob]:
    return sorted(jobs, key=lambda job: (job.made_at, job.pk))
