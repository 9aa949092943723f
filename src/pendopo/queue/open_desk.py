"""An officer opens a counter: this browser gets the desk's lease."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.models import User
from pendopo.appointments.models import LineDay
from pendopo.appointments.stop_issuing import StopReason, resume_issuing
from pendopo.directory.models import Counter, Post
from pendopo.journal.events import append
from pendopo.kernel.clock import business_date, zone
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import uuid7
from pendopo.kernel.keys import new_token, token_hash
from pendopo.kernel.transactions import writing
from pendopo.queue.events import DeskClosed, DeskOpened
from pendopo.queue.lifecycle import LEASE, LeaseState
from pendopo.queue.models import DeskLease
from pendopo.queue.release_reserved import release_reserved
from pendopo.queue.sign_off import sign_off
from pendopo.queue.signs_of_life import attend, leave
from pendopo.queue.still_posted import STILL_POSTED


class HeldElsewhere(DomainError):
    """Somebody else's browser, or another one of the same officer, holds the counter. `facts["mine"]` says which."""

    code = "queue.held_elsewhere"
    message = _("Counter %(counter)s is open in another window: %(officer)s, since %(since)s.")


class OfficerElsewhere(DomainError):
    code = "queue.officer_elsewhere"
    message = _("You have counter %(counter)s open since %(since)s. Close it first, or take this one instead.")


@dataclass(frozen=True, slots=True)
class OpenedDesk:
    """`secret` goes into this browser's cookie and nowhere else."""

    lease: UUID
    secret: str


def open_desk(*, counter: Counter, officer: User, at: datetime, take_over: bool = False) -> OpenedDesk:
    """Open the counter for today. The caller has opened the door to `counter` for this officer.

    `take_over` closes the officer's own other desk, and a lease that holds this counter, first; a visitor who is at the counter
    stays there and is served on. A lease of another day makes way without a question. Lines that gave no numbers because
    nobody was at their counters give them again. Raises HeldElsewhere, OfficerElsewhere.
    """
    secret = new_token()
    for _attempt in range(3):
        try:
            with writing():
                _keep_posts(officer, counter)
                _make_way(counter, officer, at, take_over)
                opened = OpenedDesk(_open(counter, officer, secret, at), secret)
                _give_numbers_again(counter, officer, at)
                return opened
        except IntegrityError:
            continue  # Somebody opened it in this instant: look again, and say who.
    raise HeldElsewhere(counter=counter.number, officer="", since="", mine=False)


def _keep_posts(officer: User, counter: Counter) -> None:
    """Whoever ends the right to this counter now waits until the lease stands, and then finds it to close."""
    posts = Post.objects.filter(user=officer, mall=counter.mall).order_by("pk")
    list(posts.select_for_update(of=("self", "user"), no_key=True).select_related("user"))


def _make_way(counter: Counter, officer: User, at: datetime, take_over: bool) -> None:
    open_leases = DeskLease.objects.select_related("counter", "officer", "mall").exclude(state=LeaseState.CLOSED)
    for lease in (*open_leases.filter(counter=counter), *open_leases.filter(officer=officer).exclude(counter=counter)):
        if lease.business_date != business_date(at, lease.mall.time_zone):
            # Worth nothing today. Whoever is at it still goes back to the line of that day, should the clock be wrong.
            sign_off(lease=lease.id, at=at, actor=f"officer:{officer.id}", reason="day_over")
            continue
        if not take_over:
            raise _refusal(lease, counter, officer)
        event = DeskClosed(counter=lease.counter_id, reason="taken_over")
        LEASE.move(lease, "close", at=at, actor=f"officer:{officer.id}", event=event)
        # Who moves takes the own visitors along; a counter that is taken over keeps those who wait for it.
        leave(counter=lease.counter_id, desk=lease)
        gone = [lease.counter_id] if lease.officer_id == officer.id else [lease.officer_id]
        release_reserved({*gone} - {counter.id}, at=at, actor=f"officer:{officer.id}")


def _refusal(lease: DeskLease, counter: Counter, officer: User) -> DomainError:
    since = f"{lease.opened_at.astimezone(zone(lease.mall.time_zone)):%H.%M}"
    if lease.counter_id != counter.id:
        return OfficerElsewhere(counter=lease.counter.number, since=since)
    return HeldElsewhere(counter=counter.number, officer=lease.officer.name, since=since, mine=lease.officer_id == officer.id)


def _open(counter: Counter, officer: User, secret: str, at: datetime) -> UUID:
    lease = DeskLease(
        id=uuid7(), mall=counter.mall, counter=counter, officer=officer, secret_hash=token_hash(secret),
        business_date=business_date(at, counter.mall.time_zone), state=LeaseState.OPEN, changed_at=at, opened_at=at, seen_at=at,
    )  # fmt: skip
    lease.save(force_insert=True)
    if not DeskLease.objects.filter(STILL_POSTED, pk=lease.pk).exists():
        raise NotFound
    attend(counter=counter.id, desk=lease, at=at)
    event = DeskOpened(counter=counter.id, officer=officer.id)
    append(event, mall=counter.mall_id, subject=lease.id, at=at, actor=f"officer:{officer.id}")
    return lease.id


def _give_numbers_again(counter: Counter, officer: User, at: datetime) -> None:
    stopped = LineDay.objects.filter(
        line__counter_lines__counter=counter, business_date=business_date(at, counter.mall.time_zone), paused_until__gt=at,
        pause_reason=StopReason.NO_OFFICER,
    )  # fmt: skip
    for day in stopped.order_by("pk"):
        resume_issuing(line_day=day, at=at, actor=f"officer:{officer.id}")
