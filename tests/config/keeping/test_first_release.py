"""From the first data that anybody can have to today: upgraded, verified, still readable, and with a way back."""

import lzma
import shutil
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from pendopo.config.keeping.container import ContainerReader
from pendopo.config.keeping.load_installation import About
from pendopo.config.keeping.passphrase import set_passphrase, stored_lock
from pendopo.config.keeping.places import Folder
from pendopo.config.keeping.sealed_stream import OpenedReader
from pendopo.config.keeping.upgrade import pending_changes
from pendopo.journal.events import history_of
from pendopo.journal.protection import missing_protection
from pendopo.journal.verify import verify
from pendopo.queue.models import Ticket, Visit
from tests.config.keeping.installation import PASSPHRASE, everything
from tests.config.keeping.test_commands import pendopo
from tests.situations.own_database import OwnDatabase, a_database_in, a_fresh_database

pytestmark = pytest.mark.race

FIRST = Path(__file__).parent / "first_release"
# As the first release counted its own day when it was made.
EVENTS, NUMBERS, SEALS = 119, 58, 1
# What an upgrade leaves as it was.
KEPT = ("journal_event", "journal_seal", "queue_visit")


@pytest.fixture
def first(tmp_path, settings, django_db_blocker):
    """The first release's installation, as it was left."""
    with a_database_in(tmp_path) as own, django_db_blocker.unblock():
        _lay_down(own)
        (own.data / "keys").mkdir(mode=0o700)
        shutil.copy(FIRST / "journal-seal.1.key", own.data / "keys")
        (own.data / "keys" / "journal-seal.1.key").chmod(0o600)
        settings.DATA_DIRECTORY, settings.KEYS_DIRECTORY = own.data, own.data / "keys"
        with own.in_use():
            yield own


def _lay_down(own: OwnDatabase) -> None:
    if own.vendor == "sqlite":
        own.file.write_bytes(lzma.decompress((FIRST / "first.sqlite3.xz").read_bytes()))
        return
    with psycopg.connect(own.address, autocommit=True) as server:
        server.execute(lzma.decompress((FIRST / "first.sql.xz").read_bytes()))


@pytest.fixture
def place(first) -> Folder:
    set_passphrase(PASSPHRASE, keys=first.data / "keys")
    return Folder(first.data / "cadangan")


def numbers() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prefix, number, state FROM queue_ticket ORDER BY prefix, number")
        return [(f"{prefix}-{number:03d}", state) for prefix, number, state in cursor.fetchall()]


def unchanged(before: dict[str, tuple[int, int]]) -> bool:
    after = everything()
    return all(after[table] == before[table] for table in KEPT)


def test_it_becomes_todays_and_every_visit_can_still_be_read(first, place):
    assert {name for _app, name in MigrationRecorder(connection).applied_migrations() if _app == "queue"} == {"0001_initial"}
    told, before = numbers(), everything()
    connection.close()

    status, said = pendopo(first, "upgrade", "--dry-run")
    assert (status, len(told)) == (0, NUMBERS), said
    status, said = pendopo(first, "upgrade", "--backup", str(place.path))
    assert (status, "--overwrite" in said) == (0, True), said

    assert (pending_changes(), missing_protection(connection)) == ((), frozenset())
    assert (numbers(), before["journal_event"][0]) == (told, EVENTS)
    assert unchanged(before)
    verified = verify()
    assert (verified.events, verified.seals, verified.faults) == (EVENTS, SEALS, ())
    connection.close()
    assert pendopo(first, "journal", "verify")[0] == 0
    for ticket in Ticket.objects.select_related("visit"):
        assert list(history_of(ticket.id))
    phone, visit = Client(), Visit.objects.order_by("code")[0]
    page = phone.get(f"/t/{visit.code}")
    assert page.status_code == 200
    assert visit.tickets.order_by("number")[0].label in page.content.decode()


def test_the_way_back_is_a_backup_of_the_old_shape(first, place):
    before = everything()
    connection.close()
    assert pendopo(first, "upgrade", "--backup", str(place.path))[0] == 0

    (name,) = place.names()
    with (place.path / name).open("rb") as source:
        reader = ContainerReader(OpenedReader(source, name=name, lock=stored_lock(first.data / "keys"), passphrase=None))
        about = About.read(next(iter(reader.parts())))
    assert ("queue", "0001_initial") in about.migrations
    with a_fresh_database(first.data / "elsewhere") as fresh:
        paper = first.data / "sandi.txt"
        paper.write_text(f"{PASSPHRASE}\n")
        status, said = pendopo(fresh, "restore", str(place.path), "--passphrase-file", str(paper))
        assert status == 0, said
        with fresh.in_use():
            assert unchanged(before)


def test_up_backs_up_before_it_changes_a_table(first, place):
    status, said = pendopo(first, "migrate", "--backup-first")

    assert (status, "--overwrite" in said) == (0, True), said
    assert pending_changes() == ()
    assert len(Folder(first.data / "keeping" / "before-upgrade").names()) == 1
    connection.close()
    assert "--overwrite" not in pendopo(first, "migrate", "--backup-first")[1]


def test_up_without_a_passphrase_says_what_is_missing_and_changes_nothing(first):
    before = everything()
    connection.close()

    status, said = pendopo(first, "migrate", "--backup-first")

    assert (status, "--new-passphrase" in said, "Traceback" in said) == (1, True, False)
    assert everything() == before


def test_an_older_program_leaves_a_newer_ones_tables_alone(first, place):
    MigrationRecorder(connection).record_applied("queue", "9999_from_the_future")
    before = numbers()
    connection.close()

    status, said = pendopo(first, "migrate", "--backup-first")

    assert (status, "Traceback" in said) == (1, False)
    assert numbers() == before
    assert place.names() == []


@pytest.mark.parametrize("file", sorted(FIRST.iterdir()), ids=lambda file: file.name)
def test_what_is_shipped_of_it_is_small(file):
    assert file.stat().st_size < 300_000
