"""Who works here, the one-time links by which they set a password, and who stops working here at once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pendopo.accounts.invite import invite
from pendopo.accounts.models import User
from pendopo.catalogue.changes.reach import Reach
from pendopo.directory.agency_doors import people_led
from pendopo.directory.doors import may_invite, people_to_dismiss, people_to_invite, people_to_sign_out
from pendopo.directory.models import Mall, Post
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import NotFound
from pendopo.privacy.models import Purpose, Screen
from pendopo.queue.dismiss import dismiss
from pendopo.queue.end_sessions import end_sessions
from pendopo.web.addresses import public_address
from pendopo.web.backoffice.room import actor_of, data_page, mall_page, show
from pendopo.web.backoffice.staff_looks import look_at_staff
from pendopo.web.components.formats import short_date, written_language
from pendopo.web.qr import qr


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person and the posts in this mall that are not over; `ready` has set a password.

    `invitable`, `dismissable` and `ejectable` say what whoever looks may do.
    """

    id: UUID
    name: str
    email: str
    posts: tuple[str, ...]
    ready: bool
    invitable: bool
    dismissable: bool
    ejectable: bool = False


def people_of(mall: Mall, *, seen_by: object, at: datetime, reach: Reach | None = None) -> tuple[PersonRow, ...]:
    """Those who cannot sign in yet first, then by name; eight queries. The head of an agency sees who has a post in it."""
    rows: dict[UUID, tuple[User, list[str]]] = {}
    today = business_date(at, mall.time_zone)
    posts = Post.objects.filter(mall=mall).not_over(today).select_related("user", "agency").prefetch_related("counters")
    led = reach.agencies if reach else None
    if led is not None:
        posts = posts.filter(agency__code__in=led)
    for post in posts.order_by("user__name", "user__email", "role", "pk"):
        numbers = sorted((counter.number for counter in post.counters.all()), key=lambda number: number.zfill(6))
        where = post.agency.short_name if post.agency else ""
        words = " · ".join(filter(None, [str(post.get_role_display()), where, ", ".join(numbers), _beginning(post, today)]))
        rows.setdefault(post.user_id, (post.user, []))[1].append(words)
    ejectable = people_to_sign_out(seen_by, mall, at)
    led_people = frozenset[UUID]() if led is None else people_led(mall, led, at)
    invitable, dismissable = people_to_invite(seen_by, mall, at) | led_people, people_to_dismiss(seen_by, mall, at)
    found = [
        PersonRow(
            user.id, user.name, user.email, tuple(words), user.has_usable_password(), user.id in invitable,
            user.id in dismissable, user.id in ejectable,
        )
        for user, words in rows.values()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: row.ready))


def _beginning(post: Post, today: date) -> str:
    """For a post that has not begun yet."""
    if post.from_date <= today:
        return ""
    return _("from %(day)s") % {"day": short_date(post.from_date, language=written_language(get_language()))}


@require_safe
@data_page
def people(request: HttpRequest, mall: Mall, at: datetime, reach: Reach) -> HttpResponse:
    posts = Post.objects.filter(mall=mall).not_over(business_date(at, mall.time_zone))
    if reach.agencies is not None:
        posts = posts.filter(agency__code__in=reach.agencies)
    look_at_staff(request, mall, Screen.PEOPLE, Purpose.STAFFING, posts.values_list("user", flat=True), at)
    return _page(request, mall, at)


@require_POST
@data_page
def invite_person(request: HttpRequest, mall: Mall, at: datetime, reach: Reach, person: UUID) -> HttpResponse:
    """The link is shown once, on this page; links given before stop working."""
    found = User.objects.filter(pk=person, posts__mall=mall).first()
    led = reach.agencies is not None and person in people_led(mall, reach.agencies, at)
    if found is None or not (led or may_invite(request.user, found, mall, at)):
        raise NotFound
    invited = invite(person=found, at=at, actor=actor_of(request))
    link = public_address(request, f"/undangan/{invited.token}")
    return _page(request, mall, at, link=link, link_qr=qr(link), link_for=found.name, expires_at=invited.expires_at)


@require_POST
@mall_page
def dismiss_person(request: HttpRequest, mall: Mall, at: datetime, person: UUID) -> HttpResponse:
    """Ends the person's posts in this mall at once, and closes the counter that the person has open."""
    if person not in people_to_dismiss(request.user, mall, at):
        raise NotFound
    found = User.objects.get(pk=person)
    dismiss(person=found, mall=mall, at=at, actor=actor_of(request))
    return _page(request, mall, at, dismissed=found.name)


@require_POST
@mall_page
def sign_out_person(request: HttpRequest, mall: Mall, at: datetime, person: UUID) -> HttpResponse:
    """Ends every session of the person, wherever it is, and closes an open counter. The posts stay: the person signs in again."""
    if person not in people_to_sign_out(request.user, mall, at):
        raise NotFound
    found = User.objects.get(pk=person)
    end_sessions(person=found, at=at, actor=actor_of(request))
    return redirect("web:sign_in") if person == request.user.pk else _page(request, mall, at, ejected=found.name)


def _page(request: HttpRequest, mall: Mall, at: datetime, **news: object) -> HttpResponse:
    rows = people_of(mall, seen_by=request.user, at=at, reach=getattr(request, "reach", None))
    context = {"people": rows, "ready": sum(row.ready for row in rows), **news}
    return show(request, "people.html", context, mall=mall, at=at)
