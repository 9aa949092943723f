"""Who works here, and the link by which a password is set."""

import re

import pytest
from django.test import Client

from pendopo.accounts.models import User
from pendopo.directory.models import Counter, Role
from pendopo.queue.models import DeskLease
from tests.situations.hall import (
    a_counter,
    a_line,
    a_mall,
    a_manager,
    a_person,
    a_post,
    an_administrator,
    an_agency,
    an_agency_head,
    an_officer,
)
from tests.situations.line import an_open_desk, refusal_of
from tests.situations.times import MONDAY, NINE, TUESDAY, days
from tests.web.backoffice.conftest import signed_in, the_office_of, words_of

pytestmark = pytest.mark.django_db

PEOPLE = "/kelola/kalianda/petugas"


def an_officer_of(mall, name: str = "Budi", **fields) -> User:
    agency = an_agency(mall=mall, short_name="Dukcapil")
    return an_officer(a_counter(line=a_line(mall=mall, agency=agency)), name=name, **fields)


def test_everyone_with_a_post_and_who_cannot_sign_in_yet_first():
    mall = a_mall(code="kalianda")
    an_officer_of(mall, "Agus", password="batu karang di tepi pantai")
    an_officer_of(mall, "Budi")
    number = Counter.objects.last().number

    page = words_of(the_office_of(mall).get(PEOPLE))

    assert "1 dari 3 orang sudah membuat kata sandi." in page
    assert page.index("Budi") < page.index("Agus")
    assert f"Dukcapil · {number}" in page


def test_an_invitation_lets_the_officer_set_a_password_and_sign_in():
    mall = a_mall(code="kalianda")
    budi = an_officer_of(mall)

    page = the_office_of(mall).post(f"{PEOPLE}/{budi.id}/undang")
    link = re.search(r'href="http://testserver(/undangan/[^"]+)"', page.content.decode())[1]
    browser = Client()
    browser.post(link, {"sandi": "batu karang di tepi pantai", "ulangi": "batu karang di tepi pantai"})

    assert "Berikan tautan ini kepada Budi" in words_of(page)
    assert browser.get("/pos").status_code == 200
    assert User.objects.get(pk=budi.pk).check_password("batu karang di tepi pantai")
    assert Client().get(link).status_code == 404


def test_posts_that_are_over_are_not_shown_and_later_ones_say_from_when():
    mall = a_mall(code="kalianda")
    gone, new = a_person("Gone"), a_person("Dewi")
    a_post(user=gone, mall=mall, until_date=MONDAY - days(1))
    a_post(user=new, mall=mall, role=Role.GREETER, from_date=TUESDAY)
    office = the_office_of(mall)

    page = words_of(office.get(PEOPLE))

    assert "Gone" not in page
    assert "mulai 24 Nov 2026" in page
    assert office.post(f"{PEOPLE}/{gone.id}/undang").status_code == 404
    assert office.post(f"{PEOPLE}/{new.id}/undang").status_code == 200


def test_who_worked_elsewhere_before_is_invited_here():
    mall = a_mall(code="kalianda")
    budi = an_officer_of(mall)
    a_post(user=budi, mall=a_mall(), role=Role.ADMIN, until_date=MONDAY - days(1))
    office = signed_in(a_manager(mall))

    assert f"{budi.id}/undang" in office.get(PEOPLE).content.decode()
    assert office.post(f"{PEOPLE}/{budi.id}/undang").status_code == 200


def test_no_button_for_whom_one_may_not_invite():
    mall = a_mall(code="kalianda")
    budi = an_officer_of(mall)
    a_post(user=budi, mall=mall, role=Role.MANAGER, from_date=TUESDAY)

    assert f"{budi.id}/undang" not in signed_in(a_manager(mall)).get(PEOPLE).content.decode()
    assert f"{budi.id}/undang" in the_office_of(mall).get(PEOPLE).content.decode()


