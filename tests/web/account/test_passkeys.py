"""Passkeys: made shortly after signing in, good for both steps at once, of their own host and owner only, taken away by name."""

import json

import pytest
from django.test import Client

from pendopo.accounts.deactivate import deactivate
from pendopo.accounts.models import Passkey
from pendopo.accounts.passkeys import remove_passkeys
from pendopo.accounts.second_factor import recovery_codes_left
from pendopo.accounts.sign_in import sign_in
from pendopo.journal.models import Event
from tests.house.addresses import stand_at
from tests.situations.authenticator import Authenticator
from tests.situations.hall import a_mall, an_administrator, an_officer
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db
PASSWORD = "kebun teh di lereng"
HOST = "mpp.contoh.go.id"
ORIGIN = f"https://{HOST}"


@pytest.fixture(autouse=True)
def _house(settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = [HOST, "lain.contoh.go.id", "127.0.0.1", "testserver"]
    stand_at(monkeypatch, NINE)


def with_password(person):
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


class Browser(Client):
    secure = True

    def generic(self, *words, **more):
        return super().generic(*words, **{**more, "secure": self.secure})


def a_browser(host: str = HOST, *, secure: bool = True) -> Client:
    client = Browser(headers={"Host": host})
    client.secure = secure
    return client


def give_password(client: Client, person, **more):
    return client.post("/masuk", {"surel": person.email, "sandi": PASSWORD, **more})


def add(client: Client, device: Authenticator, name: str = "Ponsel saya"):
    asked = client.post("/akun/kunci/mulai")
    assert asked.status_code == 200, asked.content
    return client.post("/akun/kunci/pasang", {"nama": name, "jawaban": device.make(json.loads(asked.content))})


def use(client: Client, device: Authenticator, **more):
    asked = json.loads(client.post("/masuk/kunci/mulai").content)
    return client.post("/masuk/kunci", {"jawaban": device.sign(asked), **more})


def with_passkey(person) -> Authenticator:
    client, device = a_browser(), Authenticator(ORIGIN)
    give_password(client, with_password(person))
    assert add(client, device).status_code == 200
    return device


def test_a_passkey_opens_the_account_without_password_and_without_code():
    budi = an_officer()
    device, client = with_passkey(budi), a_browser()

    came = use(client, device, next="/pos")

    assert came.headers["Location"] == "/pos"
    assert client.get("/pos").status_code == 200
    assert Passkey.objects.get(user=budi).used_at == NINE
    ways = (
        Event.objects.filter(type="accounts.person.signed_in", subject=budi.id).order_by("pk").values_list("facts", flat=True)
    )
    assert [facts["way"] for facts in ways] == ["password", "passkey"]


def test_with_the_first_one_come_codes_for_paper_and_the_password_alone_opens_nothing_any_more():
    budi = an_officer()
    device, client = with_passkey(budi), a_browser()
    assert recovery_codes_left(budi) == 10

    assert give_password(client, budi, next="/pos").headers["Location"] == "/masuk/kode"
    assert client.get("/pos").status_code == 302
    page = client.get("/masuk/kode").content.decode()
    assert 'data-passkey="get"' in page

    assert use(client, device, next="/pos").headers["Location"] == "/pos"
    assert client.get("/pos").status_code == 200


def test_at_the_second_step_only_the_own_passkey_counts():
    rina, budi = with_password(an_officer(name="Rina")), an_officer()
    ours, theirs = with_passkey(budi), with_passkey(rina)
    client = a_browser()
    give_password(client, budi)

    assert use(client, theirs).status_code == 403
    assert client.get("/pos").status_code == 302
    assert use(client, ours).status_code == 302


def test_an_administrator_is_content_with_a_passkey(settings):
    settings.SECOND_FACTOR_FORCED = True
    wayan = with_password(an_administrator(a_mall()))
    client, device = a_browser(), Authenticator(ORIGIN)
    give_password(client, wayan)
    assert client.get("/kelola/").headers["Location"] == "/akun"

    assert add(client, device).status_code == 200

    assert client.get("/kelola/").status_code == 302
    assert client.get("/kelola/").headers["Location"] != "/akun"


@pytest.mark.parametrize(
    "spoil", ["the question of before", "another host", "nobody asked for it", "unverified", "a copy", "rubbish"]
)
def test_what_does_not_fit_opens_nothing(spoil):
    device, client = with_passkey(an_officer()), a_browser()
    question = json.loads(client.post("/masuk/kunci/mulai").content)
    match spoil:
        case "the question of before":
            client.post("/masuk/kunci/mulai")
        case "another host":
            device.origin = "https://palsu.contoh.go.id"
        case "nobody asked for it":
            client = a_browser()
            client.get("/masuk")
        case "unverified":
            device.verifies = False
        case "a copy":
            Passkey.objects.update(signatures=40)
        case _:
            pass
    answer = "{}" if spoil == "rubbish" else device.sign(question)

    assert client.post("/masuk/kunci", {"jawaban": answer}).status_code == 403
    assert client.get("/pos").status_code == 302


def test_an_answer_counts_once():
    device, client = with_passkey(an_officer()), a_browser()
    answer = device.sign(json.loads(client.post("/masuk/kunci/mulai").content))
    assert client.post("/masuk/kunci", {"jawaban": answer}).status_code == 302
    client.post("/keluar")

    assert client.post("/masuk/kunci", {"jawaban": answer}).status_code == 403


def test_who_left_is_nobody_and_so_is_a_passkey_that_was_taken_away():
    budi, rina = an_officer(), with_password(an_officer(name="Rina"))
    ours, theirs = with_passkey(budi), with_passkey(rina)
    deactivate(person=budi, at=NINE, actor="system")
    remove_passkeys(person=rina, at=NINE, actor="system")

    assert use(a_browser(), ours).status_code == 403
    assert use(a_browser(), theirs).status_code == 403
    assert recovery_codes_left(rina) == 0
    assert sign_in(email=rina.email, password=PASSWORD, at=NINE) == rina


def test_several_have_names_and_each_is_taken_away_by_itself():
    budi = an_officer()
    phone, client, stick = with_passkey(budi), a_browser(), Authenticator(ORIGIN)
    use(client, phone)
    add(client, stick, "Kunci USB")
    page = client.get("/akun").content.decode()
    assert "Ponsel saya" in page
    assert "Kunci USB" in page

    client.post(f"/akun/kunci/{Passkey.objects.get(name='Ponsel saya').id}/lepas")

    assert use(a_browser(), phone).status_code == 403
    assert use(a_browser(), stick).status_code == 302
    assert recovery_codes_left(budi) == 10


def test_an_unwatched_browser_makes_no_key_and_takes_none_away():
    budi = an_officer()
    with_passkey(budi)
    client = a_browser()
    client.force_login(budi)
    phone = Passkey.objects.get()

    assert client.post("/akun/kunci/mulai").status_code == 403
    assert client.post(f"/akun/kunci/{phone.id}/lepas").status_code == 403
    assert "lagi=ya" in client.get("/akun").content.decode()
    assert Passkey.objects.exists()


@pytest.mark.parametrize(("host", "secure", "said"), [(HOST, False, False), ("127.0.0.1", True, False), (HOST, True, True)])
def test_the_page_says_where_passkeys_do_not_work(host, secure, said):
    client = a_browser(host, secure=secure)
    give_password(client, with_password(an_officer()))
    page = client.get("/akun").content.decode()

    assert ('data-passkey="create"' in page) is said
    assert ("bukan dengan angka" in page) is not said
    assert ('data-passkey="get"' in a_browser(host, secure=secure).get("/masuk").content.decode()) is said
