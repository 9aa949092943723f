"""The commands as a shell meets them, in processes of their own: backup, rehearsal, restore."""

import subprocess
import sys

import pytest
from django.db import connection

from pendopo.config.keeping.faults import AlreadyKeeping, PlaceUnreachable
from pendopo.config.keeping.record import BACKUP, REHEARSAL, Record
from tests.config.keeping.installation import PASSPHRASE, everything
from tests.situations.own_database import a_fresh_database

pytestmark = pytest.mark.race


def pendopo(database, *words: str, said: str | None = None, **settings: str) -> tuple[int, str]:
    """Exit status and all that was printed."""
    done = subprocess.run(
        [sys.executable, "-m", "pendopo", *words], env=database.environment(LANGUAGE="id", **settings), input=said or "",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_from_the_first_backup_to_a_new_machine(own_database, installation, tmp_path):
    installation.lives_a_day()
    (installation.keys / "backup-lock.key").unlink()
    place = {"PENDOPO_BACKUP": str(installation.place.path)}
    before = everything()

    status, said = pendopo(own_database, "backup", **place)
    assert (status, "--new-passphrase" in said) == (1, True)
    assert pendopo(own_database, "backup", "--new-passphrase", said="terlalu dek\n")[0] == 1
    assert pendopo(own_database, "backup", "--new-passphrase", said=f"{PASSPHRASE}\n")[0] == 0

    status, said = pendopo(own_database, "backup", "--copies", "2", **place)
    assert (status, ".pendopo" in said) == (0, True)
    status, said = pendopo(own_database, "backup", "rehearse", **place)
    assert (status, ".pendopo" in said) == (0, True)
    record = Record(installation.data)
    assert [record.newest(what).well for what in (BACKUP, REHEARSAL)] == [True, True]
    assert not list((installation.data / "keeping").glob("rehearsal-*"))

    paper = tmp_path / "sandi.txt"
    paper.write_text(f"{PASSPHRASE}\n")
    with a_fresh_database(tmp_path / "machine") as fresh:
        status, said = pendopo(fresh, "restore", place["PENDOPO_BACKUP"])
        assert (status, "--passphrase-file" in said) == (1, True)
        assert pendopo(fresh, "restore", place["PENDOPO_BACKUP"], "--check", "--passphrase-file", str(paper))[0] == 0
        status, said = pendopo(fresh, "restore", place["PENDOPO_BACKUP"], "--passphrase-file", str(paper))
        assert status == 0, said
        status, said = pendopo(fresh, "restore", place["PENDOPO_BACKUP"])
        assert (status, "--overwrite" in said) == (1, True)
        with fresh.in_use():
            assert everything() == before
        assert pendopo(fresh, "journal", "verify")[0] == 0


def test_a_rehearsal_finds_a_backup_that_cannot_be_read(own_database, installation):
    installation.lives_a_day()
    file = installation.file(installation.backs_up())
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    status, said = pendopo(own_database, "backup", "rehearse", str(installation.place.path))

    assert status == 1
    rehearsal = Record(installation.data).newest(REHEARSAL)
    assert rehearsal is not None
    assert not rehearsal.well
    assert rehearsal.why in said


@pytest.mark.parametrize("words", [["backup"], ["backup", "rehearse"]])
def test_without_a_place_it_is_asked_for(own_database, installation, words):
    status, said = pendopo(own_database, *words)

    assert (status, "PENDOPO_BACKUP" in said) == (1, True)


def test_a_place_that_cannot_be_written_is_said_and_remembered(own_database, installation):
    (installation.data / "berkas").touch()

    status, said = pendopo(own_database, "backup", str(installation.data / "berkas" / "di dalamnya"))

    assert (status, "berkas" in said) == (1, True)
    assert not Record(installation.data).newest(BACKUP).well
    assert not list((installation.data / "keeping").glob("*.draft"))
    assert connection.introspection.table_names()


def test_a_database_that_is_away_is_said_in_a_sentence(own_database, installation):
    away = {"PENDOPO_DATABASE": "postgresql://pendopo@127.0.0.1:9/pendopo", "PENDOPO_BACKUP": str(installation.place.path)}
    for words in (
        ["backup"],
        ["upgrade"],
        ["upgrade", "--dry-run"],
        ["move-database", "sqlite:///x"],
        ["restore", "nothing.pendopo"],
    ):
        status, said = pendopo(own_database, *words, **away)

        assert (status, said.count("\n"), "Traceback" in said) == (1, 1, False), said
    assert not Record(installation.data).newest(BACKUP).well


def test_a_full_disk_is_said_and_leaves_nothing_behind(installation, monkeypatch):
    installation.lives_a_day(steps=5)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pendopo.config.keeping.make_backup.os.fsync", full)
    with pytest.raises(PlaceUnreachable, match="No space left on device"):
        installation.backs_up()

    monkeypatch.undo()
    assert list(installation.place.names()) == []
    assert not list((installation.data / "keeping").glob("*.draft"))


def test_one_backup_at_a_time(installation):
    with Record(installation.data).working(), pytest.raises(AlreadyKeeping):
        installation.backs_up()
