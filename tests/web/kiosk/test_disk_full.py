"""The disk fills up under a kiosk: refused as a sentence, nothing that was given is lost, and the next number follows."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from pendopo.queue.models import Ticket
from tests.situations.hall import a_kiosk, a_service
from tests.situations.screens import JSON, KioskScreen
from tests.situations.times import NINE

_TRIGGER = """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON queue_ticket EXECUTE FUNCTION no_room()"""


@contextmanager
def a_full_disk():
    """SQLite may not grow by a page; PostgreSQL says what it says then."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_TRIGGER)
        else:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            yield
        finally:
            cursor.execute(
                "DROP TRIGGER no_room ON queue_ticket"
                if connection.vendor == "postgresql"
                else "PRAGMA max_page_count = 1073741823"
            )


@pytest.fixture
def screen(own_database, monkeypatch):
    monkeypatch.setattr("pendopo.kernel.clock.now", lambda: NINE)
    service = a_service()
    kiosk, token = a_kiosk(mall=service.mall)
    screen = KioskScreen(kiosk, Client(raise_request_exception=False))
    screen.client.cookies["kios"] = f"{kiosk.id}.{token}"
    screen.service = service
    return screen


def test_refused_as_a_sentence_and_nothing_is_lost(screen):
    given = [screen.take(screen.service, headers=JSON).json()["number"]]
    with a_full_disk():
        for _press in range(400):
            answer = screen.take(screen.service, headers=JSON)
            if answer.status_code != 200:
                break
            given.append(answer.json()["number"])
        page = screen.take(screen.service, headers={"Accept": "text/html"})

    assert (answer.status_code, answer.json()["type"]) == (503, "kernel.disk_full")
    assert "Penyimpanan komputer aula penuh" in answer.json()["title"]
    assert (page.status_code, "Mohon beri tahu petugas TI." in page.content.decode()) == (503, True)
    given.append(screen.take(screen.service, headers=JSON).json()["number"])
    assert given == [f"A-{number:03d}" for number in range(1, len(given) + 1)]
    assert Ticket.objects.count() == len(given)
