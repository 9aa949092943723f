"""Posts of every kind: each role, here or in another mall, in force or over or yet to come."""

from itertools import product

from pendopo.accounts.models import User
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Mall
from tests.situations.hall import a_person, a_post, an_agency
from tests.situations.times import MONDAY, days

HERE, ELSEWHERE = "here", "elsewhere"
#: First and last day of a post, seen from Monday.
WHEN = {
    "live": (MONDAY - days(30), None),
    "first day": (MONDAY, None),
    "last day": (MONDAY - days(30), MONDAY),
    "ended": (MONDAY - days(30), MONDAY - days(1)),
    "future": (MONDAY + days(1), None),
}
LIVE = ("live", "first day", "last day")
EVERY_POST = [*product(sorted(EVERY_ROLE), (HERE, ELSEWHERE), WHEN)]

#: Roles by what they may.
SITTING = frozenset({"officer", "supervisor", "manager"})
TAKING_OVER = frozenset({"supervisor", "manager"})
RUNNING = frozenset({"manager", "admin", "system"})
ADMINISTERING = frozenset({"admin", "system"})
TAKEN_ON_BY_A_MANAGER = frozenset({"officer", "greeter", "supervisor", "agency_head"})
OF_AN_AGENCY = ("officer", "supervisor", "agency_head")


def the_holder_of(role: str, mall: Mall, when: str, person: User | None = None) -> User:
    """A person with this post (too); an officer, supervisor or head belongs to the mall's agency, if it has one."""
    person = person or a_person("Budi")
    from_date, until_date = WHEN[when]
    agency = mall.agencies.first() if role in OF_AN_AGENCY else None
    if agency is None and role == "agency_head":
        agency = an_agency(mall=mall)
    a_post(user=person, mall=mall, role=role, agency=agency, from_date=from_date, until_date=until_date)
    return person
