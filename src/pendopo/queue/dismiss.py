"""Somebody stops working here, at once: the posts end or the account closes, and with it the counter that stands open."""

from datetime import datetime

from pendopo.accounts.deactivate import deactivate
from pendopo.accounts.models import User
from pendopo.directory.end_post import end_post
from pendopo.directory.models import Mall, Post
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import DeskLease
from pendopo.queue.sign_off import sign_off
from pendopo.queue.still_posted import STILL_POSTED


@one_transaction
def dismiss(*, person: User, mall: Mall, at: datetime, actor: str) -> None:
    """End every post of the person in this mall, also those to come."""
    for post in Post.objects.filter(user=person, mall=mall).select_related("mall").order_by("pk"):
        end_post(post=post, at=at, actor=actor)
    _sign_off(person, at, actor)


@one_transaction
def shut_out(*, person: User, at: datetime, actor: str) -> None:
    """Close the account, in every mall. The posts stay: they count again when `accounts.deactivate.reactivate` opens it."""
    deactivate(person=person, at=at, actor=actor)
    _sign_off(person, at, actor)


def _sign_off(person: User, at: datetime, actor: str) -> None:
    leases = DeskLease.objects.filter(officer=person).exclude(state=LeaseState.CLOSED).exclude(STILL_POSTED)
    for lease in leases.values_list("pk", flat=True):
        sign_off(lease=lease, at=at, actor=actor)
