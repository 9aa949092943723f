"""The pages at the door: signing in, coming back to where one wanted to be, and setting the first password."""

import pytest
from django.test import Client

from pendopo.accounts.invite import invite
from pendopo.accounts.models import User
from tests.situations.desk_screen import JSON, words_of
from tests.situations.hall import a_counter, a_manager, a_person, an_officer
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db
PASSWORD = "kebun teh di lereng"


def try_to_enter(email: str, password: str = PASSWORD, **more):
    return Client().post("/masuk", {"surel": email, "sandi": password, **more})


def budi(**fields) -> User:
    return an_officer(a_counter(), email="budi@contoh.go.id", password=PASSWORD, **fields)


def test_an_officer_comes_to_the_posts_and_a_manager_to_the_back_office():
    budi()
    rina = a_manager()
    rina.set_password(PASSWORD)
    rina.save()

    assert try_to_enter("budi@contoh.go.id").headers["Location"] == "/pos"
    assert try_to_enter(rina.email).headers["Location"] == "/kelola/"


@pytest.mark.parametrize(("wanted", "goes"), [
    ("/loket/loket-3/", "/loket/loket-3/"), ("https://jahat.example/", "/pos"), ("//jahat.example", "/pos"), ("", "/pos"),
])  # fmt: skip
def test_one_goes_on_to_where_one_wanted_to_be_but_never_to_another_site(wanted, goes):
    budi()

    assert try_to_enter("budi@contoh.go.id", next=wanted).headers["Location"] == goes


def test_known_and_unknown_addresses_get_the_same_answer():
    budi()

    known, unknown = try_to_enter("budi@contoh.go.id", "salah"), try_to_enter("siapa@contoh.go.id", "salah")

    assert known.status_code == unknown.status_code == 403
    assert words_of(known).replace("budi@", "siapa@") == words_of(unknown)


def test_a_guesser_is_slowed_down_in_a_sentence(at_nine):
    budi()
    for _try in range(5):
        try_to_enter("budi@contoh.go.id", "salah")

    slowed = try_to_enter("budi@contoh.go.id")
    assert slowed.status_code == 429
    assert "Silakan tunggu 31 detik" in words_of(slowed)

    at_nine(NINE + minutes(1))
    assert try_to_enter("budi@contoh.go.id").status_code == 302


def test_a_script_is_told_by_status():
    budi()
    client = Client()

    refused = client.post("/masuk", {"surel": "budi@contoh.go.id", "sandi": "salah"}, headers=JSON)
    assert refused.json()["type"] == "accounts.wrong_sign_in"
    assert client.post("/masuk", {"surel": "budi@contoh.go.id", "sandi": PASSWORD}, headers=JSON).status_code == 204


def test_the_form_needs_its_token():
    assert Client(enforce_csrf_checks=True).post("/masuk", {"surel": "a@b.id", "sandi": "x"}).status_code == 403


def test_names_are_shown_in_a_demo_only(settings):
    budi()
    assert "budi@contoh.go.id" not in Client().get("/masuk").content.decode()

    settings.DEMO = True
    assert "budi@contoh.go.id" in Client().get("/masuk").content.decode()


def test_an_invitation_greets_sets_the_password_and_signs_in():
    dewi = an_officer(a_counter(), name="Dewi")
    token = invite(person=dewi, at=NINE, actor="system").token
    client = Client()

    assert "Selamat datang, Dewi" in words_of(client.get(f"/undangan/{token}"))
    set_ = client.post(f"/undangan/{token}", {"sandi": PASSWORD, "ulangi": PASSWORD})

    assert set_.headers["Location"] == "/pos"
    assert client.get("/pos").status_code == 200
    over = Client().get(f"/undangan/{token}")
    assert (over.status_code, "Tautan ini tidak berlaku" in words_of(over)) == (404, True)


@pytest.mark.parametrize(("first", "second", "said"), [
    ("pendek", "pendek", "Silakan pilih kata sandi lain"), (PASSWORD, "lain", "Keduanya tidak sama"),
])  # fmt: skip
def test_what_is_wrong_with_a_password_is_said_beside_it(first, second, said):
    token = invite(person=a_person("Dewi"), at=NINE, actor="system").token

    refused = Client().post(f"/undangan/{token}", {"sandi": first, "ulangi": second})

    assert refused.status_code == 422
    assert said in words_of(refused)


def test_the_first_administrator_is_led_to_founding_the_mall():
    client = Client()
    client.force_login(a_person("Wayan"))

    assert "Dirikan mal" in words_of(client.get("/pos"))
