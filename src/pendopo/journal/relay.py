"""The one relay: it gives each committed event its dense position, once."""

from django.db import connection, transaction

from pendopo.journal.models import Cursor
from pendopo.kernel.transactions import writing

RELAY = "relay"
CHANNEL = "pendopo_journal"
BATCH = 500

# One statement, not one a row: other threads of this process would come between the rows while SQLite's lock is held.
_GIVE_SQLITE = """
    UPDATE journal_event SET position = %s + pending.place
    FROM (SELECT id, row_number() OVER (ORDER BY at, id) AS place
          FROM (SELECT id, at FROM journal_event WHERE position IS NULL ORDER BY at, id LIMIT %s)) pending
    WHERE journal_event.id = pending.id"""
_GIVE_POSTGRESQL = f"""
    WITH pending AS (SELECT id, row_number() OVER (ORDER BY at, id) AS place
                     FROM (SELECT id, at FROM journal_event WHERE position IS NULL ORDER BY at, id LIMIT %s) first),
         given AS (UPDATE journal_event e SET position = %s + pending.place FROM pending WHERE e.id = pending.id
                   RETURNING 1),
         counted AS (SELECT count(*) AS n FROM given)
    UPDATE journal_cursor SET position = position + counted.n FROM counted WHERE name = '{RELAY}' AND counted.n > 0
    RETURNING counted.n"""


def give_positions(*, limit: int = BATCH) -> int:
    """Give positions to at most `limit` committed events; returns how many. Safe when two relays run by mistake.

    Within a batch the order is (at, id): instants of one subject strictly grow (`Lifecycle.move`), so causes come first.
    """
    if connection.vendor == "postgresql":
        return _give_on_postgresql(limit)
    return _give_on_sqlite(limit)


def last_position() -> int:
    """The highest position given so far; 0 before the first."""
    return Cursor.objects.filter(name=RELAY).values_list("position", flat=True).first() or 0


def _give_on_postgresql(limit: int) -> int:
    with connection.cursor() as cursor:
        # Outside any transaction first: an idle hall costs one index probe, not a lock.
        cursor.execute("SELECT EXISTS (SELECT 1 FROM journal_event WHERE position IS NULL)")
        if not cursor.fetchone()[0]:
            return 0
    with transaction.atomic():
        last = _locked_last()
        with connection.cursor() as cursor:
            cursor.execute(_GIVE_POSTGRESQL, [limit, last])
            row = cursor.fetchone()
            # Only the relay notifies: NOTIFY serialises commits, so no verb may do it.
            cursor.execute(f"NOTIFY {CHANNEL}")
    return row[0] if row else 0


def _give_on_sqlite(limit: int) -> int:
    with connection.cursor() as cursor:
        if cursor.execute("SELECT EXISTS (SELECT 1 FROM journal_event WHERE position IS NULL)").fetchone()[0] == 0:
            return 0
    with writing():
        last = _locked_last()
        with connection.cursor() as cursor:
            given: int = cursor.execute(_GIVE_SQLITE, [last, limit]).rowcount
            cursor.execute("UPDATE journal_cursor SET position = %s WHERE name = %s", [last + given, RELAY])
    return given


def _locked_last() -> int:
    # A statement of its own, so that on PostgreSQL the next one sees what another relay committed while we waited.
    cursor = Cursor.objects.select_for_update().filter(name=RELAY).first()
    if cursor is None:
        Cursor.objects.bulk_create([Cursor(name=RELAY)], ignore_conflicts=True)
        cursor = Cursor.objects.select_for_update().get(name=RELAY)
    return cursor.position
