"""The database itself refuses to change or remove what happened."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pendopo.journal.models import Event, Seal
from pendopo.journal.protection import missing_protection, protect
from pendopo.journal.relay import give_positions
from pendopo.journal.seal import seal_day
from tests.situations.events import A_MALL, an_event
from tests.situations.times import MONDAY, NINE, minutes

pytestmark = pytest.mark.django_db
on_sqlite = connection.vendor == "sqlite"


def refused(statement, words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_event SET facts = '{}'",
        "UPDATE journal_event SET at = '2020-01-01 00:00:00+00:00'",
        "UPDATE journal_event SET actor = 'nobody'",
        "UPDATE journal_event SET position = 7",
        "UPDATE journal_event SET position = NULL",
        "DELETE FROM journal_event",
    ],
)
def test_an_event_is_neither_changed_nor_removed(statement):
    an_event()
    give_positions()

    refused(statement, "append-only")


def test_a_position_is_given_once_and_nothing_else_with_it():
    an_event()

    refused("UPDATE journal_event SET position = 1, actor = 'nobody'", "append-only")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_event SET position = 1")
    refused("UPDATE journal_event SET position = 2", "append-only")


@pytest.mark.parametrize("statement", ["UPDATE journal_seal SET root = ''", "DELETE FROM journal_seal"])
def test_a_seal_is_never_rebuilt(statement):
    an_event()
    give_positions()
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)

    refused(statement, "never rebuilt")
    assert seal_day(mall=A_MALL, day=MONDAY, at=NINE + minutes(1)) is None
    assert Seal.objects.count() == 1


def test_nothing_is_removed_wholesale():
    """PostgreSQL's TRUNCATE, SQLite's OR REPLACE: ways around a delete trigger."""
    an_event()
    an_event()
    give_positions()
    seal_day(mall=A_MALL, day=MONDAY, at=NINE)
    if on_sqlite:
        refused("INSERT OR REPLACE INTO journal_event SELECT * FROM journal_event", "append-only")
        refused("INSERT OR REPLACE INTO journal_seal SELECT * FROM journal_seal", "never rebuilt")
        an_event()
        refused("UPDATE OR REPLACE journal_event SET position = 1 WHERE position IS NULL", "append-only")
    else:
        refused("TRUNCATE journal_event", "append-only")
        refused("TRUNCATE journal_seal", "never rebuilt")
    assert Event.objects.filter(position__isnull=False).count() == 2


def test_a_dropped_trigger_is_found_and_put_back():
    assert missing_protection(connection) == frozenset()
    table = "" if on_sqlite else " ON journal_event"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER journal_event_kept{table}")
    assert missing_protection(connection) == {"journal_event_kept"}

    protect(connection)

    assert missing_protection(connection) == frozenset()
    an_event()
    refused("DELETE FROM journal_event", "append-only")


def test_putting_the_protection_in_place_twice_changes_nothing():
    with CaptureQueriesContext(connection) as queries:
        protect(connection)
        protect(connection)

    assert missing_protection(connection) == frozenset()
    assert not [query for query in queries if query["sql"].startswith("DROP")]
