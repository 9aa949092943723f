"""Every door of the directory, for every role: a post opens it in its own mall, from its first day to its last, and not else."""

from collections.abc import Callable

import pytest

from pendopo.accounts.models import User
from pendopo.directory.agency_doors import people_led
from pendopo.directory.doors import (
    EVERY_ROLE,
    audited_mall_for,
    counter_for,
    counters_for,
    device_of,
    mall_for,
    managed_mall_for,
    managed_malls,
    may_audit,
    may_found_mall,
    may_invite,
    may_take_over,
    people_to_invite,
    posts_of,
    roles_to_give,
)
from pendopo.directory.models import Counter, Mall, Post, Role
from pendopo.kernel.errors import NotFound
from tests.situations.hall import (
    a_counter,
    a_kiosk,
    a_mall,
    a_manager,
    a_person,
    an_administrator,
    an_agency_head,
    an_officer,
    joko,
)
from tests.situations.posts import (
    ADMINISTERING,
    EVERY_POST,
    HERE,
    LIVE,
    RUNNING,
    SITTING,
    TAKEN_ON_BY_A_MANAGER,
    TAKING_OVER,
    the_holder_of,
)
from tests.situations.times import MONDAY, NINE, on

pytestmark = pytest.mark.django_db

NOBODY: frozenset[str] = frozenset()


def found(ask: Callable[[], object]) -> bool:
    try:
        return bool(ask())
    except NotFound:
        return False


def somebody(mall: Mall) -> User:
    return an_officer(a_counter(mall=mall), name="Sari")


#: What is asked of whoever holds the post, and the roles for which it is there.
DOORS: dict[str, tuple[Callable[[User, Counter], bool], frozenset[str]]] = {
    "mall": (lambda who, at: found(lambda: mall_for(who, at.mall.code, NINE)), EVERY_ROLE),
    "master data": (lambda who, at: found(lambda: managed_mall_for(who, at.mall.code, NINE)), RUNNING),
    "choice of malls": (lambda who, at: at.mall in managed_malls(who, NINE), RUNNING),
    "counter": (lambda who, at: found(lambda: counter_for(who, at.code, NINE) == at), SITTING),
    "counter of the mall": (lambda who, at: found(lambda: counter_for(who, at.code, NINE, mall=at.mall.code) == at), SITTING),
    "counters": (lambda who, at: at in counters_for(who, NINE), SITTING),
    "a colleague's counter": (
        lambda who, at: may_take_over(posts_of(who, NINE), at, person=who.id, holder=joko().id), TAKING_OVER,
    ),
    "giving posts": (lambda who, at: bool(roles_to_give(who, at.mall, NINE)), RUNNING),
    "making administrators": (lambda who, at: Role.ADMIN in roles_to_give(who, at.mall, NINE), ADMINISTERING),
    "making system administrators": (
        lambda who, at: Role.SYSTEM in roles_to_give(who, at.mall, NINE), frozenset({"system"}),
    ),
    "auditing": (lambda who, at: may_audit(who, at.mall, NINE), frozenset({"auditor"})),
    "the record": (lambda who, at: found(lambda: audited_mall_for(who, at.mall.code, NINE)), frozenset({"auditor"})),
    "inviting": (lambda who, at: may_invite(who, somebody(at.mall), at.mall, NINE), RUNNING),
    "inviting, in the list": (lambda who, at: somebody(at.mall).id in people_to_invite(who, at.mall, NINE), RUNNING),
    "inviting a manager": (lambda who, at: may_invite(who, a_manager(at.mall), at.mall, NINE), ADMINISTERING),
    "founding": (lambda who, at: may_found_mall(who), NOBODY),
}  # fmt: skip


@pytest.mark.parametrize(("role", "where", "when"), EVERY_POST)
def test_a_post_opens_doors_in_its_own_mall_while_it_lasts(role, where, when):
    counter = a_counter()
    who = the_holder_of(role, counter.mall if where == HERE else a_counter().mall, when)

    opened = {door: ask(who, counter) for door, (ask, _roles) in DOORS.items()}

    reached = where == HERE or role == Role.SYSTEM
    assert opened == {door: role in roles and reached and when in LIVE for door, (_ask, roles) in DOORS.items()}


@pytest.mark.parametrize(("role", "where", "when"), EVERY_POST)
def test_who_has_no_other_post_is_invited_to_one_that_is_not_over_in_this_mall(role, where, when):
    mall = a_mall()
    person = the_holder_of(role, mall if where == HERE else a_mall(), when)
    to_come = where == HERE and when != "ended"

    by_administrator = to_come and role != Role.SYSTEM
    assert_invited(person, mall, by_administrator=by_administrator, by_manager=to_come and role in TAKEN_ON_BY_A_MANAGER)


