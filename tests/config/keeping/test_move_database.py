"""Moving to the other kind of database and back: nothing is lost, nothing is changed, and the hall goes on there."""

import pytest
from django.db import connection

from pendopo.accounts.models import User
from pendopo.catalogue.export_workbook import export_sheet
from pendopo.catalogue.workbook.sheets import BY_NAME
from pendopo.directory.models import Holiday, Mall
from pendopo.journal.models import Event, Seal
from pendopo.journal.protection import missing_protection
from pendopo.journal.relay import give_positions, last_position
from pendopo.journal.verify import verify
from tests.config.keeping.installation import HARD_NAME, every_row
from tests.config.keeping.test_commands import pendopo
from tests.situations.events import an_event
from tests.situations.own_database import OwnDatabase, a_fresh_database
from tests.situations.times import TUESDAY

pytestmark = pytest.mark.race


def seen() -> dict[str, object]:
    """What a mall would compare: its exports, its journal and its seals."""
    mall = Mall.objects.get()
    return {
        "export": {sheet: export_sheet(mall, sheet) for sheet in BY_NAME},
        "events": list(Event.objects.order_by("id").values_list("id", "position", "at", "facts", "actor")),
        "seals": list(Seal.objects.order_by("id").values_list("id", "root", "signature")),
        "journal": verify(),
        "name": User.objects.get(email="serang@contoh.example").name,
    }


def test_there_and_back_without_loss(own_database, installation, tmp_path):
    """On PostgreSQL: to a SQLite file, then to a fresh PostgreSQL. On SQLite the second leg is a file as well."""
    installation.lives_a_day()
    an_event()  # Without its position when the move begins.
    before, rows = seen(), every_row()
    connection.close()
    file = OwnDatabase(f"sqlite:///{tmp_path / 'pindah.sqlite3'}", own_database.data)

    status, said = pendopo(own_database, "move-database", file.address)
    assert status == 0, said
    with file.in_use():
        assert (seen(), every_row(), missing_protection(connection)) == (before, rows, frozenset())

    with a_fresh_database(tmp_path / "kembali") as back:
        status, said = pendopo(file, "move-database", back.address)
        assert status == 0, said
        with back.in_use():
            assert (seen(), every_row(), missing_protection(connection)) == (before, rows, frozenset())
            assert before["name"] == HARD_NAME
            last = last_position()
            an_event()
            give_positions()
            assert last_position() == last + 2
            # Numbers that the database gives out itself go on as well.
            given = set(Holiday.objects.values_list("pk", flat=True))
            assert Holiday.objects.create(date=TUESDAY, kind="regional", name="", region_code="18.01").pk not in given


def test_a_database_that_is_not_empty_is_not_written(own_database, installation, tmp_path):
    installation.lives_a_day(steps=5)
    connection.close()
    with a_fresh_database(tmp_path / "there") as there:
        assert pendopo(there, "migrate")[0] == 0

        status, said = pendopo(own_database, "move-database", there.address)

        assert (status, "kosong" in said) == (1, True)


@pytest.mark.parametrize("address", ["", "mysql://x/y", "the own one"])
def test_what_is_no_other_database_is_refused(own_database, address):
    connection.close()
    status, said = pendopo(own_database, "move-database", own_database.address if address == "the own one" else address)

    assert (status, "postgresql://" in said) == (1, True)


def test_a_hall_that_still_works_is_not_moved(own_database, tmp_path):
    User.objects.count()

    status, said = pendopo(own_database, "move-database", f"sqlite:///{tmp_path / 'pindah.sqlite3'}")

    assert (status, "./pendopo up" in said) == (1, True)
    assert not (tmp_path / "pindah.sqlite3").exists()


def test_a_text_that_only_sqlite_keeps_is_named_with_its_table(own_database, installation, tmp_path):
    """A NUL inside a text: another SQLite takes it, PostgreSQL cannot."""
    file = OwnDatabase(f"sqlite:///{tmp_path / 'nul.sqlite3'}", own_database.data)
    assert pendopo(file, "migrate")[0] == 0
    with file.in_use():
        User.objects.create(email="nul@contoh.example", name="Bu\0di", password="!")
    with a_fresh_database(tmp_path / "there") as there:
        status, said = pendopo(file, "move-database", there.address)

        if there.vendor == "sqlite":
            assert status == 0
            return
        assert (status, "accounts_user" in said) == (1, True)
        with there.in_use():
            assert connection.introspection.table_names() == []
