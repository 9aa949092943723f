"""Write a whole installation into a container: about, keys, tables, files."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from django.db.backends.base.base import BaseDatabaseWrapper

import pendopo
from pendopo.config.keeping.container import ContainerWriter, Output
from pendopo.config.keeping.contents import blocks_of, key_files, uploaded_files
from pendopo.config.keeping.pace import Pace
from pendopo.config.keeping.rows import Snapshot, lines_in, snapshot_of, values_in
from pendopo.config.keeping.shape import Shape, Table, shape_of

FORM = 1
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """`position` is the last that the journal had given; `rows` counts all tables."""

    tables: int
    rows: int
    files: int
    position: int


def write_installation(
    out: Output, connection: BaseDatabaseWrapper, *, at: datetime, progress: Progress, pace: Pace, keys: Path | None = None,
    data: Path | None = None, without: Path | None = None,
) -> Written:  # fmt: skip
    """Tables are read under one snapshot while the hall works. Keys and files are written when their folders are given."""
    container = ContainerWriter(out)
    shape = shape_of(connection)
    with snapshot_of(connection) as snapshot:
        counts = {table.name: snapshot.count(table) for table in shape.tables}
        about = _about(connection, snapshot, shape, counts, keys, at)
        container.part("about", [orjson.dumps(about)])
        for path in key_files(keys) if keys else ():
            container.part("key", [path.read_bytes()], name=path.name)
        _write_tables(container, snapshot, shape, counts, progress, pace)
    # After the snapshot: a file lies there before the row that names it.
    files = _write_files(container, data, keys, without, pace) if data and keys else 0
    container.close()
    return Written(len(shape.tables), sum(counts.values()), files, about["journal"]["position"])


def _about(
    connection: BaseDatabaseWrapper, snapshot: Snapshot, shape: Shape, counts: dict[str, int], keys: Path | None, at: datetime
) -> dict[str, Any]:
    """`proofs` are hashes of the keys: a restored key is the same or it is not."""
    by_name = {table.name: table for table in shape.tables}
    return {
        "form": FORM, "version": pendopo.__version__, "made_at": at.isoformat(), "database": connection.vendor,
        "migrations": [list(node) for node in shape.migrations],
        "rows": counts,
        "counted": {table.name: snapshot.last_counted(table) for table in shape.tables if table.counted},
        "journal": {"position": _relay_position(snapshot, by_name), "seals": counts.get("journal_seal", 0),
                    "newest_seal": _newest_seal(snapshot, by_name)},
        "proofs": {path.name: sha256(path.read_bytes()).hexdigest() for path in (key_files(keys) if keys else ())},
    }  # fmt: skip


def _write_tables(
    container: ContainerWriter, snapshot: Snapshot, shape: Shape, counts: dict[str, int], progress: Progress, pace: Pace
) -> None:
    done, of = 0, sum(counts.values())
    for table in shape.tables:
        before, columns = done, [[column.name, column.kind] for column in table.columns]

        def counted(blocks: Iterable[bytes]) -> Iterator[bytes]:
            nonlocal done
            for block in pace.over(blocks):
                done += block.count(b"\n")
                progress("tables", done, of)
                yield block

        container.part("table", counted(snapshot.rows(table)), name=table.name, columns=columns, counted=table.counted)
        counts[table.name] = done - before


def _write_files(container: ContainerWriter, data: Path, keys: Path, without: Path | None, pace: Pace) -> int:
    written = 0
    for path in uploaded_files(data, keys=keys, without=without):
        try:
            mode = path.stat().st_mode & 0o777
            container.part("file", pace.over(blocks_of(path)), name=path.relative_to(data).as_posix(), mode=mode)
        except FileNotFoundError:
            continue  # Taken away in this moment, and no row names it any more.
        written += 1
    return written


def _relay_position(snapshot: Snapshot, tables: dict[str, Table]) -> int:
    for words in _rows(snapshot, tables.get("journal_cursor")):
        if words["name"] == "relay":
            return int(words["position"] or 0)
    return 0


def _newest_seal(snapshot: Snapshot, tables: dict[str, Table]) -> dict[str, str | None]:
    seals = sorted(_rows(snapshot, tables.get("journal_seal")), key=lambda words: (words["day"] or "", words["id"] or ""))
    return {name: seals[-1][name] for name in ("mall", "day", "root", "up_to_position")} if seals else {}


def _rows(snapshot: Snapshot, table: Table | None) -> Iterator[dict[str, str | None]]:
    if table is None:
        return
    names = [column.name for column in table.columns]
    for lines in lines_in(snapshot.rows(table)):
        for line in lines:
            yield dict(zip(names, values_in(line), strict=True))