@pytest.mark.parametrize(("role", "where", "when"), EVERY_POST)
def test_a_second_post_keeps_the_link_from_who_may_not_give_it_until_it_is_over(role, where, when):
    """The link makes its holder the person everywhere: also where, and from when on, the second post says."""
    mall = a_mall()
    person = somebody(mall)
    the_holder_of(role, mall if where == HERE else a_mall(), when, person)
    over = when == "ended"

    assert_invited(
        person, mall, by_administrator=over or (where == HERE and role != Role.SYSTEM),
        by_manager=over or (where == HERE and role in TAKEN_ON_BY_A_MANAGER),
    )  # fmt: skip


def assert_invited(person: User, mall: Mall, *, by_administrator: bool, by_manager: bool) -> None:
    wayan, rina = an_administrator(mall), a_manager(mall)

    assert may_invite(wayan, person, mall, NINE) is by_administrator
    assert may_invite(rina, person, mall, NINE) is by_manager
    assert (person.id in people_to_invite(wayan, mall, NINE)) is by_administrator
    assert (person.id in people_to_invite(rina, mall, NINE)) is by_manager


def test_who_runs_both_malls_invites_who_works_in_both():
    mall, other = a_mall(), a_mall()
    person, wayan = somebody(mall), an_administrator(mall)
    the_holder_of("officer", other, "live", person)
    the_holder_of("manager", other, "live", wayan)

    assert may_invite(wayan, person, mall, NINE)
    assert may_invite(wayan, person, other, NINE)


def test_a_person_without_any_post_is_nobodys_to_invite():
    mall = a_mall()

    assert not may_invite(an_administrator(mall), a_person("Sari"), mall, NINE)


def test_every_mall_counts_its_own_days():
    """At this instant it is Tuesday in Jayapura already, and Monday in Lampung."""
    late = on(MONDAY, "23:30")
    east, west = a_mall(time_zone="Asia/Jayapura"), a_mall()
    person = a_person("Wayan")
    for mall in (east, west):
        Post.objects.create(user=person, mall=mall, role=Role.ADMIN, from_date=MONDAY, until_date=MONDAY)

    assert managed_malls(person, late) == (west,)


def test_a_post_in_another_mall_or_of_another_day_adds_nothing_here():
    counter = a_counter()
    person = the_holder_of("officer", counter.mall, "live")
    the_holder_of("admin", a_counter().mall, "live", person)
    the_holder_of("admin", counter.mall, "ended", person)
    the_holder_of("manager", counter.mall, "future", person)

    assert roles_to_give(person, counter.mall, NINE) == frozenset()
    assert not may_invite(person, somebody(counter.mall), counter.mall, NINE)
    with pytest.raises(NotFound):
        managed_mall_for(person, counter.mall.code, NINE)


def test_a_device_is_there_in_its_own_mall_only():
    kiosk, _token = a_kiosk()

    assert device_of(kiosk.mall, kiosk.id) == kiosk
    with pytest.raises(NotFound):
        device_of(a_mall(), kiosk.id)


def test_of_two_malls_with_a_counter_of_the_same_code_the_one_that_is_meant_is_opened():
    first, second = a_counter(code="loket-01"), a_counter(code="loket-01")
    person = the_holder_of("manager", first.mall, "live")
    the_holder_of("manager", second.mall, "live", person)

    assert counter_for(person, "loket-01", NINE, mall=first.mall.code) == first
    assert counter_for(person, "loket-01", NINE, mall=second.mall.code) == second
    with pytest.raises(NotFound):
        counter_for(person, "loket-01", NINE, mall=a_counter(code="loket-01").mall.code)


def test_a_head_invites_the_people_of_the_own_agency_and_nobody_elses():
    counter = a_counter()
    mall, agency = counter.mall, counter.agency
    lestari, budi = an_agency_head(agency), an_officer(counter)
    an_officer(a_counter(mall=mall), name="Joko")
    also_manager, elsewhere = an_officer(counter, name="Sari"), an_officer(counter, name="Dewi")
    the_holder_of("manager", mall, "future", also_manager)
    the_holder_of("officer", a_counter().mall, "live", elsewhere)

    assert people_led(mall, {agency.code}, NINE) == {budi.id}
    assert people_led(a_mall(), {agency.code}, NINE) == frozenset()
    assert roles_to_give(lestari, mall, NINE) == frozenset()


def test_a_system_administrator_reaches_every_mall_and_those_to_come():
    first, other = a_mall(), a_mall()
    wayan = the_holder_of("system", first, "live")

    assert set(managed_malls(wayan, NINE)) == {first, other}
    later = a_mall()
    assert managed_mall_for(wayan, later.code, NINE) == later
    assert roles_to_give(wayan, later, NINE) == EVERY_ROLE
    assert may_invite(wayan, an_administrator(other), other, NINE)
