"""The database itself keeps the journal append-only.

The one change permitted is `position` from null to a number. Put back after every migrate and checked by `doctor`.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
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

_SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS journal_event_fixed BEFORE UPDATE ON journal_event
    WHEN NOT (OLD.position IS NULL AND NEW.position IS NOT NULL
              AND {" AND ".join(f'NEW."{c}" IS OLD."{c}"' for c in _FIXED)})
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS journal_event_kept BEFORE DELETE ON journal_event
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS journal_seal_fixed BEFORE UPDATE ON journal_seal
    BEGIN SELECT RAISE(ABORT, 'a seal is never rebuilt'); END""",
    """CREATE TRIGGER IF NOT EXISTS journal_seal_kept BEFORE DELETE ON journal_seal
    BEGIN SELECT RAISE(ABORT, 'a seal is never rebuilt'); END""",
)

_TRIGGERS = {
    "postgresql": frozenset({"journal_event_fixed", "journal_event_kept", "journal_seal_final", "journal_seal_kept"}),
    "sqlite": frozenset({"journal_event_fixed", "journal_event_kept", "journal_seal_fixed", "journal_seal_kept"}),
}


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; doing it twice changes nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
        else:
            for statement in _SQLITE:
                cursor.execute(statement)


def missing_protection(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Names of triggers that should be there and are not."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return _TRIGGERS[connection.vendor] - present


def protect_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    connection = connections[using]
    if "journal_seal" in connection.introspection.table_names():
        protect(connection)
