"""End sessions from elsewhere: the browser finds nobody signed in, and a counter that was opened in it is closed at once."""

from datetime import datetime
from uuid import UUID

from pendopo.accounts import sessions
from pendopo.accounts.models import User
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import DeskLease
from pendopo.queue.sign_off import sign_off


@one_transaction
def end_sessions(*, person: User, at: datetime, actor: str, only: UUID | None = None, but: str | None = None) -> int:
    """End the one place, or all, or all but the browser with the session key `but`; returns how many counters were closed.

    Where all are ended, every counter of the person closes, whatever session it was opened in.
    """
    leases = sessions.end_sessions(person=person, at=at, actor=actor, only=only, but=but)
    if only is None and but is None:
        mine = DeskLease.objects.filter(officer=person).exclude(state=LeaseState.CLOSED)
        leases |= frozenset(mine.values_list("pk", flat=True))
    mine_only = DeskLease.objects.filter(pk__in=leases, officer=person).order_by("pk").values_list("pk", flat=True)
    return sum(sign_off(lease=lease, at=at, actor=actor, reason="session_ended") for lease in mine_only)
