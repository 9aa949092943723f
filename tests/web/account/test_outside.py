"""Signing in by a service outside, with a real one (OpenID Connect): there and back, whom it lets in, and what is refused."""

import json
import re
import socket
import subprocess
import sys
import time
from base64 import b32decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.error import URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from pendopo.accounts import oidc
from pendopo.accounts.deactivate import deactivate
from pendopo.accounts.models import LinkedIdentity, User
from pendopo.accounts.oidc import Service, ServiceAway, ServiceRefused, checked_id_token, send_there
from pendopo.accounts.oidc_transport import NoAnswer
from pendopo.accounts.second_factor import code_at, confirm_second_factor, offer_second_factor
from pendopo.directory.models import Post
from pendopo.journal.models import Event
from tests.situations.hall import an_officer
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db
PASSWORD = "kebun teh di lereng"
BACK = "http://testserver/masuk/luar/kembali"


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *words):
        return None


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _try in range(100):
            try:
                build_opener().open(f"{address}/jwks", timeout=1).read()
                break
            except (URLError, OSError):
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def service(provider, settings, at_nine) -> Service:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.OIDC = Service(provider, "pendopo", "rahasia & panjang", "SSO Kabupaten")
    # The provider's clock is the machine's.
    at_nine(datetime.now(UTC))
    return settings.OIDC


def known_there(service: Service, subject: str, **claims: object) -> None:
    request = Request(f"{service.issuer}/users/{subject}", json.dumps(claims).encode(), method="PUT")  # noqa: S310
    request.add_header("Content-Type", "application/json")
    build_opener().open(request).read()


def signs_in_there(address: str, subject: str) -> str:
    """What the provider's page leads back to."""
    try:
        build_opener(_Stays).open(Request(address, urlencode({"sub": subject}).encode()))  # noqa: S310
    except URLError as led:
        return led.headers["Location"]  # type: ignore[attr-defined]
    raise AssertionError("the provider leads nowhere")


def goes(client: Client, subject: str, wanted: str = "/pos"):
    left = client.get("/masuk/luar", {"next": wanted})
    assert left.status_code == 302, left.content
    return client.get(signs_in_there(left.headers["Location"], subject))


def is_in(client: Client) -> bool:
    return client.get("/pos").status_code == 200


def test_a_verified_address_comes_in_and_is_known_by_its_subject_from_then_on(service, client):
    budi = an_officer()
    known_there(service, "s-1", email=budi.email.upper(), email_verified=True)

    assert "Masuk lewat SSO Kabupaten" in client.get("/masuk").content.decode()
    assert goes(client, "s-1", "/akun").headers["Location"] == "/akun"
    assert is_in(client)
    assert LinkedIdentity.objects.get(user=budi).subject == "s-1"
    assert Event.objects.get(type="accounts.person.signed_in", subject=budi.id).facts["way"] == "oidc"

    known_there(service, "s-1", email="lain@contoh.go.id", email_verified=False)
    again = Client()
    goes(again, "s-1")
    assert is_in(again)


@pytest.mark.parametrize("who", ["unknown", "unverified", "left", "the address was given on"])
def test_nobody_else_comes_in_and_nobody_is_made(service, client, who):
    budi = an_officer()
    known_there(service, who.replace(" ", "-"), email=budi.email, email_verified=who != "unverified")
    if who == "unknown":
        known_there(service, who, email="siapa@contoh.go.id", email_verified=True)
    if who == "left":
        deactivate(person=budi, at=NINE, actor="system")
    if who.startswith("the address"):
        LinkedIdentity.objects.create(user=budi, issuer=service.issuer, subject="s-0", linked_at=NINE)
    before = (User.objects.count(), Post.objects.count(), LinkedIdentity.objects.count())

    answer = goes(client, who.replace(" ", "-"))

    assert answer.status_code == 403
    assert "SSO Kabupaten mengenal Anda" in answer.content.decode()
    assert not is_in(client)
    assert (User.objects.count(), Post.objects.count(), LinkedIdentity.objects.count()) == before


def test_it_stands_for_the_password_only(service, client):
    budi = an_officer()
    known_there(service, "s-2", email=budi.email, email_verified=True)
    secret = offer_second_factor(person=budi).letters.replace(" ", "")
    confirm_second_factor(person=budi, code=code_at(b32decode(secret), NINE), at=NINE)

    assert goes(client, "s-2").headers["Location"] == "/masuk/kode"
    assert not is_in(client)


@pytest.mark.parametrize("spoil", ["state", "another browser", "twice", "code", "issuer"])
def test_what_does_not_belong_to_this_browsers_way_is_refused(service, client, spoil):
    budi = an_officer()
    known_there(service, "s-3", email=budi.email, email_verified=True)
    back = signs_in_there(client.get("/masuk/luar").headers["Location"], "s-3")
    words = {name: value[0] for name, value in parse_qs(urlsplit(back).query).items()}
    match spoil:
        case "another browser":
            client = Client()
        case "twice":
            client.get("/masuk/luar/kembali", {**words, "state": "x"})
        case "issuer":
            words["iss"] = "https://palsu.contoh.go.id"
        case _:
            words[spoil] = "x"

    answer = client.get("/masuk/luar/kembali", words)

    assert (answer.status_code, answer.headers.get("Location", "")) in ((403, ""), (302, "/masuk"))
    assert not is_in(client)


