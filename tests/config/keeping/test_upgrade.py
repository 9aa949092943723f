"""An upgrade is tried on a copy, done after a backup, and undone by restoring it."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from pendopo.config.keeping import upgrade as module
from pendopo.config.keeping.faults import StillRunning
from pendopo.config.keeping.upgrade import pending_changes, try_upgrade, upgrade
from pendopo.journal.protection import missing_protection
from pendopo.journal.verify import verify
from tests.config.keeping.installation import everything, silent
from tests.config.keeping.test_commands import pendopo
from tests.situations.times import NINE

pytestmark = pytest.mark.race


@pytest.fixture
def older(own_database, installation, settings):
    """An installation with a day in it, whose tables are those of an earlier version."""
    settings.DATABASE_ADDRESS = own_database.address
    installation.lives_a_day()
    call_command("migrate", "queue", "0001", verbosity=0, interactive=False)
    connection.close()
    return installation


def applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def test_a_trial_says_what_would_change_and_changes_nothing(older):
    before, shape = everything(), applied()

    tried = try_upgrade(at=NINE, progress=silent)

    assert tried.changes == pending_changes()
    assert "queue.0002_turns_seen" in tried.changes
    assert tried.rows == sum(rows for rows, _total in before.values())
    assert tried.seconds > 0
    assert (everything(), applied()) == (before, shape)
    assert not list((older.data / "keeping").glob("trial-*"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'pendopo_trial%%'")
            assert cursor.fetchone() == (0,)


def test_an_upgrade_backs_up_first_and_keeps_the_journal(older):
    journal = everything()["journal_event"]
    connection.close()

    done = upgrade(place=older.place, copies=5, at=NINE, progress=silent)

    assert pending_changes() == ()
    assert done.backup is not None
    assert list(older.place.names()) == [done.backup.name]
    assert everything()["journal_event"] == journal
    assert (verify().faults, missing_protection(connection)) == ((), frozenset())


def test_a_second_upgrade_does_nothing(older):
    upgrade(place=None, copies=5, at=NINE, progress=silent)
    connection.close()

    assert upgrade(place=older.place, copies=5, at=NINE, progress=silent).changes == ()
    assert list(older.place.names()) == []


def test_a_working_hall_is_not_upgraded(older):
    beside = connection.copy()
    beside.ensure_connection()
    with beside.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user")
    try:
        with pytest.raises(StillRunning):
            upgrade(place=None, copies=5, at=NINE, progress=silent)
    finally:
        beside.close()


def test_the_command_from_the_trial_to_the_way_back(older, own_database, monkeypatch):
    """The earlier program restores what it backed up; here it is this program, told to stop where the earlier one stood."""
    before = everything()
    connection.close()
    place = str(older.place.path)

    status, said = pendopo(own_database, "upgrade", "--dry-run")
    assert (status, "queue.0002_turns_seen" in said) == (0, True), said
    assert pendopo(own_database, "upgrade")[0] == 1  # No place for the backup.
    status, said = pendopo(own_database, "upgrade", "--backup", place)
    assert (status, "--overwrite" in said) == (0, True), said
    assert pendopo(own_database, "restore", place, "--overwrite")[0] == 0

    after = everything()
    assert {name: after[name] for name in ("journal_event", "accounts_user", "journal_seal")} == {
        name: before[name] for name in ("journal_event", "accounts_user", "journal_seal")
    }
    assert module.pending_changes() == ()
