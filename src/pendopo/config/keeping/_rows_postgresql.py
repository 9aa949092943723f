"""Rows of PostgreSQL: COPY in one repeatable snapshot, and COPY into fresh tables in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from pendopo.config.keeping.faults import RowRefused
from pendopo.config.keeping.rows import BLOCK
from pendopo.config.keeping.shape import Column, Table

_WRITTEN = {
    "uuid": "replace({c}::text, '-', '')",
    "boolean": "{c}::integer",
    "instant": "to_char({c} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "date": "to_char({c}, 'YYYY-MM-DD')",
    "time": "to_char(date '2000-01-01' + {c}, 'HH24:MI:SS.US')",
}


class PostgresqlSnapshot:
    def __init__(self, server: psycopg.Connection[Any]) -> None:
        self._server = server

    def rows(self, table: Table) -> Iterator[bytes]:
        columns = sql.SQL(", ").join(map(_written, table.columns))
        statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(columns, sql.Identifier(table.name))
        waiting = bytearray()
        with self._server.cursor() as cursor, cursor.copy(statement) as copy:
            for line in copy:
                waiting += line
                if len(waiting) >= BLOCK:
                    yield bytes(waiting)
                    waiting.clear()
        if waiting:
            yield bytes(waiting)

    def count(self, table: Table) -> int:
        return _one(self._server, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name)))

    def last_counted(self, table: Table) -> int:
        counter = _counter(self._server, table)
        return _one(self._server, sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}").format(counter))


class PostgresqlFilling:
    def __init__(self, server: psycopg.Connection[Any]) -> None:
        self._server = server

    def empty(self, tables: Sequence[Table]) -> None:
        """What the migrations themselves wrote into fresh tables."""
        names = sql.SQL(", ").join(sql.Identifier(table.name) for table in tables)
        self._server.execute(sql.SQL("TRUNCATE {}").format(names))

    def fill(self, table: Table, content: Iterable[bytes]) -> int:
        columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
        try:
            with self._server.cursor() as cursor:
                with cursor.copy(statement) as copy:
                    for block in content:
                        copy.write(block)
                return cursor.rowcount
        except psycopg.DataError as error:
            raise RowRefused(table=table.name, why=error.diag.message_primary or str(error)) from error
        except psycopg.IntegrityError as error:
            raise RowRefused(table=table.name, why=error.diag.message_primary or str(error)) from error

    def count_on_from(self, table: Table, number: int) -> None:
        if number:
            self._server.execute("SELECT setval(%s::regclass, %s)", [_counter(self._server, table).as_string(), number])


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[PostgresqlSnapshot]:
    with _server(connection) as server:
        server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        server.read_only = True
        yield PostgresqlSnapshot(server)


@contextmanager
def filling(connection: BaseDatabaseWrapper) -> Iterator[PostgresqlFilling]:
    """Foreign keys are looked at when all is there, at the end of the one transaction."""
    with _server(connection) as server:
        try:
            with server.transaction():
                yield PostgresqlFilling(server)
        except psycopg.IntegrityError as error:
            raise RowRefused(table=error.diag.table_name or "?", why=error.diag.message_primary or str(error)) from error
        server.autocommit = True
        server.execute("ANALYZE")


@contextmanager
def _server(connection: BaseDatabaseWrapper) -> Iterator[psycopg.Connection[Any]]:
    known = connection.get_connection_params()
    with psycopg.connect(**known | {"cursor_factory": psycopg.Cursor}) as server:
        server.execute("SET timezone = 'UTC'")
        server.execute("SET statement_timeout = 0")
        server.commit()
        yield server


def _written(column: Column) -> sql.Composable:
    form = _WRITTEN.get(column.kind, "{c}")
    return sql.SQL(form).format(c=sql.Identifier(column.name))


def _counter(server: psycopg.Connection[Any], table: Table) -> sql.Identifier:
    # By catalogue and not by name: a table that was renamed keeps the name of its sequence.
    row = server.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.oid = pg_get_serial_sequence(%s, %s)::regclass",
        [sql.Identifier(table.name).as_string(), table.counted],
    ).fetchone()
    if row is None:
        raise LookupError(f"{table.name}.{table.counted} has no sequence")
    return sql.Identifier(*row)


def _one(server: psycopg.Connection[Any], statement: sql.Composed) -> int:
    row = server.execute(statement).fetchone()
    return int(row[0]) if row else 0