def test_the_request_carries_proof_key_state_and_nonce(service):
    sent = send_there(service, back=BACK)
    words = parse_qs(urlsplit(sent.address).query)

    assert words["code_challenge_method"] == ["S256"]
    assert (words["state"], words["nonce"]) == ([sent.kept.state], [sent.kept.nonce])
    assert sent.kept.verifier not in sent.address
    assert "rahasia" not in repr(service)


def test_when_it_is_away_the_page_says_so_and_the_password_opens_all_the_same(settings, client):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.OIDC = Service("http://127.0.0.1:9", "pendopo", "x", "SSO Kabupaten")
    budi = an_officer()
    budi.set_password(PASSWORD)
    budi.save()

    away = client.get("/masuk/luar")

    assert away.status_code == 503
    assert "SSO Kabupaten sedang tidak menjawab" in away.content.decode()
    assert client.post("/masuk", {"surel": budi.email, "sandi": PASSWORD}).status_code == 302
    assert is_in(client)


def test_from_the_own_account_it_is_linked_whatever_the_address_and_unlinked(service, client):
    budi = an_officer()
    budi.set_password(PASSWORD)
    budi.save()
    known_there(service, "s-4", email="pribadi@contoh.id")
    client.post("/masuk", {"surel": budi.email, "sandi": PASSWORD})

    page = client.post("/akun/luar/kaitkan").content.decode()
    address = re.search(r'href="(http://127[^"]+)"', page).group(1).replace("&amp;", "&")
    assert client.get(signs_in_there(address, "s-4")).headers["Location"] == "/akun"

    other = Client()
    goes(other, "s-4")
    assert is_in(other)
    client.post("/akun/luar/lepas")
    assert goes(Client(), "s-4").status_code == 403


def test_strangers_who_press_again_and_again_keep_nobody_waiting_for_a_service_that_is_away(monkeypatch):
    asked = []

    def away(address, **more):
        asked.append(address)
        raise NoAnswer("slow")

    monkeypatch.setattr(oidc, "ask", away)
    for _press in range(3):
        with pytest.raises(ServiceAway):
            send_there(Service("https://lambat.contoh.go.id", "pendopo", "x", "SSO"), back=BACK)

    assert len(asked) == 1


KEY, FOREIGN = RSAKey.generate_key(2048, {"kid": "a"}), RSAKey.generate_key(2048, {"kid": "a"})
OURS = Service("https://sso.contoh.go.id", "pendopo", "x" * 40, "SSO")


def a_token(key=KEY, alg="RS256", **claims: object) -> str:
    at = int(NINE.timestamp())
    facts = {"iss": OURS.issuer, "aud": OURS.client, "sub": "s", "nonce": "n", "iat": at, "exp": at + 60, **claims}
    return jwt.encode({"alg": alg, "kid": "a"}, {name: fact for name, fact in facts.items() if fact is not None}, key, [alg])


def checked(token: str) -> dict[str, object]:
    keys = KeySet([KEY]).as_dict(private=False)
    return checked_id_token(OURS, token, keys=keys, nonce="n", access_token=None, at=NINE)


def test_a_token_that_fits_is_believed():
    assert checked(a_token())["sub"] == "s"
    assert checked(a_token(aud=["pendopo", "lain"], azp="pendopo"))["sub"] == "s"


_AN_HOUR = int(timedelta(hours=1).total_seconds())


@pytest.mark.parametrize(
    "token",
    [
        a_token(FOREIGN), a_token(iss="https://palsu.contoh.go.id"), a_token(aud="lain"), a_token(aud=["pendopo", "lain"]),
        a_token(nonce="m"), a_token(nonce=None), a_token(sub=None), a_token(exp=int(NINE.timestamp()) - _AN_HOUR),
        a_token(exp=None), a_token(OctKey.import_key(OURS.secret), "HS256"), "e30.e30.", "",
        a_token(iat=int(NINE.timestamp()) + _AN_HOUR),
    ],
    ids=["foreign key", "issuer", "audience", "audiences without party", "nonce", "no nonce", "no subject", "over", "no end",
         "shared secret", "unsigned", "nothing", "from the future"],
)  # fmt: skip
def test_a_token_that_does_not_fit_is_refused(token):
    with pytest.raises(ServiceRefused):
        checked(token)


def test_a_service_that_speaks_for_another_is_none(service):
    with pytest.raises(ServiceAway):
        send_there(Service(f"{service.issuer}/", "pendopo", "x", "SSO"), back=BACK)
