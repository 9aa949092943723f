"""Signing in with a code: not in before it, forced for administrators, and set up on one's own page."""

import base64
import re

import pytest
from django.test import Client

from pendopo.accounts.second_factor import code_at, confirm_second_factor, has_second_factor, offer_second_factor
from tests.house.addresses import stand_at
from tests.situations.hall import a_mall, an_administrator, an_officer
from tests.situations.screens import JSON
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db
PASSWORD = "kebun teh di lereng"


@pytest.fixture(autouse=True)
def a_standing_clock(settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    stand_at(monkeypatch, NINE)


def with_password(person):
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def with_code(person) -> bytes:
    phone = base64.b32decode(offer_second_factor(person=person).letters.replace(" ", ""))
    confirm_second_factor(person=person, code=code_at(phone, NINE), at=NINE)
    return phone


def give_password(client: Client, person, **more):
    return client.post("/masuk", {"surel": person.email, "sandi": PASSWORD, **more})


def test_the_password_alone_opens_nothing(client, monkeypatch):
    budi = with_password(an_officer())
    phone = with_code(budi)
    stand_at(monkeypatch, NINE + minutes(3))

    asked = give_password(client, budi, next="/pos")
    assert asked.headers["Location"] == "/masuk/kode"
    assert client.get("/pos").headers["Location"].startswith("/masuk")

    wrong = client.post("/masuk/kode", {"kode": "000000", "next": "/pos"})
    assert wrong.status_code == 403
    assert client.get("/pos").headers["Location"].startswith("/masuk")

    right = client.post("/masuk/kode", {"kode": code_at(phone, NINE + minutes(3)), "next": "/pos"})
    assert right.headers["Location"] == "/pos"
    assert client.get("/pos").status_code == 200


def test_the_code_is_waited_for_ten_minutes_only(client, monkeypatch):
    budi = with_password(an_officer())
    phone = with_code(budi)
    give_password(client, budi)
    later = NINE + minutes(11)
    stand_at(monkeypatch, later)

    answer = client.post("/masuk/kode", {"kode": code_at(phone, later)})

    assert answer.headers["Location"] == "/masuk"
    assert client.get("/pos").status_code == 302


def test_without_a_password_before_there_is_no_second_step(client):
    assert client.get("/masuk/kode").headers["Location"] == "/masuk"


def test_a_script_hears_that_a_code_is_needed(client):
    budi = with_password(an_officer())
    with_code(budi)

    answer = client.post("/masuk", {"surel": budi.email, "sandi": PASSWORD}, headers=JSON)

    assert (answer.status_code, answer.json()["type"]) == (401, "accounts.code_needed")


def test_an_administrator_sets_a_code_up_before_anything_else(client, settings):
    settings.SECOND_FACTOR_FORCED = True
    mall = a_mall()
    wayan = with_password(an_administrator(mall))
    give_password(client, wayan)

    assert client.get(f"/kelola/{mall.code}/").headers["Location"] == "/akun"
    assert client.post(f"/kelola/{mall.code}/gladi/mulai", headers=JSON).json()["type"] == "web.set_up_code_first"
    page = client.post("/akun/kode/mulai").content.decode()
    letters = re.search(r'account__letters"[^>]*>([A-Z2-7 ]+)<', page)[1]
    papers = client.post("/akun/kode/pasang", {"kode": code_at(base64.b32decode(letters.replace(" ", "")), NINE)})

    assert has_second_factor(wayan)
    assert len(re.findall(r"<li>[2-9A-Z]{5}-[2-9A-Z]{5}</li>", papers.content.decode())) == 10
    assert client.get(f"/kelola/{mall.code}/").status_code == 200


def test_it_is_left_to_administrators_where_the_installation_says_so(client, settings):
    settings.SECOND_FACTOR_FORCED = False
    mall = a_mall()
    give_password(client, with_password(an_administrator(mall)))

    assert client.get(f"/kelola/{mall.code}/").status_code == 200


def test_an_officer_may_have_one_and_takes_it_away_with_a_code_only(client, monkeypatch):
    budi = with_password(an_officer())
    phone = with_code(budi)
    client.force_login(budi)
    later = NINE + minutes(3)
    stand_at(monkeypatch, later)

    assert client.post("/akun/kode/lepas", {"kode": "000000"}).status_code == 403
    assert has_second_factor(budi)
    client.post("/akun/kode/lepas", {"kode": code_at(phone, later)})
    assert not has_second_factor(budi)


def test_an_unwatched_browser_is_not_enough_to_bind_another_phone(client, monkeypatch):
    budi = with_password(an_officer())
    give_password(client, budi)
    stand_at(monkeypatch, NINE + minutes(20))

    assert client.post("/akun/kode/mulai").headers["Location"] == "/masuk?lagi=ya&next=/akun"
    assert give_password(client, budi, next="/akun").headers["Location"] == "/akun"
    assert client.post("/akun/kode/mulai").status_code == 200


def test_a_new_secret_does_not_replace_the_one_in_use(client):
    budi = with_password(an_officer())
    with_code(budi)
    client.force_login(budi)

    assert client.post("/akun/kode/mulai").headers["Location"] == "/akun"
    assert has_second_factor(budi)
