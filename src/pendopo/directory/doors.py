"""The doors of the directory: who may have which mall, counter or device. Whoever may not hears that it is not there.

Every right comes from a post that is in force on the mall's own calendar day.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from hmac import compare_digest
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from pendopo.accounts.models import User
from pendopo.directory.models import SCREENS, Counter, Device, FloorPlan, Mall, Post, Role
from pendopo.directory.plan_files import pictures
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import NotFound
from pendopo.kernel.keys import token_hash

#: Roles that may sit at a counter and call visitors. A manager may where nobody else can: at any counter of the mall.
AT_COUNTERS = (Role.OFFICER, Role.SUPERVISOR, Role.MANAGER)
#: Roles that change master data of their mall.
MANAGING = (Role.MANAGER, Role.ADMIN, Role.SYSTEM)
#: Administrators: of one mall, and of the whole installation.
ADMINISTERING = (Role.ADMIN, Role.SYSTEM)
#: Roles that welcome visitors at the entrance. Who runs the mall may stand there too.
GREETING = (Role.GREETER, *MANAGING)
#: Roles that read the mall's figures. An executive does nothing else.
READING_FIGURES = (Role.EXECUTIVE, *MANAGING)
#: Roles that read who did what: nobody who runs the mall, since that is whom they look at.
AUDITING = (Role.AUDITOR,)
#: Every role: what the operator of the machine may give, and whoever founds a mall.
EVERY_ROLE = frozenset(str(role) for role in Role)
#: Which roles each role may give to others, and whose holders it may invite: nobody makes himself more than he is.
_GIVES: Mapping[str, frozenset[str]] = {
    str(Role.SYSTEM): EVERY_ROLE,
    str(Role.ADMIN): EVERY_ROLE - {str(Role.SYSTEM)},
    str(Role.MANAGER): frozenset(str(role) for role in (Role.OFFICER, Role.GREETER, Role.SUPERVISOR, Role.AGENCY_HEAD)),
}


def posts_of(user: Any, at: datetime, *, roles: Iterable[str] | None = None) -> tuple[Post, ...]:
    """The person's posts in force, by mall and role; none for a stranger or someone who left.

    A system administrator's post is found in every mall, whatever its own.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    posts = Post.objects.filter(user=user).select_related("mall", "agency").order_by("mall__code", "role", "pk")
    if roles is not None:
        posts = posts.filter(role__in=list(roles))
    return _reaching([post for post in posts if _in_force(post, at)])


def posts_to_come(person: User, at: datetime) -> tuple[Post, ...]:
    """The posts of an open account that are not over: those in force, and those that begin later."""
    posts = Post.objects.filter(user=person, user__is_active=True).select_related("mall").order_by("mall__code", "role", "pk")
    return tuple(post for post in posts if not post.is_over(business_date(at, post.mall.time_zone)))


def public_mall(code: str) -> Mall:
    """A mall as everybody may see it. Raises NotFound."""
    mall = Mall.objects.filter(code=code).first()
    if mall is None:
        raise NotFound
    return mall


def mall_for(user: Any, code: str, at: datetime, *, roles: Iterable[str] | None = None) -> Mall:
    """The mall in which this person has a post (in one of `roles`, when given). Raises NotFound."""
    for post in posts_of(user, at, roles=roles):
        if post.mall.code == code:
            return post.mall
    raise NotFound


def managed_mall_for(user: Any, code: str, at: datetime) -> Mall:
    """The mall whose master data this person may change. Raises NotFound."""
    return mall_for(user, code, at, roles=MANAGING)


def counters_for(user: Any, at: datetime) -> tuple[Counter, ...]:
    """Every counter this person may open, by mall and number."""
    allowed = _openable(posts_of(user, at, roles=AT_COUNTERS))
    if allowed is None:
        return ()
    counters = Counter.objects.filter(allowed, active=True).select_related("mall", "zone", "agency").distinct()
    return tuple(sorted(counters, key=lambda counter: (counter.mall.code, counter.number.zfill(6), counter.code)))


