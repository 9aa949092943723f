"""A whole installation answers by HTTPS: real processes, real connections, verified against the root that is handed out."""

import json
import re
import socket
import ssl
import urllib.error
import urllib.request
from http.client import HTTPConnection, HTTPException

import pytest
from cryptography import x509

from pendopo.config.supervisor import Installation, Supervisor, free_port
from pendopo.config.tls.serving import serving
from pendopo.kernel.authority import ensure_certificate, renew_certificate, root_certificate, server_certificate
from pendopo.kernel.clock import now
from tests.config.test_installation import eventually
from tests.situations.times import days

pytestmark = pytest.mark.race


@pytest.fixture
def running(own_database):
    keys = own_database.data / "keys"
    # Near its end, so that a test may renew it.
    ensure_certificate(keys=keys, wanted=["localhost", "127.0.0.1"], at=now() - days(380))
    installation = Installation(
        own_database.data, own_database.address, port=free_port(), extra=own_database.more(),
        tls=serving({}, keys=keys, wish=True), redirect_port=free_port(),
    )  # fmt: skip
    with Supervisor(installation) as supervisor:
        supervisor.wait_until_ready(seconds=60)
        yield installation, keys


def believing(keys) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=root_certificate(keys).der)


def served(installation: Installation, port: int) -> int:
    """The serial number of the certificate that answers there."""
    try:
        pem = ssl.get_server_certificate((installation.own_address, port), timeout=5)
    except OSError:
        return 0  # Asked while one worker went and the next came.
    return x509.load_pem_x509_certificate(pem.encode()).serial_number


def test_pages_and_stream_are_believed_by_a_device_that_trusts_the_root(running):
    installation, keys = running
    with urllib.request.urlopen(f"{installation.address}/masuk", timeout=10, context=believing(keys)) as page:  # noqa: S310
        assert page.status == 200
        cookies = page.headers.get_all("Set-Cookie")
        policy = page.headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in page.headers
    assert cookies
    assert all("; Secure" in cookie for cookie in cookies)
    assert f"connect-src 'self' https://127.0.0.1:{installation.live_port}" in policy
    with urllib.request.urlopen(
        f"https://localhost:{installation.live_port}/live/siap", timeout=10, context=believing(keys)
    ) as live:
        assert live.status == 200

    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"{installation.address}/masuk", timeout=10, context=ssl.create_default_context())  # noqa: S310


def test_the_root_is_handed_out(running):
    installation, keys = running
    with urllib.request.urlopen(f"{installation.address}/percaya/pendopo.crt", timeout=10, context=believing(keys)) as answer:  # noqa: S310
        assert answer.read() == root_certificate(keys).der


def test_an_old_protocol_and_plain_http_hear_nothing(running):
    installation, keys = running
    old = believing(keys)
    with pytest.deprecated_call():
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", installation.port)) as wire, pytest.raises((ssl.SSLError, OSError)):
        old.wrap_socket(wire, server_hostname="localhost")
    plain = HTTPConnection("127.0.0.1", installation.port, timeout=5)
    plain.request("GET", "/masuk")
    with pytest.raises((OSError, HTTPException)):
        plain.getresponse()


def test_who_comes_by_http_is_sent_on(running):
    installation, _keys = running
    plain = HTTPConnection("127.0.0.1", installation.redirect_port, timeout=5)
    plain.request("GET", "/m/mpp/?q=akta")
    answer = plain.getresponse()

    assert (answer.status, answer.headers["Location"]) == (308, f"https://127.0.0.1:{installation.port}/m/mpp/?q=akta")


def test_a_renewed_certificate_is_taken_up_while_the_hall_works(running):
    installation, keys = running
    before = server_certificate(keys).serial_number
    assert served(installation, installation.port) == before

    assert renew_certificate(keys=keys, at=now())
    after = server_certificate(keys).serial_number

    eventually(lambda: {served(installation, port) for port in (installation.port, installation.live_port)} == {after})


def test_a_form_is_believed_only_from_the_page_that_came_by_https(running):
    installation, keys = running
    cookies = urllib.request.HTTPCookieProcessor()
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=believing(keys)), cookies)
    page = opener.open(f"{installation.address}/masuk", timeout=10).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = f"csrfmiddlewaretoken={token}&surel=a@b.example&sandi=salah-sekali".encode()

    def refused_as(origin: str) -> str:
        asked = urllib.request.Request(  # noqa: S310
            f"{installation.address}/masuk", data=form, headers={"Origin": origin, "Accept": "application/json"}
        )
        with pytest.raises(urllib.error.HTTPError) as refusal:
            opener.open(asked, timeout=10)
        return json.load(refusal.value)["type"]

    assert refused_as(installation.address) == "accounts.wrong_sign_in"
    assert refused_as(installation.address.replace("https", "http")) == "web.forged"
