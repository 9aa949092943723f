"""The one-time link by which an installation that nobody has entered yet gets its first administrator."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from pendopo.accounts.invite import invite, person_of
from pendopo.accounts.models import User
from pendopo.directory.give_post import give_post
from pendopo.directory.models import Mall, Post, Role
from pendopo.kernel.clock import business_date
from pendopo.kernel.transactions import one_transaction

DEFAULT_EMAIL = "admin@localhost"


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """`token` makes the link `/undangan/<token>`; it is shown once."""

    email: str
    token: str


@one_transaction
def invite_first_administrator(*, email: str = "", at: datetime) -> FirstAdministrator | None:
    """A new link while nobody has set a password; None from then on.

    The administrator that a workbook names is invited before anybody else; without one the person gets the address `email`. Malls
    that nobody administers become this person's.
    """
    if User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
        return None
    named = _named(at)
    person = named if named and not email else person_of(email=email or DEFAULT_EMAIL, name="Administrator")
    for mall in Mall.objects.order_by("code"):
        if not _has_administrator(mall, at):
            give_post(person=person, mall=mall, role=Role.ADMIN, at=at, actor="system")
    invited = invite(person=person, at=at, actor="system")
    return FirstAdministrator(person.email, invited.token)


@one_transaction
def put_in_charge(*, mall: Mall, at: datetime) -> tuple[User, ...]:
    """The first mall, imported on the machine itself, becomes that of whoever was invited to found it, as by the page.

    Those are the people with an invitation and no post: while there is no mall, only the operator of the machine invites.
    """
    if Mall.objects.exclude(pk=mall.pk).exists():
        return ()
    invited = User.objects.filter(posts__isnull=True, invitations__isnull=False, is_active=True)
    founders = tuple(invited.distinct().order_by("pk"))
    for person in founders:
        give_post(person=person, mall=mall, role=Role.ADMIN, at=at, actor="system")
    return founders


def _has_administrator(mall: Mall, at: datetime) -> bool:
    posts = Post.objects.not_over(business_date(at, mall.time_zone))
    return posts.filter(mall=mall, role=Role.ADMIN, user__is_active=True).exists()


def _named(at: datetime) -> User | None:
    """Whoever administers a mall today, else whoever will first; nobody whose post is over."""
    posts = (
        Post.objects.select_related("user", "mall").filter(role=Role.ADMIN, user__is_active=True).order_by("from_date", "id")
    )
    lasting = (post for post in posts if not post.is_over(business_date(at, post.mall.time_zone)))
    first = next(lasting, None)
    return first.user if first else None
