"""Language, one's own ticket, health, and addresses that lead nowhere."""

import json
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client

from pendopo.journal.models import Event
from pendopo.kernel.identifiers import public_code, readable_code
from tests.situations.hall import a_mall
from tests.situations.line import a_ticket
from tests.situations.times import NINE
from tests.web.public.conftest import a_mall_with_services

pytestmark = pytest.mark.django_db


def test_the_language_is_kept_and_one_stays_on_the_page(client):
    a_mall_with_services()

    answer = client.post("/bahasa", {"language": "en", "next": "/m/kalianda/layanan?bidang=Keluarga"})
    page = client.get(answer.headers["Location"])

    assert answer.headers["Location"] == "/m/kalianda/layanan?bidang=Keluarga"
    assert "All services" in page.content.decode()
    assert page.headers["Content-Language"] == "en"


@pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", ""])
def test_the_language_switch_never_leads_elsewhere(client, elsewhere):
    assert client.post("/bahasa", {"language": "en", "next": elsewhere}).headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client):
    answer = client.post("/bahasa", {"language": "xx", "next": "/"})

    assert "bahasa" not in answer.cookies


def test_the_language_is_changed_by_our_own_form_only():
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.post("/bahasa", {"language": "en"}).status_code == 403
    assert stranger.get("/bahasa").status_code == 405


def test_a_code_leads_to_its_ticket_however_it_was_typed(client):
    code = a_ticket().visit.code

    answer = client.post("/nomor", {"kode": f" {readable_code(code).lower()} "})

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(code)


@pytest.mark.parametrize("typed", ["", "K7M4P", "0000000000", "x" * 500, "<script>"])
def test_a_code_typed_wrong_is_explained(client, typed):
    answer = client.post("/nomor", {"kode": typed})

    assert answer.status_code == 404
    assert "Tidak ada tiket dengan kode ini." in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_a_code_with_one_wrong_sign_is_caught_before_asking(client):
    code = public_code()
    wrong = ("2" if code[0] != "2" else "3") + code[1:]

    assert client.post("/nomor", {"kode": wrong}).status_code == 404


def test_health_says_that_all_is_well(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer = client.get("/sehat")

    assert answer.status_code == 200
    assert answer.json()["ok"] is True


def test_health_says_that_the_worker_lags(client):
    Event.objects.create(type="queue.ticket.called", subject=uuid4(), at=NINE - timedelta(minutes=5), actor="system", facts={})

    answer = client.get("/sehat")

    assert answer.status_code == 200
    assert answer.json()["ok"] is False
    assert answer.json()["journal"] == {"events_without_position": 1, "waiting_seconds": 300, "behind": True}


def test_health_fails_when_the_database_does_not_answer(client):
    with patch("pendopo.web.public.site_views.connection.cursor", side_effect=OperationalError):
        answer = client.get("/sehat")

    assert answer.status_code == 503
    assert json.loads(answer.content) == {"ok": False, "database": "down"}


def test_machines_are_kept_from_tickets_and_desks(client):
    told = client.get("/robots.txt").content.decode()

    assert "Disallow: /t/" in told
    assert "Disallow: /loket/" in told


def test_the_icon_is_found_where_browsers_look(client):
    assert client.get("/favicon.ico").headers["Location"].endswith("mark.svg")


@pytest.mark.parametrize(("language", "said"), [("id", "Halaman ini tidak ada"), ("en", "This page is not here")])
def test_an_address_that_leads_nowhere_leads_back(client, language, said):
    client.cookies["bahasa"] = language

    answer = client.get("/tidak/ada")

    assert answer.status_code == 404
    assert said in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_a_script_that_asks_for_what_is_not_there_gets_a_problem_document(client):
    a_mall(code="kalianda")

    answer = client.get("/m/kalianda/layanan/x", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert answer.json()["type"] == "not_found"


@pytest.mark.parametrize("address", ["/", "/m/kalianda/", "/m/kalianda/layanan", "/m/kalianda/cari"])
def test_pages_are_read_and_never_posted_to(client, address):
    assert client.post(address).status_code == 405
