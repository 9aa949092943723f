"""The database itself keeps the journal append-only.

The one change permitted is `position` from null to a number. Put back after every migrate and checked by `doctor`.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_FIXED = ("id", "type", "mall", "subject", "at", "actor", "facts", "command_key")

_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.position IS NULL AND NEW.position IS NOT NULL
       AND ({", ".join("NEW." + c for c in _FIXED)}) IS NOT DISTINCT FROM ({", ".join("OLD." + c for c in _FIXED)}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE OR REPLACE TRIGGER journal_event_fixed BEFORE UPDATE OR DELETE ON journal_event
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE OR REPLACE TRIGGER journal_event_kept BEFORE TRUNCATE ON journal_event
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
CREATE OR REPLACE FUNCTION seal_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a seal is never rebuilt'; END $$;
CREATE OR REPLACE TRIGGER journal_seal_final BEFORE UPDATE OR DELETE ON journal_seal
    FOR EACH ROW EXECUTE FUNCTION seal_is_final();
CREATE OR REPLACE TRIGGER journal_seal_kept BEFORE TRUNCATE ON journal_seal
    FOR EACH STATEMENT EXECUTE FUNCTION seal_is_final();
"""

# On SQLite `OR REPLACE` removes the row in its way without waking a delete trigger, so what it would replace is looked for first.
_SQLITE = {
    "journal_event_fixed": f"""BEFORE UPDATE ON journal_event
    WHEN NOT (OLD.position IS NULL AND NEW.position IS NOT NULL
              AND {" AND ".join(f'NEW."{c}" IS OLD."{c}"' for c in _FIXED)})
         OR EXISTS (SELECT 1 FROM journal_event WHERE position = NEW.position)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    "journal_event_kept": """BEFORE DELETE ON journal_event
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    "journal_event_once": """BEFORE INSERT ON journal_event
    WHEN EXISTS (SELECT 1 FROM journal_event WHERE id = NEW.id)
         OR (NEW.position IS NOT NULL AND EXISTS (SELECT 1 FROM journal_event WHERE position = NEW.position))
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    "journal_seal_final": """BEFORE UPDATE ON journal_seal
    BEGIN SELECT RAISE(ABORT, 'a seal is never rebuilt'); END""",
    "journal_seal_kept": """BEFORE DELETE ON journal_seal
    BEGIN SELECT RAISE(ABORT, 'a seal is never rebuilt'); END""",
    "journal_seal_once": """BEFORE INSERT ON journal_seal
    WHEN EXISTS (SELECT 1 FROM journal_seal WHERE id = NEW.id OR (mall IS NEW.mall AND day = NEW.day))
    BEGIN SELECT RAISE(ABORT, 'a seal is never rebuilt'); END""",
}

_NAMES_ON_POSTGRESQL = ("journal_event_fixed", "journal_event_kept", "journal_seal_final", "journal_seal_kept")


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place as they are written here; doing it twice changes nothing."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
            return
        for name in sorted(missing_protection(connection)):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(_created(name))


def missing_protection(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Names of triggers that are not there, are switched off, or (on SQLite) say something else than they should."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
            return frozenset(_NAMES_ON_POSTGRESQL) - {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        present = dict(cursor.fetchall())
    return frozenset(name for name in _SQLITE if present.get(name) != _created(name))


def protect_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    connection = connections[using]
    if "journal_seal" in connection.introspection.table_names():
        protect(connection)


def _created(name: str) -> str:
    return f"CREATE TRIGGER {name} {_SQLITE[name]}"
