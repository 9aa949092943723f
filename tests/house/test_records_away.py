"""While the database is away every page says so, in words, and asks again by itself; no page answers with a fault of ours."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from pendopo.queue.models import Ticket
from tests.house.addresses import WholeMall, addresses, stand_at
from tests.situations.line import a_key
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db

SAID = "Catatan aula sedang tidak bisa dibuka. Nomor yang sudah diberikan tetap berlaku."
_WITHOUT_RECORDS = {200, 204, 301, 302, 303, 404, 405}


@pytest.fixture
def mall(monkeypatch):
    stand_at(monkeypatch, NINE)
    return WholeMall()


@contextmanager
def away():
    """Nothing can be asked of the database."""

    def refuses(*_asked: object) -> None:
        raise OperationalError("server closed the connection") from psycopg.OperationalError("server closed the connection")

    with connection.execute_wrapper(refuses):
        yield


def patient(client: Client) -> Client:
    """One that looks at what comes, whatever it is."""
    client.raise_request_exception = False
    return client


def test_every_address_says_so(mall):
    browsers = {address: patient(mall.browser(address)) for address in addresses()}
    paths = {address: mall.path(address) for address in browsers}
    said_so = set()
    with away():
        for address, browser in browsers.items():
            answer = browser.get(paths[address])
            if answer.status_code == 503 and address.name != "health":
                assert SAID in answer.content.decode(), address.name
                assert 'name="again" content="10" data-whole' in answer.content.decode(), address.name
                assert answer.headers["Retry-After"] == "10"
                leads_on = "Ke halaman depan" in answer.content.decode()
                assert leads_on is not paths[address].startswith(("/k/", "/layar/"))
                said_so.add(address.name)
            else:
                assert answer.status_code in _WITHOUT_RECORDS | {503}, (address.name, answer.status_code)
    assert {"display", "kiosk", "ticket", "portal", "posts"} <= said_so


@pytest.mark.parametrize("path", ["/k/nomor", "/d/panggil"])
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_press_is_refused_with_the_sentence_and_nothing_happened(mall, path, accept):
    before = Ticket.objects.count()
    browser = patient(Client(headers={"Accept": accept}))
    browser.cookies["kios"], browser.cookies["meja"] = mall.device_cookie(mall.kiosk.kind), mall.lease_cookie
    with away():
        answer = browser.post(
            "/d/selesai" if path == "/d/panggil" else "/k/tampil", {"kunci": a_key(), "tiket": mall.waiting.id}
        )

    assert (answer.status_code, SAID in answer.content.decode()) == (503, True)
    assert Ticket.objects.count() == before


def test_a_fragment_is_a_notice_beside_what_the_officer_has(mall):
    browser = patient(Client(headers={"HX-Request": "true"}))
    browser.cookies["meja"] = mall.lease_cookie
    with away():
        answer = browser.post("/d/panggil", {"kunci": a_key()})

    assert (answer.status_code, answer.headers["HX-Retarget"]) == (503, "#notices")
    assert SAID in answer.content.decode()
