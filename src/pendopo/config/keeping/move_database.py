"""Move an installation to another database: SQLite to PostgreSQL, or back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from pendopo.config.database import database
from pendopo.config.keeping.copy_to import copy_to
from pendopo.config.keeping.empty_place import refuse_while_running
from pendopo.config.keeping.faults import NotEqual, UnknownDatabase
from pendopo.config.keeping.rows import fingerprints
from pendopo.config.keeping.write_installation import Progress


@dataclass(frozen=True, slots=True)
class Moved:
    tables: int
    rows: int
    position: int


def move_database(*, address: str, at: datetime, progress: Progress) -> Moved:
    """Copy everything to the empty database at `address` and compare both, row by row. The source is only read.

    Raises UnknownDatabase, StillRunning, NotEqual, and Refused with what the other end said (NotEmpty, RowRefused, NotReadable).
    """
    data = Path(settings.DATA_DIRECTORY)
    _refuse_unknown(address, data)
    refuse_while_running()
    copied = copy_to(address, data=data, at=at, progress=progress)
    # Read anew: what somebody wrote meanwhile would be a difference.
    ours = fingerprints(connection, progress=progress)
    refuse_while_running()
    if different := sorted(name for name in ours.keys() | copied.tables.keys() if ours.get(name) != copied.tables.get(name)):
        raise NotEqual(what=", ".join(different))
    return Moved(len(ours), sum(rows for rows, _total in ours.values()), copied.written.position)


def _refuse_unknown(address: str, data: Path) -> None:
    try:
        known = database(address, data_directory=data)
    except ValueError:
        raise UnknownDatabase(address=address.partition(":")[0]) from None
    ours = connection.settings_dict
    if not address or all(known.get(name, "") == ours.get(name, "") for name in ("NAME", "HOST", "PORT")):
        raise UnknownDatabase(address=address.partition(":")[0])
