"""`/metrik`: who may read it, and what stands there."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError

from pendopo.config.keeping.record import BACKUP, Entry, Record
from pendopo.config.measuring import endpoint, hall
from pendopo.config.measuring.counting import Counters
from pendopo.config.measuring.exposition import exposition
from pendopo.config.measuring.hall import Gauge
from tests.situations.busy_day import a_busy_hall
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db
_LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIRECTORY = tmp_path
    monkeypatch.setattr(endpoint, "now", lambda: NINE)
    counters = Counters(tmp_path / "keeping" / "requests")
    monkeypatch.setattr(endpoint, "_counters", lambda: counters)


def asked(**environ: str) -> tuple[str, str]:
    """Status and body as this machine, or another, sees them."""
    said: list[str] = []
    environ = {"PATH_INFO": "/metrik", "REMOTE_ADDR": "127.0.0.1", "SERVER_PORT": "1", **environ}
    application = endpoint.measured(lambda _environ, start: start("200 OK", []) or [b"page"])
    body = b"".join(application(environ, lambda status, headers: said.append(status)))
    return said[0], body.decode()


@pytest.mark.parametrize("who", [{}, {"REMOTE_ADDR": "::1"}])
def test_this_machine_may_read_it(who):
    assert asked(**who)[0] == "200 OK"


@pytest.mark.parametrize(
    "who",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer "},
    ],
)
def test_for_others_there_is_nothing_here(who):
    assert asked(**who) == ("404 Not Found", "")


def test_elsewhere_it_takes_the_token(settings):
    settings.METRICS_TOKEN = "rahasia-sekali"

    assert asked(REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer rahasia-sekali")[0] == "200 OK"
    assert asked(REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer salah")[0] == "404 Not Found"


def test_the_hall_the_journal_and_the_backups_stand_there(tmp_path):
    busy = a_busy_hall(seed=3)
    busy.goes_on(60)
    Record(tmp_path).note(Entry(BACKUP, NINE - timedelta(hours=7), well=True))
    asked(PATH_INFO="/k/nomor")

    _status, body = asked()

    lines = [line for line in body.splitlines() if not line.startswith("#")]
    assert not [line for line in lines if not _LINE.fullmatch(line)]
    assert f'pendopo_tickets{{mall="{busy.mall.code}",state="' in body
    assert "pendopo_backup_age_seconds 25200" in body
    assert 'pendopo_request_seconds_count{room="kiosk",status="2xx"} 1' in body
    assert "pendopo_database_up 1" in body
    assert "pendopo_live_up 0" in body


def test_a_database_that_is_away_is_a_figure_and_no_fault(monkeypatch):
    def away(_at):
        raise DatabaseError("connection refused")

    monkeypatch.setattr(hall, "_journal", away)

    status, body = asked()

    assert status == "200 OK"
    assert "pendopo_database_up 0" in body
    assert "pendopo_disk_free_bytes" in body


def test_a_fault_of_the_application_is_counted_and_goes_on(tmp_path):
    def fails(_environ, _start):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        endpoint.measured(fails)({"PATH_INFO": "/t/x"}, lambda *_words: None)

    assert 'pendopo_request_seconds_count{room="ticket",status="5xx"} 1' in asked()[1]


def test_labels_are_escaped_and_large_numbers_whole():
    text = exposition([Gauge("a", "A.", 123456789012, {"x": 'a"b\\c\nd'})], [])

    assert 'a{x="a\\"b\\\\c\\nd"} 123456789012\n' in text
