"""A few words from whoever runs the hall to one open counter, or to all of them."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.accounts.models import User
from pendopo.directory.models import Counter, Mall
from pendopo.journal.events import append
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import uuid7
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import MessageSent
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import DeskLease
from pendopo.queue.watch_models import DeskMessage

LONGEST = 200


class NobodyToTell(DomainError):
    code = "queue.nobody_to_tell"
    message = _("No counter is open there now, so nobody would read it.")


class NothingSaid(DomainError):
    code = "queue.nothing_said"
    status = 422
    message = _("Please write what the counters should read.")


@one_transaction
def message_desks(*, mall: Mall, text: str, sender: User, at: datetime, counter: Counter | None = None) -> int:
    """Say it at every open counter, or at this one; returns how many. It stays until it is read. Raises NobodyToTell, NothingSaid."""
    words = " ".join(text.split())[:LONGEST]
    if not words:
        raise NothingSaid
    leases = DeskLease.objects.filter(mall=mall, business_date=business_date(at, mall.time_zone)).exclude(
        state=LeaseState.CLOSED
    )
    if counter is not None:
        leases = leases.filter(counter=counter)
    told = [DeskMessage(mall=mall, lease=lease, text=words, sent_by=sender, sent_at=at) for lease in leases.order_by("pk")]
    if not told:
        raise NobodyToTell
    DeskMessage.objects.bulk_create(told)
    facts = MessageSent(counter=counter.id if counter else None, counters=len(told))
    append(facts, mall=mall.id, subject=uuid7(), at=at, actor=f"officer:{sender.id}")
    return len(told)


def read_message(*, desk: DeskLease, message: UUID, at: datetime) -> None:
    """The officer has read it: it leaves the desk. Nothing of it is an event."""
    DeskMessage.objects.filter(pk=message, lease=desk, read_at__isnull=True).update(read_at=at)