def test_a_new_link_ends_the_one_before():
    mall = a_mall(code="kalianda")
    budi = an_officer_of(mall)
    office = the_office_of(mall)

    first, second = (
        re.search(r"/undangan/[^\"<]+", office.post(f"{PEOPLE}/{budi.id}/undang").content.decode())[0] for _ in range(2)
    )

    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_queries_do_not_grow_with_people(django_assert_num_queries):
    mall = a_mall(code="kalianda")
    office = the_office_of(mall)
    queries = 18

    an_officer_of(mall)
    with django_assert_num_queries(queries):
        office.get(PEOPLE)
    for _ in range(12):
        an_officer_of(mall)
    with django_assert_num_queries(queries):
        office.get(PEOPLE)


def test_a_manager_hands_no_link_to_an_administrator_or_to_who_works_elsewhere_too():
    mall = a_mall(code="kalianda")
    wayan = an_administrator(mall)
    both = an_officer_of(mall)
    a_post(user=both, mall=a_mall())
    office = Client()
    office.force_login(a_manager(mall))

    for person in (wayan, both):
        assert office.post(f"{PEOPLE}/{person.id}/undang").status_code == 404
    assert f"{wayan.id}/undang" not in office.get(PEOPLE).content.decode()


def test_an_administrator_hands_links_to_everyone_of_the_mall():
    mall = a_mall(code="kalianda")
    rina, wayan = a_manager(mall), an_administrator(mall)
    browser = Client()
    browser.force_login(wayan)

    assert browser.post(f"{PEOPLE}/{rina.id}/undang").status_code == 200


def test_whose_posts_are_ended_leaves_the_counter_at_once_and_stands_in_the_list_no_more():
    mall = a_mall(code="kalianda")
    budi = an_officer_of(mall)
    desk = an_open_desk(budi.posts.get().counters.get(), officer=budi)
    office = the_office_of(mall)
    asked = words_of(office.get(PEOPLE))

    page = words_of(office.post(f"{PEOPLE}/{budi.id}/berhenti"))

    assert "Ya, akhiri tugasnya sekarang" in asked
    assert "Budi tidak bertugas lagi di sini" in page
    assert "Ya, akhiri tugasnya sekarang" not in page
    assert refusal_of(lambda: desk.call(NINE)) == "queue.lease_lost"
    assert DeskLease.objects.get().state == "closed"
    assert office.post(f"{PEOPLE}/{budi.id}/berhenti").status_code == 404


def test_posts_are_ended_by_who_may_give_them_and_nobody_ends_the_own():
    mall = a_mall(code="kalianda")
    rina, wayan, budi = a_manager(mall), an_administrator(mall), an_officer_of(mall)
    a_post(user=budi, mall=a_mall(), role=Role.ADMIN)  # What Budi is elsewhere is no matter here.
    offers = "Akhiri tugas"

    def ends(who, person) -> int:
        return signed_in(who).post(f"{PEOPLE}/{person.id}/berhenti").status_code

    assert words_of(signed_in(rina).get(PEOPLE)).count(offers) == 1
    assert (ends(rina, wayan), ends(rina, rina), ends(wayan, wayan)) == (404, 404, 404)
    assert (ends(budi, rina), ends(a_manager(a_mall()), budi)) == (404, 404)
    assert words_of(signed_in(wayan).get(PEOPLE)).count(offers) == 2
    assert (ends(wayan, rina), ends(wayan, budi)) == (200, 200)
    assert mall.posts.not_over(MONDAY).get().user == wayan


def test_the_head_of_an_agency_sees_and_invites_its_people_only():
    mall = a_mall(code="kalianda")
    budi, joko = an_officer_of(mall), an_officer(a_counter(mall=mall), name="Joko")
    lestari = signed_in(an_agency_head(budi.posts.get().agency))

    page = words_of(lestari.get(PEOPLE))

    assert "Budi" in page
    assert "Joko" not in page
    assert "Berikan tautan ini kepada Budi" in words_of(lestari.post(f"{PEOPLE}/{budi.id}/undang"))
    assert lestari.post(f"{PEOPLE}/{joko.id}/undang").status_code == 404
    assert lestari.post(f"{PEOPLE}/{budi.id}/berhenti").status_code == 404
    assert lestari.post(f"{PEOPLE}/{budi.id}/keluarkan").status_code == 404