def counter_for(user: Any, code: str, at: datetime, *, mall: str = "") -> Counter:
    """The counter of this code that the person may open. Raises NotFound.

    Every mall has its own `loket-01`: who has posts in several says which by the code of the `mall`.
    """
    allowed = _openable(posts_of(user, at, roles=AT_COUNTERS))
    if allowed is None:
        raise NotFound
    if mall:
        allowed &= Q(mall__code=mall)
    counter = (
        Counter.objects.filter(allowed, code=code, active=True)
        .select_related("mall", "zone", "agency")
        .order_by("mall__code", "pk")
        .first()
    )
    if counter is None:
        raise NotFound
    return counter


def may_take_over(posts: Iterable[Post], counter: Counter, *, person: UUID, holder: UUID) -> bool:
    """Whether a person with these posts in force may take an open counter from who holds it: the own other window always, a
    colleague's only who watches over the agency (supervisor) or the mall (manager). It is recorded either way."""
    return holder == person or any(
        post.role in (Role.SUPERVISOR, Role.MANAGER)
        and post.mall_id == counter.mall_id
        and post.agency_id in (None, counter.agency_id)
        for post in posts
    )


def managed_malls(user: Any, at: datetime) -> tuple[Mall, ...]:
    """The malls whose master data this person may change, by code."""
    return tuple({post.mall_id: post.mall for post in posts_of(user, at, roles=MANAGING)}.values())


def roles_to_give(user: Any, mall: Mall, at: datetime) -> frozenset[str]:
    """The roles that this person may give in this mall: a system administrator all, an administrator all but that one, a manager
    those that serve visitors. Who reads figures or audits is not the manager's to choose. What the head of an agency gives is in
    `agency_doors`.
    """
    return _given(user, at).get(mall.id, frozenset())


def may_invite(user: Any, person: User, mall: Mall, at: datetime) -> bool:
    """Whether the user may give the person a link that sets the password.

    Whoever holds the link is the person from then on, everywhere. So the person must have a post in this mall, and every post
    that the person has or will have, in whichever mall, must be one that the user may give. A post that has ended is history.
    """
    return person.id in _in_reach(user, Post.objects.filter(user=person), mall, at)


def people_to_invite(user: Any, mall: Mall, at: datetime) -> frozenset[UUID]:
    """Everybody of the mall whom the user may invite, by the same rule; two queries."""
    return _in_reach(user, Post.objects.filter(user__in=Post.objects.filter(mall=mall).values("user")), mall, at)


def people_to_dismiss(user: Any, mall: Mall, at: datetime) -> frozenset[UUID]:
    """Everybody whose posts in this mall the user may end, since they are all such as the user may give; two queries.

    Nobody dismisses himself: so a mall keeps whoever runs it.
    """
    given = roles_to_give(user, mall, at)
    held: dict[UUID, set[str]] = {}
    posts = Post.objects.filter(mall=mall).not_over(business_date(at, mall.time_zone))
    for person, role in posts.values_list("user", "role"):
        held.setdefault(person, set()).add(role)
    return frozenset(person for person, roles in held.items() if roles <= given and person != user.pk)


def may_audit(user: Any, mall: Mall, at: datetime) -> bool:
    """Whether this person may read who did and who looked at what in this mall."""
    return any(post.mall_id == mall.id for post in posts_of(user, at, roles=AUDITING))


def audited_mall_for(user: Any, code: str, at: datetime) -> Mall:
    """The mall whose record this person may read. Raises NotFound."""
    return mall_for(user, code, at, roles=AUDITING)


def people_to_sign_out(user: Any, mall: Mall, at: datetime) -> frozenset[UUID]:
    """Everybody of the mall whose sessions an administrator may end: whoever has no post here that the administrator may not give."""
    if not any(post.mall_id == mall.id for post in posts_of(user, at, roles=ADMINISTERING)):
        return frozenset()
    given = roles_to_give(user, mall, at)
    held: dict[UUID, set[str]] = {}
    for person, role in Post.objects.filter(mall=mall).not_over(business_date(at, mall.time_zone)).values_list("user", "role"):
        held.setdefault(person, set()).add(role)
    return frozenset(person for person, roles in held.items() if roles <= given)


def may_found_mall(user: Any) -> bool:
    """Whether this person may import the very first mall: whoever was invited while there is none, so that a new
    installation can begin. Once a mall exists, only its posts count."""
    return bool(getattr(user, "is_authenticated", False) and user.is_active and not Mall.objects.exists())


