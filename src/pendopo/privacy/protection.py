"""The database itself keeps looks append-only, as it does the journal."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION look_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a look stays recorded'; END $$;
CREATE OR REPLACE TRIGGER privacy_look_fixed BEFORE UPDATE OR DELETE ON privacy_look
    FOR EACH ROW EXECUTE FUNCTION look_is_kept();
CREATE OR REPLACE TRIGGER privacy_look_kept BEFORE TRUNCATE ON privacy_look
    FOR EACH STATEMENT EXECUTE FUNCTION look_is_kept();
"""
# On SQLite `OR REPLACE` removes the row in its way without waking a delete trigger, so what it would replace is looked for first.
_SQLITE = {
    "privacy_look_fixed": "BEFORE UPDATE ON privacy_look BEGIN SELECT RAISE(ABORT, 'a look stays recorded'); END",
    "privacy_look_kept": "BEFORE DELETE ON privacy_look BEGIN SELECT RAISE(ABORT, 'a look stays recorded'); END",
    "privacy_look_once": """BEFORE INSERT ON privacy_look WHEN EXISTS (SELECT 1 FROM privacy_look WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'a look stays recorded'); END""",
}
_NAMES_ON_POSTGRESQL = ("privacy_look_fixed", "privacy_look_kept")


def protect_looks(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place as they are written here; doing it twice changes nothing."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
            return
        for name in sorted(unprotected_looks(connection)):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(_created(name))


def unprotected_looks(connection: BaseDatabaseWrapper) -> frozenset[str]:
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
    if "privacy_look" in connection.introspection.table_names():
        protect_looks(connection)


def _created(name: str) -> str:
    return f"CREATE TRIGGER {name} {_SQLITE[name]}"
