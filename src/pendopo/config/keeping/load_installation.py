"""Read a container into an empty installation, bring it to today's shape and look whether it is whole."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

import pendopo
from pendopo.config.keeping.container import ContainerReader, Part
from pendopo.config.keeping.contents import put_file, put_key
from pendopo.config.keeping.faults import Damaged, MadeByNewer, NotReadable
from pendopo.config.keeping.rows import Filling, filling_of
from pendopo.config.keeping.shape import Column, Node, Table, bring_to, refuse_unknown, tables_in
from pendopo.config.keeping.write_installation import FORM, Progress

_LOOSEST = 0o755


@dataclass(frozen=True, slots=True)
class About:
    """The first part of a container."""

    version: str
    made_at: datetime
    migrations: tuple[Node, ...]
    rows: dict[str, int]
    counted: dict[str, int]
    position: int
    seals: int
    proofs: dict[str, str]

    @classmethod
    def read(cls, part: Part) -> "About":
        """Raises Damaged, MadeByNewer."""
        if part.kind != "about":
            raise Damaged(where="about")
        words: dict[str, Any] = orjson.loads(part.whole())
        if words["form"] > FORM:
            raise MadeByNewer(version=words["version"], ours=pendopo.__version__)
        return cls(
            words["version"], datetime.fromisoformat(words["made_at"]), tuple((app, name) for app, name in words["migrations"]),
            words["rows"], words["counted"], words["journal"]["position"], words["journal"]["seals"], words["proofs"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """`migrated_seconds` is how long it took to bring the rows to today's shape."""

    about: About
    rows: int
    files: int
    migrated_seconds: float


@dataclass(frozen=True, slots=True)
class Folders:
    """Where keys and files go."""

    keys: Path
    data: Path


def look_through(reader: ContainerReader, *, progress: Progress) -> About:
    """Read all of it and keep nothing: every hash agrees, and this program knows its shape. Raises Damaged, MadeByNewer."""
    parts = reader.parts()
    about = About.read(next(parts))
    refuse_unknown(set(about.migrations), MigrationLoader(None, ignore_no_migrations=True), version=about.version)
    done, of = 0, sum(about.rows.values())
    for part in parts:
        for block in part.content:
            if part.kind == "table":
                done += block.count(b"\n")
                progress("checking", done, of)
    return about


def load_installation(reader: ContainerReader, *, folders: Folders | None, progress: Progress) -> Loaded:
    """Fill the empty database of these settings, and the folders when they are given.

    Raises MadeByNewer, Damaged, RowRefused, NotReadable. What is half done is for the caller to throw away.
    """
    parts = reader.parts()
    about = About.read(next(parts))
    bring_to(connection, about.migrations, version=about.version)
    state = MigrationLoader(connection).project_state(list(about.migrations))
    tables = {table.name: table for table in tables_in(state.apps)}
    with filling_of(connection) as filling:
        filling.empty(list(tables.values()))
        rows, rest = _fill_tables(parts, filling, tables, about, folders, progress)
        files = sum(_put(part, folders) for part in rest)
    began = time.monotonic()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    return Loaded(about, rows, files, time.monotonic() - began)


def prove_readable(loaded: Loaded, *, progress: Progress, folders: Folders | None) -> None:
    """The journal is whole and its seals hold with the restored keys, and each key is the one it was. Raises NotReadable."""
    from pendopo.journal.relay import last_position
    from pendopo.journal.verify import verify

    about = loaded.about
    if folders is not None:
        for name, proof in about.proofs.items():
            if sha256((folders.keys / name).read_bytes()).hexdigest() != proof:
                raise NotReadable(why=_("the key %(name)s is another one") % {"name": name})
    found = verify(progress=lambda done: progress("verifying", done, about.position))
    if found.faults:
        raise NotReadable(why=found.faults[0])
    if (last_position(), found.seals) != (about.position, about.seals):
        raise NotReadable(why=_("the journal does not end where it ended"))


def _fill_tables(
    parts: Iterator[Part], filling: Filling, tables: dict[str, Table], about: About, folders: Folders | None, progress: Progress
) -> tuple[int, Iterator[Part]]:
    """Keys come before the tables and files after them; what follows the last table is handed on."""
    done, of, left = 0, sum(about.rows.values()), len(about.rows)
    told = _telling(progress, of)
    for part in parts:
        if part.kind != "table":
            _put(part, folders)
            continue
        table = _same_table(part, tables)
        written = filling.fill(table, told(part.content))
        if written != about.rows[table.name]:
            raise NotReadable(why=f"{table.name}: {written} ≠ {about.rows[table.name]}")
        if table.counted:
            filling.count_on_from(table, about.counted[table.name])
        done, left = done + written, left - 1
        if not left:
            break
    if left:
        raise Damaged(where="tables")
    return done, parts


def _telling(progress: Progress, of: int) -> Callable[[Iterator[bytes]], Iterator[bytes]]:
    done = 0

    def told(blocks: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal done
        for block in blocks:
            yield block
            done += block.count(b"\n")
            progress("writing", done, of)

    return told


def _same_table(part: Part, tables: dict[str, Table]) -> Table:
    """The table as the migrations made it here. Raises NotReadable when the backup's has other columns."""
    name = part.words["name"]
    table = tables.get(name)
    columns = tuple(Column(*column) for column in part.words["columns"])
    if table is None or set(table.columns) != set(columns):
        raise NotReadable(why=_("the table %(name)s has other columns here") % {"name": name})
    return Table(name, columns, table.counted)


def _put(part: Part, folders: Folders | None) -> int:
    """Write a key or a file; returns 1 for a file."""
    if folders is None:
        return 0
    if part.kind == "key":
        put_key(folders.keys, part.words["name"], part.whole())
        return 0
    put_file(folders.data, part.words["name"], part.content, mode=part.words["mode"] & _LOOSEST)
    return 1
