"""What is backed up can be restored: every row, every key, every file, and the journal with its seals."""

import sqlite3
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from pendopo.accounts.models import User
from pendopo.config.keeping.contents import key_files
from pendopo.config.keeping.faults import (
    Damaged,
    MadeByNewer,
    NotABackup,
    NotEmpty,
    PassphraseNeeded,
    RowRefused,
    StillRunning,
    WrongPassphrase,
)
from pendopo.config.keeping.record import BACKUP, Record
from pendopo.directory.models import Mall
from pendopo.journal.models import Event
from pendopo.journal.protection import missing_protection
from pendopo.journal.relay import give_positions, last_position
from pendopo.journal.verify import verify
from pendopo.kernel.keys import key_ring
from tests.config.keeping.installation import HARD_NAME, PASSPHRASE, elsewhere, every_row, everything, restores
from tests.situations.events import an_event
from tests.situations.times import NINE

pytestmark = pytest.mark.race


def test_all_of_it_comes_back_and_goes_on(installation, tmp_path, settings):
    installation.lives_a_day()
    backup = installation.backs_up()
    before, rows, last = everything(), every_row(), last_position()
    secret = key_ring(installation.keys).secret("journal-seal")

    with elsewhere(tmp_path / "new", settings) as new:
        restored = restores(installation.file(backup))

        assert (every_row(), everything()) == (rows, before)
        assert (restored.files, restored.about.position, restored.aside) == (1, last, "")
        assert (new.data / "voice/satu.wav").read_bytes() == bytes(range(256)) * 9
        assert not (new.data / "static").exists()
        assert key_ring(new.keys).secret("journal-seal") == secret
        assert {path.stat().st_mode & 0o777 for path in new.keys.glob("*.key")} == {0o600}
        assert User.objects.get(email="serang@contoh.example").name == HARD_NAME
        assert (verify().faults, missing_protection(connection)) == ((), frozenset())
        an_event()
        give_positions()
        assert last_position() == last + 1


def test_nothing_readable_lies_in_the_file(installation):
    installation.lives_a_day()
    content = installation.file(installation.backs_up()).read_bytes()

    secrets = [User.objects.order_by("id").values_list("email", flat=True)[0], Mall.objects.get().name, "journal"]
    secrets += [path.read_text().strip() for path in installation.keys.glob("*.key")]
    assert not [secret for secret in secrets if secret.encode() in content]
    assert installation.file(installation.backs_up()).stat().st_mode & 0o077 == 0


def test_the_hall_writes_on_while_it_is_backed_up(installation, tmp_path, settings, monkeypatch):
    """What is written after the snapshot began waits for nobody, and is not half in the backup."""
    installation.lives_a_day()
    before = everything()
    from pendopo.config.keeping import write_installation

    put_tables = write_installation._write_tables

    def with_a_writer_beside(*words):
        an_event()
        User.objects.create(email="baru@contoh.example", name="Baru", password="!")
        put_tables(*words)

    monkeypatch.setattr(write_installation, "_write_tables", with_a_writer_beside)
    backup = installation.backs_up()

    assert Event.objects.count() == before["journal_event"][0] + 1
    with elsewhere(tmp_path / "new", settings):
        restores(installation.file(backup))
        assert everything() == before


def test_only_the_passphrase_or_the_own_lock_opens_it(installation, tmp_path, settings):
    installation.lives_a_day(steps=5)
    file = installation.file(installation.backs_up())

    with elsewhere(tmp_path / "new", settings):
        with pytest.raises(WrongPassphrase):
            restores(file, passphrase="delapan kerbau menyeberang jalan")
        with pytest.raises(PassphraseNeeded):
            restores(file, passphrase=None)
        assert connection.introspection.table_names() == []
        restores(file, passphrase="  delapan kerbau  menyeberang sungai ")


