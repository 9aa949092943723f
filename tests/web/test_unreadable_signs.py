"""Signs that no database keeps, where people type: a sentence, not a fault of ours, and nothing is half done."""

from urllib.parse import quote

import pytest

from tests.house.addresses import WholeMall, stand_at
from tests.situations.line import a_visitor_served_at, again
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def mall(monkeypatch):
    stand_at(monkeypatch, NINE)
    return WholeMall()


def test_a_nul_in_a_note_or_a_code_breaks_nothing(mall, client):
    ticket = a_visitor_served_at(mall.desk)
    client.force_login(mall.desk.officer)
    client.cookies["meja"] = mall.lease_cookie
    for path, form in (
        ("/d/catatan", {"tiket": str(ticket.id), "catatan": "a\x00b"}),
        ("/pos/buka", {"loket": "a\x00b"}),
        (f"/t/{mall.held.visit.code}/layanan", {"layanan": "\x00"}),
    ):
        for accept in ("text/html", "application/json"):
            answer = client.post(path, form, headers={"accept": accept})
            assert answer.status_code < 500, path
    assert "\x00" not in again(ticket).note


@pytest.mark.parametrize("between", ["-", " ", "'", "+", ":", "&", "(", "%"])
def test_a_code_written_with_signs_between_leads_to_its_page_and_not_in_a_circle(mall, client, between):
    code = mall.held.visit.code
    answer = client.get(f"/t/{quote(code[:5] + between + code[5:], safe='')}?n=A-1")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/t/{code}?n=A-1")


def test_the_kiosk_keeps_only_a_language_that_it_speaks(mall, client):
    client.cookies["kios"] = f"{mall.kiosk.id}.{mall._kiosk_token}"
    answer = client.get("/k/pilih", {"bahasa": "\u202e;evil"})
    assert "bahasa_kios" not in answer.cookies
