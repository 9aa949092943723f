"""Upgrade the tables to this program's shape: tried out on a copy first, with a backup as the way back."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from pendopo.config.keeping.copy_to import copy_to
from pendopo.config.keeping.empty_place import refuse_while_running
from pendopo.config.keeping.make_backup import Backup, make_backup
from pendopo.config.keeping.pace import FULL_SPEED
from pendopo.config.keeping.places import Place
from pendopo.config.keeping.record import Record
from pendopo.config.keeping.shape import refuse_unknown
from pendopo.config.keeping.write_installation import Progress


@dataclass(frozen=True, slots=True)
class Tried:
    """What an upgrade of this database would do: `changes` in their order, and how long they took on the copy."""

    changes: tuple[str, ...]
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Upgraded:
    changes: tuple[str, ...]
    backup: Backup | None
    seconds: float


def pending_changes() -> tuple[str, ...]:
    """Migrations that this database has not had yet. Raises nothing: an unknown one is found by whoever copies."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan)


def is_new() -> bool:
    """Nothing was ever made in it, so there is nothing to lose."""
    return not MigrationRecorder(connection).applied_migrations()


def refuse_newer() -> None:
    """Raises MadeByNewer when a newer program has changed these tables."""
    loader = MigrationLoader(connection)
    refuse_unknown(set(loader.applied_migrations), loader, version=_("another version"))


def try_upgrade(*, at: datetime, progress: Progress) -> Tried:
    """Upgrade a copy beside the hall, verify its journal, throw it away. Raises Refused, AlreadyKeeping."""
    changes, data = pending_changes(), Path(settings.DATA_DIRECTORY)
    with Record(data).working() as folder, _copys_place(folder, at) as address:
        copied = copy_to(address, data=data, at=at, progress=progress)
    return Tried(changes, copied.written.rows, copied.migrated_seconds)


def upgrade(*, place: Place | None, copies: int, at: datetime, progress: Progress) -> Upgraded:
    """Back up (unless `place` is None), then bring the tables to today's shape. Raises StillRunning and what a backup raises."""
    refuse_while_running()
    changes = pending_changes()
    if not changes:
        return Upgraded((), None, 0.0)
    backup = make_backup(place=place, copies=copies, at=at, progress=progress, pace=FULL_SPEED) if place else None
    began = time.monotonic()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    return Upgraded(changes, backup, time.monotonic() - began)


@contextmanager
def _copys_place(folder: Path, at: datetime) -> Iterator[str]:
    """The address of an empty database of the same kind, gone afterwards: a file, or a schema beside our own."""
    if connection.vendor == "sqlite":
        for left in folder.glob("trial-*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="trial-", dir=folder) as trial:
            yield f"sqlite:///{trial}/copy.sqlite3"
        return
    schema = f"pendopo_trial_{at.astimezone(UTC):%Y%m%d%H%M%S}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
    connection.close()
    try:
        yield f"{settings.DATABASE_ADDRESS}{'&' if urlsplit(settings.DATABASE_ADDRESS).query else '?'}options=-csearch_path%3D{schema}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
