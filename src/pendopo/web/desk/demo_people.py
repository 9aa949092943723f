"""Whom one may sign in as in a demo; empty in every other installation, whose sign-in page says nothing about anybody."""

from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from pendopo.accounts.models import User
from pendopo.directory.models import Post, Role

_SHOWN = 6
_ORDER = (Role.OFFICER, Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    email: str
    role: str
    place: str


def demo_people() -> tuple[DemoPerson, ...]:
    """One or two of each role who have a password."""
    rows = Post.objects.filter(role__in=_ORDER, user__is_active=True).exclude(
        user__password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    found: list[DemoPerson] = []
    for role in _ORDER:
        people = rows.filter(role=role).select_related("user", "agency").prefetch_related("counters").order_by("user__email")
        found += [_person(post) for post in people[: 2 if role == Role.OFFICER else 1]]
    return tuple(found[:_SHOWN])


def _person(post: Post) -> DemoPerson:
    user: User = post.user
    counters = ", ".join(f"Loket {counter.number}" for counter in post.counters.all())
    return DemoPerson(
        user.name, user.email, str(post.get_role_display()), counters or (post.agency.short_name if post.agency else "")
    )
