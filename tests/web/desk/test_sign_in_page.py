"""The pages at the door: signing in, coming back to where one wanted to be, and setting the first password."""

import pytest
from django.test import Client

from pendopo.accounts.invite import invite
from pendopo.accounts.models import User
from pendopo.kernel.network import proxies_in
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


def test_a_machine_that_tries_many_addresses_is_slowed_down_and_a_proxy_is_believed_only_when_it_is_named(settings):
    budi()
    guesser = Client(REMOTE_ADDR="203.0.113.7")

    def guess(count: int, **more: str) -> set[int]:
        return {
            guesser.post("/masuk", {"surel": f"coba-{number}@contoh.go.id", "sandi": "salah"}, **more).status_code
            for number in range(count)
        }

    assert guess(100) == {403}
    # An address that the guesser invents is nobody's.
    slowed = guesser.post("/masuk", {"surel": "lain@contoh.go.id", "sandi": "x"}, HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert slowed.status_code == 429
    assert "sambungan internet ini" in words_of(slowed)

    settings.PROXIES = proxies_in("203.0.113.7")
    assert guess(2, HTTP_X_FORWARDED_FOR="198.51.100.1") == {403}


def test_at_a_browser_where_somebody_signed_in_before_strangers_guesses_do_not_count():
    budi()
    desk, colleague = Client(), Client()
    entered = desk.post("/masuk", {"surel": "budi@contoh.go.id", "sandi": PASSWORD})
    known = entered.cookies["dikenal"]
    assert (known["path"], known["httponly"], known["samesite"]) == ("/masuk", True, "Strict")
    assert "budi" not in known.value
    desk.post("/keluar")
    for _try in range(5):
        colleague.post("/masuk", {"surel": "budi@contoh.go.id", "sandi": "salah"})

    assert colleague.post("/masuk", {"surel": "budi@contoh.go.id", "sandi": PASSWORD}).status_code == 429
    assert desk.post("/masuk", {"surel": "BUDI@contoh.go.id", "sandi": "typo"}).status_code == 403
    assert desk.post("/masuk", {"surel": "budi@contoh.go.id", "sandi": PASSWORD}).status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "abc|budi.0000", "dikenal\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_a_cookie_that_was_not_sealed_here_makes_nobody_known(cookie):
    budi()
    stranger = Client()
    stranger.cookies["dikenal"] = cookie
    for _try in range(5):
        try_to_enter("budi@contoh.go.id", "salah")

    assert stranger.post("/masuk", {"surel": "budi@contoh.go.id", "sandi": PASSWORD}).status_code == 429


def test_officers_who_share_a_machine_are_all_known_there():
    first, second = budi(), an_officer(a_counter(), email="ani@contoh.go.id", password=PASSWORD)
    desk = Client()
    for person in (first, second, first):
        assert desk.post("/masuk", {"surel": person.email, "sandi": PASSWORD}).status_code == 302
        desk.post("/keluar")
    for person in (first, second):
        for _try in range(5):
            try_to_enter(person.email, "salah")

    for person in (first, second):
        assert desk.post("/masuk", {"surel": person.email, "sandi": PASSWORD}).status_code == 302
        desk.post("/keluar")


def test_who_sets_the_password_by_an_invitation_is_known_there_from_then_on():
    dewi = an_officer(a_counter(), name="Dewi")
    client = Client()
    client.post(f"/undangan/{invite(person=dewi, at=NINE, actor='system').token}", {"sandi": PASSWORD, "ulangi": PASSWORD})

    assert client.cookies["dikenal"]["path"] == "/masuk"
