"""The doors of one agency: who leads it, and whose posts its head looks after.

The head of an agency has a post of that role in it. Who runs the mall may do there whatever the head may.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from pendopo.directory.doors import MANAGING, posts_of, roles_to_give
from pendopo.directory.models import Agency, Post, Role
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import NotFound

#: Roles that look after the services, counters and officers of their own agency.
LEADING = (Role.AGENCY_HEAD,)
#: What the head of an agency gives, in the own agency only.
GIVEN_BY_HEADS = frozenset({str(Role.OFFICER), str(Role.SUPERVISOR)})


def led_agencies(user: Any, at: datetime) -> tuple[Agency, ...]:
    """The agencies in service that this person leads, by mall and name. Those whom the person merely manages are not among them."""
    posts = posts_of(user, at, roles=LEADING)
    found = {post.agency_id: post.agency for post in posts if post.agency is not None and post.agency.active}
    return tuple(sorted(found.values(), key=lambda agency: (agency.mall_id, agency.short_name, agency.pk)))


def may_lead(user: Any, agency: Agency, at: datetime) -> bool:
    """Whether this person may change what belongs to this agency: as its head, or as who runs its mall."""
    return any(
        post.mall_id == agency.mall_id and (post.role in MANAGING or post.agency_id == agency.id)
        for post in posts_of(user, at, roles=(*LEADING, *MANAGING))
    )


def led_agency_for(user: Any, mall: str, agency: str, at: datetime) -> Agency:
    """The agency of this code that the person may lead. Raises NotFound."""
    found = Agency.objects.filter(mall__code=mall, code=agency, active=True).select_related("mall").first()
    if found is None or not may_lead(user, found, at):
        raise NotFound
    return found


def roles_to_give_in(user: Any, agency: Agency, at: datetime) -> frozenset[str]:
    """The roles that this person may give for this very agency. Whoever runs the mall gives there what the mall lets them give."""
    given = roles_to_give(user, agency.mall, at)
    leads = any(post.agency_id == agency.id for post in posts_of(user, at, roles=LEADING))
    return given | GIVEN_BY_HEADS if leads else given


def people_led(agency: Agency, at: datetime) -> frozenset[UUID]:
    """Whose posts, and whose link to set a password, the head of this agency may look after; two queries.

    A link makes its holder the person everywhere. So every post of the person that is not over, in whichever mall, must be of
    this agency and one that its head gives.
    """
    here = Post.objects.filter(agency=agency).values("user")
    mine: set[UUID] = set()
    beyond: set[UUID] = set()
    for post in Post.objects.filter(user__in=here).select_related("mall"):
        if post.is_over(business_date(at, post.mall.time_zone)):
            continue
        of_head = post.agency_id == agency.id and post.role in GIVEN_BY_HEADS
        (mine if of_head else beyond).add(post.user_id)
    return frozenset(mine - beyond)
