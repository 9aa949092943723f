"""Where one is signed in: said in coarse words, ended from elsewhere, and with it the counter that was opened there."""

import re

import pytest
from django.test import Client

from pendopo.accounts.models import BrowserSession
from pendopo.accounts.sessions import coarse, forget_expired_sessions
from pendopo.journal.models import Event
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import DeskLease
from pendopo.web.account.device_words import device_words
from tests.house.addresses import stand_at
from tests.situations.hall import a_counter, a_holder_of, a_mall, a_manager, an_administrator, an_officer
from tests.situations.line import a_ticket
from tests.situations.screens import JSON
from tests.situations.times import NINE, days, minutes

pytestmark = pytest.mark.django_db
PASSWORD = "kebun teh di lereng"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 8.1.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.141 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _house(settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    stand_at(monkeypatch, NINE)


def signs_in(person, device: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": device}, REMOTE_ADDR="10.20.30.40")
    person.set_password(PASSWORD) if not person.has_usable_password() else None
    person.save(update_fields=["password"])
    client.post("/masuk", {"surel": person.email, "sandi": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/pos").status_code == 200


def places(client: Client) -> list[str]:
    """The addresses by which the other places are ended."""
    return re.findall(r"/akun/sesi/[0-9a-f-]+/akhiri", client.get("/akun").content.decode())


def opens(client: Client, counter) -> DeskLease:
    assert client.post("/pos/buka", {"loket": counter.code}, headers=JSON).status_code == 200
    return DeskLease.objects.exclude(state=LeaseState.CLOSED).get(counter=counter)


def test_the_page_says_where_since_and_when_last_in_coarse_words(monkeypatch):
    budi = an_officer()
    desk, phone = signs_in(budi), signs_in(budi, PHONE)
    stand_at(monkeypatch, NINE + minutes(20))
    assert is_in(desk)

    page = desk.get("/akun").content.decode()

    for words in ("Firefox · Linux", "Chrome · Android", "10.20.…", "peramban ini", "terakhir terlihat", "09.20", "09.00"):
        assert words in page, words
    assert "10.20.30" not in page
    assert all(key not in page for key in BrowserSession.objects.values_list("session_key", flat=True))
    assert len(places(desk)) == 1
    assert is_in(phone)


def test_one_is_ended_and_its_browser_is_out_at_once():
    budi = an_officer()
    desk, phone, tablet = signs_in(budi), signs_in(budi, PHONE), signs_in(budi, PHONE)

    desk.post(places(desk)[0])

    assert [is_in(phone), is_in(tablet)].count(True) == 1
    assert is_in(desk)
    assert Event.objects.get(type="accounts.sessions.ended").facts == {"number": 1}


def test_all_others_are_ended_and_this_one_stays():
    budi = an_officer()
    desk, phone, tablet = signs_in(budi), signs_in(budi, PHONE), signs_in(budi)

    desk.post("/akun/sesi/lain/akhiri")

    assert (is_in(desk), is_in(phone), is_in(tablet)) == (True, False, False)


def test_nobody_ends_the_session_of_somebody_else():
    budi, rina = an_officer(), an_officer(name="Rina")
    theirs = signs_in(rina)
    place = BrowserSession.objects.get(person=rina).place

    signs_in(budi).post(f"/akun/sesi/{place}/akhiri")

    assert is_in(theirs)


def test_the_counter_that_was_opened_there_closes_and_its_visitor_goes_back_to_the_line():
    counter = a_counter()
    budi = an_officer(counter)
    stolen, own = signs_in(budi), signs_in(budi, PHONE)
    lease = opens(stolen, counter)
    ticket = a_ticket(counter.counter_lines.get().line, at=NINE)
    assert stolen.post("/d/panggil", headers=JSON).status_code == 200

    own.post(places(own)[0])

    lease.refresh_from_db()
    ticket.refresh_from_db()
    assert (lease.state, ticket.state) == (LeaseState.CLOSED, "waiting")
    answer = stolen.post("/d/panggil", headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (403, "queue.lease_lost")


def test_a_counter_opened_here_stays_open_when_the_others_are_ended():
    counter = a_counter()
    budi = an_officer(counter)
    here = signs_in(budi)
    signs_in(budi, PHONE)
    lease = opens(here, counter)

    here.post("/akun/sesi/lain/akhiri")

    lease.refresh_from_db()
    assert lease.state != LeaseState.CLOSED


def test_an_administrator_signs_a_person_of_the_mall_out_everywhere(settings):
    settings.SECOND_FACTOR_FORCED = False
    counter = a_counter()
    budi = an_officer(counter)
    desk, phone = signs_in(budi), signs_in(budi, PHONE)
    lease = opens(desk, counter)
    wayan = signs_in(an_administrator(counter.mall))

    page = wayan.post(f"/kelola/{counter.mall.code}/petugas/{budi.id}/keluarkan")

    assert page.status_code == 200
    lease.refresh_from_db()
    assert (is_in(desk), is_in(phone), lease.state) == (False, False, LeaseState.CLOSED)
    assert is_in(signs_in(budi))


@pytest.mark.parametrize("who", ["manager", "administrator elsewhere", "administrator, of a system administrator"])
def test_others_do_not(settings, who):
    settings.SECOND_FACTOR_FORCED = False
    mall = a_mall()
    target = a_holder_of("system", mall) if who.endswith("system administrator") else an_officer(a_counter(mall=mall))
    there = signs_in(target)
    by = {"manager": lambda: a_manager(mall), "administrator elsewhere": lambda: an_administrator(a_mall(), name="Joko")}
    client = signs_in(by.get(who, lambda: an_administrator(mall))())

    assert client.post(f"/kelola/{mall.code}/petugas/{target.id}/keluarkan").status_code == 404
    assert is_in(there)


def test_rows_that_sign_nobody_in_are_forgotten():
    signs_in(an_officer())
    row = BrowserSession.objects.get()

    assert forget_expired_sessions(at=row.expire_date - minutes(1)) == 0
    assert forget_expired_sessions(at=row.expire_date + days(1)) == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox · Linux"), (PHONE, "Chrome · Android"), ("curl/8.1", ""), ("", ""),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
         "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Safari/604",
         "Safari · iPhone"),
    ],
)  # fmt: skip
def test_a_browser_in_a_few_words(agent, words):
    assert device_words(agent) == words


def test_a_network_in_coarse_form():
    assert (coarse("192.168.7.9"), coarse("2001:db8:1:2::/64"), coarse("")) == ("192.168.…", "2001:db8:…", "")
