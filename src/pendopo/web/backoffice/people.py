"""Who works here, and the one-time links by which they set a password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from pendopo.accounts.invite import invite
from pendopo.accounts.models import User
from pendopo.directory.doors import MANAGING, may_invite
from pendopo.directory.models import Mall, Post, Role
from pendopo.kernel.errors import NotFound
from pendopo.web.addresses import public_address
from pendopo.web.backoffice.room import actor_of, mall_page, show
from pendopo.web.qr import qr


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person and all posts held in this mall; `ready` has set a password, `runs_it` manages or administers the mall."""

    id: UUID
    name: str
    email: str
    posts: tuple[str, ...]
    ready: bool
    runs_it: bool


def people_of(mall: Mall) -> tuple[PersonRow, ...]:
    """Those who cannot sign in yet first, then by name; two queries."""
    rows: dict[UUID, tuple[User, list[str]]] = {}
    running: set[UUID] = set()
    posts = Post.objects.filter(mall=mall).select_related("user", "agency").prefetch_related("counters")
    for post in posts.order_by("user__name", "user__email", "role", "pk"):
        numbers = sorted((counter.number for counter in post.counters.all()), key=lambda number: number.zfill(6))
        where = post.agency.short_name if post.agency else ""
        words = " · ".join(filter(None, [str(post.get_role_display()), where, ", ".join(numbers)]))
        if post.role in MANAGING:
            running.add(post.user_id)
        rows.setdefault(post.user_id, (post.user, []))[1].append(words)
    found = [
        PersonRow(user.id, user.name, user.email, tuple(words), user.has_usable_password(), user.id in running)
        for user, words in rows.values()
    ]
    return tuple(sorted(found, key=lambda row: row.ready))


@require_safe
@mall_page
def people(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    return _page(request, mall, at)


@require_POST
@mall_page
def invite_person(request: HttpRequest, mall: Mall, at: datetime, person: UUID) -> HttpResponse:
    """The link is shown once, on this page; links given before stop working."""
    found = User.objects.filter(pk=person, posts__mall=mall).first()
    if found is None or not may_invite(request.user, found, mall, at):
        raise NotFound
    invited = invite(person=found, at=at, actor=actor_of(request))
    link = public_address(request, f"/undangan/{invited.token}")
    return _page(request, mall, at, link=link, link_qr=qr(link), link_for=found.name, expires_at=invited.expires_at)


def _page(request: HttpRequest, mall: Mall, at: datetime, **link: object) -> HttpResponse:
    rows = people_of(mall)
    # The audience has left the posts in force on the request.
    administers = any(post.role == Role.ADMIN and post.mall_id == mall.id for post in request.posts)  # type: ignore[attr-defined]
    context = {"people": rows, "administers": administers, "ready": sum(row.ready for row in rows), **link}
    return show(request, "people.html", context, mall=mall, at=at)
