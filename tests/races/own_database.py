"""A fresh database beside the test database, and processes that work on it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.db import connection


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """`environment` makes any process of the product work on this database."""

    environment: dict[str, str]
    directory: Path

    def run(self, task: str, **facts: Any) -> Any:
        """Do one task in a process of its own and return what it says."""
        return together(self, [(task, facts)])[0]


@contextmanager
def own_database(directory: Path) -> Iterator[OwnDatabase]:
    """Migrated and empty; of the same kind as the test database."""
    environment = {**os.environ, "PENDOPO_DATA": str(directory), "PENDOPO_KEYS": str(directory / "keys")}
    if connection.vendor == "sqlite":
        own = OwnDatabase({**environment, "PENDOPO_DATABASE": f"sqlite:///{directory / 'races.sqlite3'}"}, directory)
        own.run("migrate")
        yield own
        return
    name = f"races_{uuid4().hex[:12]}"
    with _server() as server:
        server.execute(f"CREATE DATABASE {name}")
    own = OwnDatabase({**environment, "PENDOPO_DATABASE": _address(name)}, directory)
    try:
        own.run("migrate")
        yield own
    finally:
        with _server() as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def together(own: OwnDatabase, tasks: Sequence[tuple[str, dict[str, Any]]]) -> list[Any]:
    """One process a task, all let go at once by a barrier; returns what each of them says, in the order of the tasks."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.races.tasks"], env=own.environment, cwd=Path(__file__).parents[2],
        input=json.dumps(tasks), capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _settings() -> dict[str, Any]:
    return connection.settings_dict


def _server() -> psycopg.Connection[Any]:
    at = _settings()
    return psycopg.connect(
        dbname="postgres", host=at["HOST"] or None, port=at["PORT"] or None, user=at["USER"] or None,
        password=at["PASSWORD"] or None, autocommit=True,
    )  # fmt: skip


def _address(name: str) -> str:
    at = _settings()
    login = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    return f"postgresql://{login}@/{name}?host={quote(at['HOST'], safe='')}&port={at['PORT']}"
