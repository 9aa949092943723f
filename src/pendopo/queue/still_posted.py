"""A lease is worth something while its officer may open its counter: once as a condition for queries, once as SQL.

It says what `directory.doors.counter_for` says: the account is open, the counter in service, and a post in force names the
counter, or names none and is of its agency or of the whole mall. The door is asked on pages; these are asked inside the
statement that fetches the lease or calls by it, so that a right that ends, ends at once. Tests compare all three.
"""

from django.db.models import Exists, OuterRef, Q

from pendopo.directory.doors import AT_COUNTERS
from pendopo.directory.models import Post

_NAMED = Post.counters.through.objects.filter(post=OuterRef("pk"))
_NAMES_IT = Exists(_NAMED.filter(counter=OuterRef(OuterRef("counter"))))
_OF_ITS_AGENCY = Q(agency__isnull=True) | Q(agency=OuterRef("counter__agency"))

#: For a query of leases.
STILL_POSTED = Q(officer__is_active=True, counter__active=True) & Exists(
    Post.objects.filter(_NAMES_IT | (_OF_ITS_AGENCY & ~Exists(_NAMED)))
    .filter(Q(until_date__isnull=True) | Q(until_date__gte=OuterRef("business_date")))
    .filter(user=OuterRef("officer"), mall=OuterRef("mall"), role__in=AT_COUNTERS, from_date__lte=OuterRef("business_date"))
)

_ROLES = ", ".join(f"'{role}'" for role in AT_COUNTERS)


def still_posted_sql(*, probe: str = "") -> str:
    """The same in SQL, for a lease `l` and its counter `c`; every part is one look into an index, by the lease alone.

    `probe` ends a query inside: where a planner might make a join of it, `OFFSET 0` keeps it a look at one person's rows.
    """
    return f"""c.active
      AND EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = l.officer_id AND u.is_active {probe})
      AND EXISTS (
        SELECT 1 FROM directory_post p
        WHERE p.user_id = l.officer_id AND p.mall_id = l.mall_id AND p.role IN ({_ROLES})
          AND p.from_date <= l.business_date AND (p.until_date IS NULL OR p.until_date >= l.business_date)
          AND (EXISTS (SELECT 1 FROM directory_post_counters n WHERE n.post_id = p.id AND n.counter_id = l.counter_id {probe})
               OR (p.agency_id IS NULL
                   OR p.agency_id = (SELECT k.agency_id FROM directory_counter k WHERE k.id = l.counter_id))
                  AND 0 = (SELECT count(*) FROM directory_post_counters n WHERE n.post_id = p.id))
        {probe})"""  # noqa: S608
