"""A log of arrivals, calls and ends as `bench estimate` reads it and `simulate --log` writes it: one row per stay in a line."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

REQUIRED = ("arrival", "called", "end", "line", "counter")
COLUMNS = ("arrival", "called", "start", "end", "service", "line", "counter", "class", "head_start")
#: For --help and docs/commands.md.
COLUMN_HELP = """columns of FILE.csv (first row names them, in any order; times as 2026-11-23T08:05:00, one mall's local time):
  arrival     when somebody joined the line; empty when somebody came back to a counter (only the counter is occupied)
  called      when a counter called (or, without `start`, when the service began); empty when nobody ever did
  start       optional: when the service began
  end         when the counter was free again; without `called`, when the visitor left the line
  service     optional: what for (its own length is learnt)
  line        who shares one numbering; empty when the counter paused from `called` until `end`, or closed (no `end`)
  counter     who served
  class       optional: a priority class
  head_start  optional: minutes that this class is ranked earlier"""


class NotALog(ValueError):
    """What is the matter with the file, in words."""


class Row(NamedTuple):
    arrival: datetime | None
    called: datetime | None
    start: datetime | None
    end: datetime | None
    service: str
    line: str
    counter: str
    klass: str
    head_start: float


def read_log(path: Path) -> list[Row]:
    """All rows. Raises NotALog, which names the first line that cannot be read."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        names = {name.strip().lower(): name for name in reader.fieldnames or ()}
        if missing := [name for name in REQUIRED if name not in names]:
            raise NotALog(f"{path} has no column {', '.join(missing)}.")
        return [_row({short: cells.get(name) or "" for short, name in names.items()}, reader.line_num) for cells in reader]


def _row(cells: dict[str, str], number: int) -> Row:
    try:
        arrival, called, start, end = (_time(cells.get(name, "")) for name in ("arrival", "called", "start", "end"))
        head_start = float(cells.get("head_start") or 0)
    except ValueError as error:
        raise NotALog(f"Line {number} cannot be read: {error}.") from error
    row = Row(
        arrival, called or start, start, end, cells.get("service", ""), cells["line"], cells["counter"], cells.get("class", ""),
        head_start,
    )  # fmt: skip
    times = [time for time in (row.arrival, row.called, row.end) if time]
    if times != sorted(times):
        raise NotALog(f"Line {number}: the times run backwards.")
    if row.called and not row.counter:
        raise NotALog(f"Line {number}: a call needs its counter.")
    if row.arrival and not row.line:
        raise NotALog(f"Line {number}: who arrives joins a line.")
    return row


def _time(cell: str) -> datetime | None:
    """The zone is left out: a log is of one place."""
    return datetime.fromisoformat(cell.strip()).replace(tzinfo=None) if cell.strip() else None


def write_log(path: Path, rows: Iterable[Row]) -> int:
    """Returns how many rows were written."""
    written = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(_cells(row))
            written += 1
    return written


def _cells(row: Row) -> Iterator[str]:
    for value in row:
        if isinstance(value, datetime):
            yield value.replace(tzinfo=None).isoformat(timespec="seconds")
        else:
            yield f"{value:g}" if isinstance(value, float) else str(value or "")
