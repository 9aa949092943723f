"""Who leads an agency, and whose posts and links the head of an agency looks after.

How far the head's hand reaches in the agency's data is in `catalogue.changes.reach`. Who runs the mall may do there whatever the
head may.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from pendopo.directory.models import Mall, Post, Role
from pendopo.kernel.clock import business_date

#: Roles that look after the services, counters and officers of their own agency.
LEADING = (Role.AGENCY_HEAD,)
#: What the head of an agency gives, in the own agency only.
GIVEN_BY_HEADS = frozenset({str(Role.OFFICER), str(Role.SUPERVISOR)})


def people_led(mall: Mall, agencies: Collection[str], at: datetime) -> frozenset[UUID]:
    """Whom the head of these agencies, by code, may give a link that sets the password; two queries.

    Whoever holds the link is the person from then on, everywhere. So every post of the person that is not over, in whichever
    mall, must be of these agencies and one that their head gives.
    """
    here = Post.objects.filter(mall=mall, agency__code__in=agencies)
    mine: set[UUID] = set()
    beyond: set[UUID] = set()
    for post in Post.objects.filter(user__in=here.values("user")).select_related("mall", "agency"):
        if post.is_over(business_date(at, post.mall.time_zone)):
            continue
        own = post.mall_id == mall.id and post.agency is not None and post.agency.code in agencies
        (mine if own and post.role in GIVEN_BY_HEADS else beyond).add(post.user_id)
    return frozenset(mine - beyond)
