"""Whom one may sign in as in a demo; empty in every other installation, whose sign-in page says nothing about anybody."""

from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q

from pendopo.accounts.models import User
from pendopo.directory.models import Mall, Post, Role
from pendopo.kernel import clock
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import DeskLease

_SHOWN = 6
_ORDER = (Role.OFFICER, Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    email: str
    role: str
    place: str


def demo_people() -> tuple[DemoPerson, ...]:
    """One or two officers, those whose counters are free first, and one of each further role, in the mall that moves."""
    mall = _moving_mall()
    if mall is None:
        return ()
    posts = Post.objects.in_force(clock.business_date(clock.now(), mall.time_zone))
    rows = posts.filter(mall=mall, role__in=_ORDER, user__is_active=True).exclude(
        user__password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    held = DeskLease.objects.exclude(state=LeaseState.CLOSED)
    people = rows.annotate(busy=Exists(held.filter(counter__posts=OuterRef("pk")))).order_by("busy", "user__email")
    found: list[DemoPerson] = []
    for role in _ORDER:
        of_role = list(people.filter(role=role).select_related("user", "agency").prefetch_related("counters")[:2])
        # A second officer only where a second counter is free. `busy` is annotated, which the stubs lose on the way.
        free = [place for place, post in enumerate(of_role) if not post.busy]  # type: ignore[attr-defined]
        found += [_person(post) for place, post in enumerate(of_role) if place == 0 or (role == Role.OFFICER and place in free)]
    return tuple(found[:_SHOWN])


def _moving_mall() -> Mall | None:
    """The one with the most open counters; where none is open, the one that was there first."""
    open_counters = Count("leases", filter=~Q(leases__state=LeaseState.CLOSED))
    return Mall.objects.annotate(open_counters=open_counters).order_by("-open_counters", "pk").first()


def _person(post: Post) -> DemoPerson:
    user: User = post.user
    counters = ", ".join(f"Loket {counter.number}" for counter in post.counters.all())
    return DemoPerson(
        user.name, user.email, str(post.get_role_display()), counters or (post.agency.short_name if post.agency else "")
    )
