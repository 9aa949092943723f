"""Who may run a mall: its manager and its administrator, nobody else, and not next door."""

import pytest
from django.test import Client

from tests.situations.hall import (
    a_counter,
    a_line,
    a_mall,
    a_manager,
    a_supervisor,
    an_administrator,
    an_agency,
    an_officer,
    joko,
)
from tests.web.backoffice.conftest import signed_in, words_of

pytestmark = pytest.mark.django_db

PAGES = ("", "buku", "ekspor", "layar", "petugas", "hari-ini", "suara")
COMMANDS = (
    "hari-ini/jeda",
    "gladi/mulai",
    "gladi/akhiri",
    "layar",
    "buku",
    "suara",
    "suara/id/satu",
    "suara/id/satu/hapus",
    "hari-ini/jalur/{line}/henti",
    "hari-ini/jalur/{line}/buka",
)


@pytest.mark.parametrize("page", PAGES)
def test_manager_and_administrator_may(page):
    mall = a_mall(code="kalianda")

    for person in (a_manager(mall), an_administrator(mall)):
        assert signed_in(person).get(f"/kelola/kalianda/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_others_hear_that_it_is_not_there(page):
    mall = a_mall(code="kalianda")
    strangers = [joko(), an_officer(a_counter(line=a_line(mall=mall))), a_supervisor(an_agency(mall=mall)), a_manager(a_mall())]

    assert [signed_in(person).get(f"/kelola/kalianda/{page}").status_code for person in strangers] == [404] * 4


@pytest.mark.parametrize("command", COMMANDS)
def test_nobody_else_commands(command):
    mall = a_mall(code="kalianda")
    line = a_line(mall=mall)
    path = f"/kelola/kalianda/{command.format(line=line.code)}"

    assert signed_in(a_manager(a_mall())).post(path).status_code == 404
    assert Client().post(path)["location"].startswith("/masuk?next=")


@pytest.mark.parametrize("page", ["", *(f"kalianda/{page}" for page in PAGES), "nowhere/buku"])
def test_one_is_asked_to_sign_in_first_and_comes_back(page):
    a_mall(code="kalianda")

    assert Client().get(f"/kelola/{page}")["location"] == f"/masuk?next=/kelola/{page}"


def test_the_only_mall_is_opened_at_once():
    mall = a_mall(code="kalianda")

    assert signed_in(an_administrator(mall)).get("/kelola/")["location"] == "/kelola/kalianda/"


def test_who_runs_several_malls_chooses():
    person = an_administrator(a_mall(code="satu", name="MPP Satu"))
    other = a_mall(code="dua", name="MPP Dua")
    other.posts.create(user=person, role="manager", from_date="2026-01-01")

    page = words_of(signed_in(person).get("/kelola/"))

    assert "MPP Satu" in page
    assert "MPP Dua" in page


def test_with_a_mall_there_is_nothing_to_found():
    a_mall()

    assert signed_in(joko()).get("/kelola/").status_code == 404
    assert signed_in(joko()).get("/kelola/buku").status_code == 404


def test_devices_people_pauses_and_lines_of_another_mall_are_not_there():
    from pendopo.directory.pause_hall import pause_hall
    from tests.situations.hall import a_display, a_kiosk, a_zone
    from tests.situations.times import NINE, minutes

    other = a_mall()
    kiosk, _token = a_kiosk(mall=other)
    display, _token = a_display(zone=a_zone(mall=other))
    person = an_officer(a_counter(line=a_line(mall=other)))
    pause = pause_hall(mall=other, starts_at=NINE, ends_at=NINE + minutes(9), reason="Senam", at=NINE, actor="system")
    line = a_line(mall=other)
    office = signed_in(an_administrator(a_mall(code="kalianda")))

    for path in (
        f"layar/{kiosk.id}/pasang", f"layar/{kiosk.id}/cabut", f"suara/layar/{display.id}", f"petugas/{person.id}/undang",
        f"hari-ini/jeda/{pause.id}/akhiri", f"hari-ini/jalur/{line.code}/buka",
    ):  # fmt: skip
        assert office.post(f"/kelola/kalianda/{path}", {"minutes": "15", "reason": "crowded", "volume": "5"}).status_code == 404
    assert (
        office.post(f"/kelola/kalianda/hari-ini/jalur/{line.code}/henti", {"minutes": "15", "reason": "crowded"}).status_code
        == 404
    )