def device_for(cookie: str, *, kind: str) -> Device:
    """The paired device whose cookie, `<device id>.<token>`, this is. Raises NotFound."""
    device_id, token = read_device_cookie(cookie)
    device = (
        Device.objects.filter(pk=device_id, kind=kind, revoked_at__isnull=True, paired_at__isnull=False)
        .select_related("mall", "zone")
        .first()
    )
    if device is None or not compare_digest(device.token_hash, token_hash(token)):
        raise NotFound
    return device


def device_of(mall: Mall, device_id: UUID) -> Device:
    """A kiosk or display of a mall that the caller has opened the door to. Raises NotFound."""
    device = Device.objects.filter(pk=device_id, mall=mall, kind__in=SCREENS).select_related("mall", "zone").first()
    if device is None:
        raise NotFound
    return device


def plan_of(mall: Mall, plan_id: UUID) -> FloorPlan:
    """A floor plan of a mall that the caller has opened the door to. Raises NotFound."""
    plan = FloorPlan.objects.filter(pk=plan_id, mall=mall).select_related("mall").first()
    if plan is None:
        raise NotFound
    return plan


def plan_picture_file(sha256: str) -> tuple[Path, str]:
    """The file of a picture that is in use, and its media type. Raises NotFound."""
    path = pictures.path_of(sha256)
    media_type = FloorPlan.objects.filter(picture=sha256).values_list("media_type", flat=True).first()
    if media_type is None or not path.is_file():
        raise NotFound
    return path, media_type


def read_device_cookie(cookie: str) -> tuple[UUID, str]:
    """Device id and token of a device cookie. Raises NotFound when it does not have that form."""
    written, _, token = cookie.partition(".")
    try:
        return UUID(written), token
    except ValueError:
        raise NotFound from None


def _in_force(post: Post, at: datetime) -> bool:
    return post.is_in_force(business_date(at, post.mall.time_zone))


def _reaching(posts: Sequence[Post]) -> tuple[Post, ...]:
    """The posts as they count: that of a system administrator once in each mall."""
    everywhere = next((post for post in posts if post.role == Role.SYSTEM), None)
    if everywhere is None:
        return tuple(posts)
    found = [post for post in posts if post.role != Role.SYSTEM]
    for mall in Mall.objects.order_by("code"):
        here = copy(everywhere)
        here.mall = mall
        found.append(here)
    return tuple(sorted(found, key=lambda post: (post.mall.code, post.role)))


def _given(user: Any, at: datetime) -> dict[UUID, frozenset[str]]:
    """What the person may give, by mall."""
    given: dict[UUID, frozenset[str]] = {}
    for post in posts_of(user, at, roles=MANAGING):
        given[post.mall_id] = given.get(post.mall_id, frozenset()) | _GIVES[post.role]
    return given


def _in_reach(user: Any, posts: QuerySet[Post], mall: Mall, at: datetime) -> frozenset[UUID]:
    """The people among these posts who have one in this mall, and none that the user may not give."""
    given = _given(user, at)
    here: set[UUID] = set()
    beyond: set[UUID] = set()
    for post in posts.select_related("mall"):
        if post.is_over(business_date(at, post.mall.time_zone)):
            continue
        if post.mall_id == mall.id:
            here.add(post.user_id)
        if post.role not in given.get(post.mall_id, ()):
            beyond.add(post.user_id)
    return frozenset(here - beyond)


def _openable(posts: Sequence[Post]) -> Q | None:
    """Named counters, or all of the agency, or (an officer of the mall itself) all of the mall."""
    named = Post.counters.through.objects.filter(post__in=posts).values_list("post_id", "counter_id") if posts else ()
    by_post: dict[UUID, list[UUID]] = {}
    for post_id, counter_id in named:
        by_post.setdefault(post_id, []).append(counter_id)
    allowed: Q | None = None
    for post in posts:
        one = Q(mall=post.mall_id)
        if post.id in by_post:
            one &= Q(pk__in=by_post[post.id])
        elif post.agency_id is not None:
            one &= Q(agency=post.agency_id)
        allowed = one if allowed is None else allowed | one
    return allowed
