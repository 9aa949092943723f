"""A database that is away for a while, for processes of their own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from tests.situations.own_database import OwnDatabase


@contextmanager
def the_database_is_away(own: OwnDatabase) -> Iterator[None]:
    """PostgreSQL cuts everybody off and lets nobody in; SQLite's file lies elsewhere, as when a disk was unplugged."""
    connection.close()
    if own.vendor == "sqlite":
        elsewhere = own.file.with_suffix(".away")
        own.file.rename(elsewhere)
        try:
            yield
        finally:
            elsewhere.rename(own.file)
        return
    name = own.address.rpartition("/")[2].partition("?")[0]
    with psycopg.connect(own.address.replace(f"/{name}?", "/postgres?"), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false".encode())
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true".encode())


def away_for(own: OwnDatabase, seconds: float) -> None:
    with the_database_is_away(own):
        time.sleep(seconds)
