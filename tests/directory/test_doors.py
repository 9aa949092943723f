"""Who may open which counter, mall and device; everybody else hears that it is not there."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from pendopo.directory.doors import (
    counter_for,
    counters_for,
    device_for,
    mall_for,
    managed_mall_for,
    may_found_mall,
    may_take_over,
    posts_of,
)
from pendopo.directory.models import DeviceKind, Role
from pendopo.kernel.errors import NotFound
from tests.situations.hall import (
    a_counter,
    a_device,
    a_display,
    a_kiosk,
    a_line,
    a_mall,
    a_manager,
    a_person,
    a_post,
    a_supervisor,
    an_administrator,
    an_officer,
    joko,
)
from tests.situations.times import MONDAY, NINE, days, on

pytestmark = pytest.mark.django_db


def test_budi_opens_his_own_counter_and_no_other():
    counter = a_counter()
    neighbour = a_counter(mall=counter.mall)
    budi = an_officer(counter)

    assert counter_for(budi, counter.code, NINE) == counter
    with pytest.raises(NotFound):
        counter_for(budi, neighbour.code, NINE)


def test_an_officer_without_named_counters_opens_those_of_the_agency():
    line = a_line()
    first, second = a_counter(line=line, number="12"), a_counter(line=line, number="3")
    a_counter(mall=line.mall)
    budi = a_person("Budi")
    a_post(user=budi, mall=line.mall, agency=line.agency)

    assert counters_for(budi, NINE) == (second, first)


def test_a_supervisor_opens_the_counters_of_the_agency():
    counter = a_counter()
    elsewhere = a_counter(mall=counter.mall)
    rina = a_supervisor(counter.agency)

    assert counters_for(rina, NINE) == (counter,)
    assert elsewhere not in counters_for(rina, NINE)


@pytest.mark.parametrize("role", [Role.GREETER, Role.ADMIN])
def test_other_roles_open_no_counter(role):
    counter = a_counter()
    person = a_person("Wayan")
    a_post(user=person, mall=counter.mall, role=role)

    assert counters_for(person, NINE) == ()
    with pytest.raises(NotFound):
        counter_for(person, counter.code, NINE)


def test_a_manager_opens_any_counter_of_the_mall():
    counter = a_counter()
    rina = a_manager(counter.mall)

    assert counter_for(rina, counter.code, NINE) == counter
    with pytest.raises(NotFound):
        counter_for(rina, a_counter().code, NINE)


def test_a_counter_is_taken_over_by_its_own_officer_the_supervisor_or_the_manager_only():
    counter = a_counter()
    budi, ani = an_officer(counter), an_officer(counter, name="Ani")
    elsewhere = a_supervisor(a_counter(mall=counter.mall).agency)

    def may(person) -> bool:
        return may_take_over(posts_of(person, NINE), counter, person=person.id, holder=budi.id)

    assert may(budi)
    assert may(a_supervisor(counter.agency))
    assert may(a_manager(counter.mall))
    assert not may(ani)
    assert not may(elsewhere)
    assert not may(joko())


def test_only_who_was_invited_before_there_is_a_mall_may_found_it():
    wayan = a_person("Wayan")

    assert may_found_mall(wayan)
    assert not may_found_mall(AnonymousUser())
    a_mall()
    assert not may_found_mall(wayan)


def test_a_stranger_finds_nothing():
    counter = a_counter()

    for stranger in (joko(), a_person("Sari"), AnonymousUser()):
        with pytest.raises(NotFound):
            counter_for(stranger, counter.code, NINE)
        with pytest.raises(NotFound):
            mall_for(stranger, counter.mall.code, NINE)


def test_a_counter_taken_out_of_service_is_not_found():
    counter = a_counter(active=False)

    with pytest.raises(NotFound):
        counter_for(an_officer(counter), counter.code, NINE)


def test_who_left_has_no_posts():
    counter = a_counter()
    budi = an_officer(counter)
    budi.is_active = False

    assert posts_of(budi, NINE) == ()


@pytest.mark.parametrize(
    ("from_date", "until_date", "holds"),
    [
        (MONDAY, None, True),
        (MONDAY, MONDAY, True),
        (MONDAY + days(1), None, False),
        (date(2026, 1, 1), MONDAY - days(1), False),
    ],
)
def test_a_post_holds_from_its_first_day_to_its_last(from_date, until_date, holds):
    mall, person = a_mall(), a_person()
    a_post(user=person, mall=mall, from_date=from_date, until_date=until_date)

    assert bool(posts_of(person, NINE)) is holds


def test_a_post_begins_at_the_malls_own_midnight():
    mall, person = a_mall(time_zone="Asia/Jayapura"), a_person()
    a_post(user=person, mall=mall, from_date=MONDAY)

    assert posts_of(person, on(MONDAY, "00:00", "Asia/Jayapura"))
    assert not posts_of(person, on(MONDAY, "00:00", "Asia/Jayapura") - days(1) / 86_400)


def test_only_managers_and_administrators_change_master_data():
    counter = a_counter()
    code = counter.mall.code

    assert managed_mall_for(a_manager(counter.mall), code, NINE) == counter.mall
    assert managed_mall_for(an_administrator(counter.mall), code, NINE) == counter.mall
    for person in (an_officer(counter), a_supervisor(counter.agency), a_manager()):
        with pytest.raises(NotFound):
            managed_mall_for(person, code, NINE)


def test_a_device_is_known_by_its_cookie():
    kiosk, token = a_kiosk()

    assert device_for(f"{kiosk.id}.{token}", kind=DeviceKind.KIOSK) == kiosk


@pytest.mark.parametrize("cookie", ["", "x", "x.y", "00000000-0000-0000-0000-000000000000.t"])
def test_an_unknown_device_is_not_found(cookie):
    with pytest.raises(NotFound):
        device_for(cookie, kind=DeviceKind.KIOSK)


def test_a_device_is_refused_with_another_token_kind_or_after_revocation():
    display, token = a_display()
    revoked, old_token = a_device(revoked_at=NINE)
    unpaired, _ = a_device(token_hash="", paired_at=None)

    for cookie, kind in [
        (f"{display.id}.{token}x", DeviceKind.DISPLAY),
        (f"{display.id}.{token}", DeviceKind.KIOSK),
        (f"{revoked.id}.{old_token}", DeviceKind.KIOSK),
        (f"{unpaired.id}.", DeviceKind.KIOSK),
    ]:
        with pytest.raises(NotFound):
            device_for(cookie, kind=kind)
