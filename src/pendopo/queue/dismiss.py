"""Somebody stops working here, at once: the posts end or the account closes, and with it the counter that stands open."""

from contextlib import suppress
from datetime import datetime

from django.db.models import QuerySet

from pendopo.accounts.deactivate import deactivate
from pendopo.accounts.models import User
from pendopo.catalogue.changes.change_thing import cancel_change
from pendopo.catalogue.models import Change, ChangeState
from pendopo.directory.end_post import end_post
from pendopo.directory.models import Mall, Post
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.transactions import one_transaction
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import DeskLease
from pendopo.queue.sign_off import sign_off
from pendopo.queue.still_posted import STILL_POSTED


@one_transaction
def dismiss(*, person: User, mall: Mall, at: datetime, actor: str) -> None:
    """End every post of the person in this mall, also those to come, and call off what the person planned to give to others."""
    for post in Post.objects.filter(user=person, mall=mall).select_related("mall").order_by("pk"):
        end_post(post=post, at=at, actor=actor)
    _call_off_posts(Change.objects.filter(mall=mall), person, at, actor)
    _sign_off(person, at, actor)


@one_transaction
def shut_out(*, person: User, at: datetime, actor: str) -> None:
    """Close the account, in every mall. The posts stay: they count again when `accounts.deactivate.reactivate` opens it.

    What the person planned to give to others is called off for good.
    """
    deactivate(person=person, at=at, actor=actor)
    _call_off_posts(Change.objects.all(), person, at, actor)
    _sign_off(person, at, actor)


def _call_off_posts(changes: QuerySet[Change], person: User, at: datetime, actor: str) -> None:
    """Else who was sent away could be back on a day to come, or have somebody else let in."""
    planned = changes.filter(kind="petugas", state=ChangeState.PLANNED, written_by=f"officer:{person.pk}")
    for change in planned.order_by("pk"):
        # Its day has come in this very moment: then it stands on the page of posts, for whoever dismisses to see.
        with suppress(AlreadyMoved):
            cancel_change(change=change, at=at, actor=actor)


def _sign_off(person: User, at: datetime, actor: str) -> None:
    leases = DeskLease.objects.filter(officer=person).exclude(state=LeaseState.CLOSED).exclude(STILL_POSTED)
    for lease in leases.values_list("pk", flat=True):
        sign_off(lease=lease, at=at, actor=actor)
