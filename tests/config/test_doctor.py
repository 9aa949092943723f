"""`./pendopo doctor`: each examination when all is well and when it is not."""

import socket
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import translation

from pendopo.config import doctor
from pendopo.config.doctor import examine
from pendopo.config.keeping import examine as examine_module
from pendopo.config.keeping import passphrase
from pendopo.config.keeping.record import BACKUP, REHEARSAL, Entry, Record
from pendopo.config.supervisor import free_port
from pendopo.journal.protection import missing_protection
from pendopo.journal.relay import give_positions
from pendopo.kernel.clock import now
from pendopo.kernel.network import proxies_in
from tests.situations.events import an_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(settings, tmp_path, monkeypatch):
    settings.DATA_DIRECTORY, settings.KEYS_DIRECTORY = tmp_path, tmp_path / "keys"
    settings.BACKUP = str(tmp_path / "cadangan")
    # The tests' own PostgreSQL forgets on purpose; here it answers as a mall's server does.
    monkeypatch.setattr(doctor, "_setting", lambda _name: "on")
    with translation.override("en"):
        backed_up(tmp_path, monkeypatch)
        yield


def backed_up(data, monkeypatch):
    """Last night, with a rehearsal."""
    monkeypatch.setattr(examine_module, "clock_is_kept_right", lambda: True)
    monkeypatch.setattr(passphrase, "COST", 2)
    passphrase.set_passphrase("delapan kerbau menyeberang", keys=data / "keys")
    for what in (BACKUP, REHEARSAL):
        Record(data).note(Entry(what, now() - timedelta(hours=9), well=True, facts={"name": "a.pendopo", "place": "/srv"}))


def findings(**how):
    return list(examine(port=free_port(), **how))


def ill(**how):
    """What is not well."""
    return [(finding.sentence, finding.advice) for finding in findings(**how) if not finding.well]


def test_a_healthy_installation_has_thirteen_good_findings():
    assert ill() == []
    assert len(findings()) == 13


def test_a_proxy_that_is_not_named_is_found(settings):
    settings.HTTPS = True

    ((sentence, advice),) = ill()

    assert "all visitors come from one address" in sentence
    assert "PENDOPO_PROXIES" in advice
    settings.PROXIES = proxies_in("127.0.0.1")
    assert ill() == []


def test_a_database_that_may_forget_what_it_acknowledged_is_found(monkeypatch):
    monkeypatch.setattr(doctor, "_setting", lambda name: "off" if name == "fsync" else "on")
    monkeypatch.setattr(doctor, "_pragma", lambda name: "wal" if name == "journal_mode" else "0")

    ((sentence, advice),) = ill()

    assert "power cut" in sentence
    assert advice


def test_a_missing_trigger_is_named_and_put_back():
    table = "" if connection.vendor == "sqlite" else " ON journal_event"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER journal_event_kept{table}")

    ((sentence, advice),) = ill()
    assert "journal_event_kept" in sentence
    assert "--repair" in advice

    assert ill(repair=True) == []
    assert missing_protection(connection) == frozenset()


def test_keys_that_others_can_read_are_found_and_made_private(settings):
    settings.KEYS_DIRECTORY.chmod(0o755)
    key = settings.KEYS_DIRECTORY / "live.1.key"
    key.write_text("secret")
    key.chmod(0o644)

    assert len(ill()) == 1
    assert ill(repair=True) == []
    assert (key.stat().st_mode & 0o777, settings.KEYS_DIRECTORY.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_clock_set_back_is_found():
    an_event(at=now() + timedelta(hours=1))
    give_positions()

    ((sentence, _advice),) = ill()

    assert "clock was set back" in sentence


def test_events_that_wait_too_long_say_that_the_worker_does_not_run():
    an_event(at=now() - timedelta(minutes=5))

    ((sentence, advice),) = ill()

    assert "worker does not run" in sentence
    assert "./pendopo up" in advice


def test_tables_of_an_older_shape_are_found(monkeypatch):
    monkeypatch.setattr(doctor.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])

    ((sentence, advice),) = ill()

    assert sentence.startswith("1 changes")
    assert "./pendopo migrate" in advice


def test_a_foreign_program_on_the_port_is_found():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        (foreign,) = [finding for finding in examine(port=port) if not finding.well]

    assert str(port) in foreign.sentence


def test_a_full_disk_is_found(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 3_000_000})())

    ((sentence, _advice),) = ill()

    assert sentence.startswith("Only 3 MB are free")


def test_a_database_that_cannot_be_reached_is_said_and_the_rest_still_examined(monkeypatch):
    def refuse(*_words):
        raise doctor.DatabaseError("connection refused\nmore words")

    monkeypatch.setattr(connection, "cursor", refuse)

    ((sentence, _advice),) = ill()

    assert sentence == "The database cannot be reached: connection refused"


def test_numbers_that_a_power_cut_could_lose_are_found(monkeypatch):
    monkeypatch.setattr(doctor, "_pragma", lambda name: {"journal_mode": "delete", "synchronous": "1"}[name])
    monkeypatch.setattr(doctor, "_setting", lambda name: "off" if name == "fsync" else "on")

    ((sentence, _advice),) = ill()

    assert sentence.startswith("A power cut could lose numbers")


def test_a_mall_without_backups_is_told_so_and_a_demo_is_not(settings):
    settings.BACKUP = ""

    ((sentence, advice),) = ill()
    settings.DEMO = True

    assert "Nobody makes a backup" in sentence
    assert "PENDOPO_BACKUP" in advice
    assert ill() == []


def test_a_backup_without_a_passphrase_is_found(settings):
    (settings.KEYS_DIRECTORY / passphrase.FILE).unlink()

    ((_sentence, advice),) = ill()

    assert "--new-passphrase" in advice


def test_an_old_backup_is_found_with_the_reason_why_there_is_no_newer_one(settings, monkeypatch):
    monkeypatch.setattr(doctor, "now", lambda: now() + timedelta(days=3))
    Record(settings.DATA_DIRECTORY).note(Entry(BACKUP, now() + timedelta(days=2), well=False, why="the disk is full"))

    ((sentence, _advice),) = ill()

    assert sentence == "The newest backup was made 3 days ago. (the disk is full)"


def test_a_rehearsal_that_failed_or_is_long_ago_is_found(settings, monkeypatch):
    record = Record(settings.DATA_DIRECTORY)
    record.note(Entry(REHEARSAL, now(), well=False, why="chunk 7"))
    ((sentence, advice),) = ill()
    assert (sentence, "backup rehearse" in advice) == ("The last rehearsal of a restore failed. (chunk 7)", True)

    later = now() + timedelta(days=45)
    record.note(Entry(REHEARSAL, now(), well=True))
    record.note(Entry(BACKUP, later, well=True))
    monkeypatch.setattr(doctor, "now", lambda: later)
    ((sentence, _advice),) = ill()
    assert sentence.startswith("A restore was last rehearsed 4")


def test_a_clock_that_nobody_sets_is_found(monkeypatch):
    monkeypatch.setattr(examine_module, "clock_is_kept_right", lambda: False)

    ((sentence, advice),) = ill()

    assert "clock" in sentence
    assert "NTP" in advice