@pytest.mark.parametrize("where", [60, 0.5, -1])
def test_a_changed_or_cut_backup_is_refused_before_anything_is_touched(installation, tmp_path, settings, where):
    installation.lives_a_day(steps=5)
    file = installation.file(installation.backs_up())
    content = bytearray(file.read_bytes())
    place = where if isinstance(where, int) else int(len(content) * where)
    content[place] ^= 1
    file.write_bytes(content)

    with elsewhere(tmp_path / "new", settings):
        with pytest.raises((Damaged, WrongPassphrase, NotABackup, PassphraseNeeded)):
            restores(file)
        for cut in (len(content) - 10, len(content) // 2, 200):
            file.write_bytes(content[:cut])
            with pytest.raises((Damaged, WrongPassphrase, NotABackup)):
                restores(file)
        assert connection.introspection.table_names() == []


def test_a_file_of_another_kind_is_no_backup(installation, tmp_path):
    file = tmp_path / "pendopo-20261123T020000Z.pendopo"
    file.write_bytes(b"SQLite format 3\0" + bytes(500))

    with pytest.raises(NotABackup):
        restores(file)


def test_what_is_there_is_overwritten_only_when_asked_and_then_set_aside(installation, tmp_path, settings):
    installation.lives_a_day(steps=20)
    backup, before = installation.backs_up(), everything()
    User.objects.create(email="sesudah@contoh.example", name="Sesudah", password="!")

    with pytest.raises(NotEmpty):
        restores(installation.file(backup))
    assert User.objects.filter(email="sesudah@contoh.example").exists()

    restored = restores(installation.file(backup), overwrite=True)

    assert everything() == before
    assert restored.aside == "before_20261123t020000z"
    if connection.vendor == "sqlite":
        with sqlite3.connect(installation.database.file.with_name(f"own.sqlite3.{restored.aside}")) as old:
            assert old.execute("SELECT count(*) FROM accounts_user WHERE name = 'Sesudah'").fetchone() == (1,)
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {restored.aside}.accounts_user WHERE name = 'Sesudah'")
            assert cursor.fetchone() == (1,)


def test_a_hall_that_still_works_is_not_overwritten(installation):
    installation.lives_a_day(steps=5)
    backup = installation.backs_up()
    beside = connection.copy()
    beside.ensure_connection()
    try:
        with beside.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_user")
        with pytest.raises(StillRunning):
            restores(installation.file(backup), overwrite=True)
    finally:
        beside.close()
    assert User.objects.exists()


def test_a_restore_that_fails_leaves_everything_as_it_was(installation, monkeypatch):
    installation.lives_a_day(steps=5)
    backup, before = installation.backs_up(), everything()
    from pendopo.config.keeping import restore as module

    def fails(*_words, **_more):
        raise Damaged(where="test")

    monkeypatch.setattr(module, "prove_readable", fails)
    with pytest.raises(Damaged):
        restores(installation.file(backup), overwrite=True)

    assert everything() == before
    assert missing_protection(connection) == frozenset()


def test_an_older_installation_is_restored_and_brought_to_todays_shape(installation, tmp_path, settings):
    """Backed up by the new program from the old tables, as an upgrade does."""
    installation.lives_a_day()
    today = set(MigrationRecorder(connection).applied_migrations())
    call_command("migrate", "queue", "0001", verbosity=0, interactive=False)
    older = set(MigrationRecorder(connection).applied_migrations())
    backup, before = installation.backs_up(), everything()

    with elsewhere(tmp_path / "new", settings):
        restored = restores(installation.file(backup))

        assert older < today == set(MigrationRecorder(connection).applied_migrations())
        assert set(restored.about.migrations) < older
        after = everything()
        assert after["journal_event"] == before["journal_event"]
        assert after["queue_ticket"][0] == before["queue_ticket"][0] > 0


def test_a_newer_installation_is_refused_with_its_version(installation, tmp_path, settings, monkeypatch):
    installation.lives_a_day(steps=5)
    from pendopo.config.keeping import write_installation

    about = write_installation._about

    def newer(*words):
        said = about(*words)
        return said | {"version": "9.1", "migrations": [*said["migrations"], ["queue", "0999_in_the_future"]]}

    monkeypatch.setattr(write_installation, "_about", newer)
    backup = installation.backs_up()

    with elsewhere(tmp_path / "new", settings):
        with pytest.raises(MadeByNewer, match=r"Pendopo 9\.1, which is newer than this one"):
            restores(installation.file(backup))
        assert connection.introspection.table_names() == []


def test_a_database_of_a_newer_program_is_not_backed_up_by_halves(installation):
    MigrationRecorder(connection).record_applied("queue", "0999_in_the_future")

    with pytest.raises(MadeByNewer):
        installation.backs_up()
    assert not Record(installation.data).newest(BACKUP).well


def test_a_row_that_points_nowhere_is_refused(installation, tmp_path, settings, monkeypatch):
    installation.lives_a_day(steps=5)
    from pendopo.config.keeping import _rows_postgresql, _rows_sqlite

    for kind in (_rows_postgresql.PostgresqlSnapshot, _rows_sqlite.SqliteSnapshot):
        _without_malls(monkeypatch, kind)
    backup = installation.backs_up()
    monkeypatch.undo()
    settings.DATA_DIRECTORY = tmp_path

    with elsewhere(tmp_path / "new", settings):
        with pytest.raises(RowRefused):
            restores(installation.file(backup), lock=None, passphrase=PASSPHRASE)
        assert connection.introspection.table_names() == []


def test_only_so_many_copies_are_kept(installation):
    installation.lives_a_day(steps=5)
    names = [installation.backs_up(at=NINE + timedelta(days=day), copies=3).name for day in range(5)]

    assert list(installation.place.names()) == names[-3:]
    newest = Record(installation.data).newest(BACKUP)
    assert newest is not None
    assert (newest.well, newest.facts["name"]) == (True, names[-1])


def test_a_backup_is_not_in_the_next_backup(installation):
    installation.lives_a_day(steps=5)
    first = installation.backs_up()
    second = installation.backs_up(at=NINE + timedelta(days=1))

    assert first.written.files == second.written.files == 1


def _without_malls(monkeypatch, kind) -> None:
    rows, count = kind.rows, kind.count
    monkeypatch.setattr(kind, "rows", lambda self, table: iter(()) if table.name == "directory_mall" else rows(self, table))
    monkeypatch.setattr(kind, "count", lambda self, table: 0 if table.name == "directory_mall" else count(self, table))


def test_a_key_that_differs_is_set_aside_and_certificates_come_back_too(installation, tmp_path, settings):
    installation.lives_a_day(steps=5)
    (installation.keys / "authority.crt").write_text("of our own authority")
    secret = key_ring(installation.keys).secret("session")
    backup = installation.backs_up()

    with elsewhere(tmp_path / "new", settings) as new:
        theirs = key_ring(new.keys).secret("session")
        restores(installation.file(backup))

        (aside,) = new.keys.glob("session.1.key.before-*")
        assert bytes.fromhex(aside.read_text()) == theirs
        assert key_ring(new.keys).secret("session") == secret
        assert (new.keys / "authority.crt").read_text() == "of our own authority"
        assert aside not in key_files(new.keys)
