"""Close the counters of those who may not be there any more: nobody is asked, and nobody who waits is lost."""

from datetime import datetime
from uuid import UUID

from pendopo.directory.models import Mall
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.events import DeskClosed
from pendopo.queue.lifecycle import LEASE, LeaseState
from pendopo.queue.models import DeskLease
from pendopo.queue.put_back import put_back
from pendopo.queue.release_reserved import release_reserved
from pendopo.queue.signs_of_life import leave
from pendopo.queue.still_posted import STILL_POSTED


def sign_off_who_left(*, mall: Mall, at: datetime, actor: str) -> int:
    """Sign off everybody in the mall whose right to the open counter has ended; returns how many.

    Safe to run at any time, by several at once. For after a change of posts, whoever made it: the hot call refuses them already.
    """
    leases = DeskLease.objects.filter(mall=mall).exclude(state=LeaseState.CLOSED).exclude(STILL_POSTED)
    return sum(sign_off(lease=lease, at=at, actor=actor) for lease in leases.order_by("pk").values_list("pk", flat=True))


@one_transaction
def sign_off(*, lease: UUID, at: datetime, actor: str, reason: str = "post_ended") -> bool:
    """Close this one; returns whether it was open. `actor` is who ended the right, or needs the counter (`reason` day_over).

    Whoever is at the counter, also in the middle of a service, goes back to the old place in the line, for the officer who
    might finish is gone; numbers reserved for the counter or the officer become everyone's. Those who wait stay.
    """
    desk = DeskLease.objects.select_for_update().filter(pk=lease).exclude(state=LeaseState.CLOSED).first()
    if desk is None:
        return False
    LEASE.move(desk, "close", at=at, actor=actor, event=DeskClosed(counter=desk.counter_id, reason=reason))
    leave(counter=desk.counter_id, desk=desk)
    put_back(desk.counter_id, at=at, actor=actor)
    release_reserved([desk.counter_id, desk.officer_id], at=at, actor=actor)
    return True
