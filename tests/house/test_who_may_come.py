"""Every address names its audience; a stranger hears 404 everywhere, and who is not signed in is asked to."""

import pytest
from django.test import Client

from pendopo.kernel.keys import new_token
from pendopo.queue.models import Ticket
from pendopo.web.audience import Audience
from pendopo.web.desk.commands import COMMANDS
from pendopo.web.desk.news import NEWS
from tests.house.addresses import HOT, Address, WholeMall, addresses, of_staff, signed_in, stand_at
from tests.situations.hall import a_counter, a_mall, a_manager, a_person, joko
from tests.situations.line import an_open_desk
from tests.situations.screens import JSON
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db

WORDS = (*COMMANDS, "panggil")
# They name no number that somebody holds.
OF_NO_TICKET = frozenset({"panggil", "jeda", "buka-lagi", "tutup", "ambil", *NEWS})


@pytest.fixture
def mall(monkeypatch):
    stand_at(monkeypatch, NINE)
    return WholeMall()


def asked(client: Client, address: Address, mall: WholeMall, **headers: str):
    """The answer of an address, by the method it is made for."""
    got = client.get(mall.path(address), headers=headers)
    return client.post(mall.path(address), mall.presses(), headers=headers) if got.status_code == 405 else got


def test_every_address_names_its_audience():
    nameless = [address.route for address in addresses() if not isinstance(getattr(address.view, "audience", None), Audience)]
    assert not nameless


def test_hot_addresses_ask_for_no_account():
    """They pass by sessions, so an audience that needs one would turn everybody away."""
    hot = {address.route: address.audience for address in addresses() if f"/{address.route}".startswith(HOT)}
    assert set(hot.values()) == {Audience.DEVICE, Audience.DESK}, hot


def test_the_rooms_of_staff_are_walked():
    names = {address.name for address in of_staff()}
    assert {"desk", "posts", "open_counter", "sign_out", "backoffice", "people", "workbook_export", "switchboard"} <= names


def test_who_is_not_signed_in_is_asked_to_and_comes_back(mall, client):
    for address in of_staff():
        path = mall.path(address)
        got, posted = client.get(path), client.post(path, mall.presses())

        answers = [answer for answer in (got, posted) if answer.status_code != 405]
        places = {answer.headers.get("Location", "").partition("?")[0] for answer in answers}
        assert ({answer.status_code for answer in answers}, places) == ({302}, {"/masuk"}), address.name
        if got.status_code == 302:
            assert got.headers["Location"] == f"/masuk?next={path}", address.name


def test_a_script_without_an_account_hears_so(mall, client):
    for address in of_staff():
        answer = asked(client, address, mall, **JSON)
        assert (answer.status_code, answer.json()["type"]) == (401, "web.sign_in_first"), address.name


@pytest.mark.parametrize("who", [joko, lambda: a_manager(a_mall(), name="Joko")], ids=["officer", "manager"])
def test_joko_of_another_mall_finds_nothing_of_this_one(mall, who):
    client = signed_in(who())
    for address in of_staff():
        answer = asked(client, address, mall)

        if address.arguments or address.name == "open_counter":
            assert answer.status_code == 404, address.name
        assert mall.mall.code not in answer.headers.get("Location", ""), address.name
        assert not mall.is_shown_in(answer), address.name
        if address.name == "sign_out":
            client = signed_in(who())


def test_somebody_without_any_post_finds_no_room_of_staff(mall):
    for address in of_staff():
        answer = asked(signed_in(a_person("Joko")), address, mall)

        if address.audience is not Audience.SIGNED_IN:
            assert answer.status_code == 404, address.name
        assert not mall.is_shown_in(answer), address.name


def test_an_officer_does_not_run_the_mall(mall):
    client = signed_in(mall.desk.officer)
    beyond = of_staff(Audience.MANAGER, Audience.GREETER)
    statuses = {address.name: asked(client, address, mall).status_code for address in beyond}
    assert set(statuses.values()) == {404}, statuses


def test_no_desk_command_without_the_counters_lease(mall, client):
    before = list(Ticket.objects.order_by("pk").values())
    for word in WORDS:
        for cookie in ("", "not-a-lease", f"{mall.desk.opened.lease}.{new_token()}"):
            client.cookies["meja"] = cookie
            answer = client.post(f"/d/{word}", mall.presses(), headers=JSON)
            assert (answer.status_code, answer.json()["type"]) == (403, "queue.lease_lost"), word
    assert list(Ticket.objects.order_by("pk").values()) == before


def test_jokos_desk_finds_no_visitor_of_this_mall(mall, client):
    opened = an_open_desk(a_counter(mall=a_mall())).opened
    client.cookies["meja"] = f"{opened.lease}.{opened.secret}"
    before = list(Ticket.objects.order_by("pk").values())

    statuses = {}
    for word in {*WORDS} - OF_NO_TICKET:
        statuses[word] = client.post(f"/d/{word}", mall.presses(), headers=JSON).status_code

    assert set(statuses.values()) == {404}, statuses
    assert list(Ticket.objects.order_by("pk").values()) == before


def test_jokos_desk_takes_no_number_for_a_service_of_this_mall(mall, client):
    opened = an_open_desk(a_counter(mall=a_mall())).opened
    client.cookies["meja"] = f"{opened.lease}.{opened.secret}"
    before = Ticket.objects.count()

    assert client.post("/d/ambil", mall.presses(), headers=JSON).status_code == 404
    assert Ticket.objects.count() == before
