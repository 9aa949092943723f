"""What `./pendopo up` says when the pages answer."""

import re
from datetime import date

import pytest
from django.utils import translation

from pendopo.accounts.accept_invitation import accept_invitation, person_invited
from pendopo.accounts.models import User
from pendopo.config.first_steps import lines
from pendopo.directory.models import Post, Role
from pendopo.kernel.clock import now
from tests.situations.hall import a_mall, a_person, a_post, an_administrator

pytestmark = pytest.mark.django_db
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def said(email: str = "") -> str:
    return "\n".join(lines(ADDRESS, email))


def the_link(text: str) -> str:
    return re.search(rf"{ADDRESS}/undangan/(\S+)", text)[1]


def test_an_empty_installation_gives_its_first_administrator_a_link_that_works_once():
    token = the_link(said())
    assert person_invited(token, now()).email == "admin@localhost"

    accept_invitation(token=token, password="sebuah-kata-sandi-panjang", at=now())

    assert "/undangan/" not in said()


def test_a_second_start_gives_a_new_link_and_the_old_one_stops_working():
    first = the_link(said())
    second = the_link(said())

    assert first != second
    assert person_invited(second, now()).email == "admin@localhost"
    assert User.objects.count() == 1


def test_the_administrator_may_be_named():
    assert person_invited(the_link(said("wayan@contoh.go.id")), now()).email == "wayan@contoh.go.id"


def test_the_administrator_of_the_workbook_is_the_one_invited():
    wayan = an_administrator()

    assert person_invited(the_link(said()), now()) == wayan


def test_an_administrator_whose_post_is_over_is_not_invited():
    mall, gone, wayan = a_mall(), a_person("Gone"), a_person("Wayan")
    a_post(user=gone, mall=mall, role=Role.ADMIN, until_date=date(2026, 2, 1))
    a_post(user=wayan, mall=mall, role=Role.ADMIN, from_date=date(2026, 3, 1))

    assert person_invited(the_link(said()), now()) == wayan


def test_malls_that_nobody_administers_become_the_first_administrators():
    orphan, run = a_mall(), a_mall()
    wayan = an_administrator(run)

    said()

    assert {post.mall for post in Post.objects.filter(user=wayan, role=Role.ADMIN)} == {orphan, run}


def test_without_a_mall_it_says_how_to_get_one():
    assert "./pendopo import mal.xlsx" in said()


def test_with_malls_it_says_where_they_are():
    one = a_mall()
    assert "import" not in said()
    other = a_mall()

    assert f"{ADDRESS}/m/{one.code}/" in said()
    assert f"{ADDRESS}/m/{other.code}/" in said()
