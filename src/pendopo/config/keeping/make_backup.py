"""Make a backup: one encrypted file, written here first, then carried to its place; older ones go when there are enough."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from pendopo.config.keeping.faults import trouble_said
from pendopo.config.keeping.pace import Pace
from pendopo.config.keeping.passphrase import stored_lock
from pendopo.config.keeping.places import Folder, Place, name_for
from pendopo.config.keeping.record import BACKUP, Entry, Record, free_draft
from pendopo.config.keeping.sealed_stream import SealingWriter
from pendopo.config.keeping.write_installation import Progress, Written, write_installation
from pendopo.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Backup:
    name: str
    place: str
    bytes: int
    written: Written
    dropped: int


def make_backup(*, place: Place, copies: int, at: datetime, progress: Progress, pace: Pace) -> Backup:
    """Back up the installation of these settings while it works, keep the newest `copies` and record how it went.

    Raises NoPassphrase, AlreadyKeeping, PlaceUnreachable, DatabaseAway, MadeByNewer.
    """
    record = Record(Path(settings.DATA_DIRECTORY))
    try:
        with trouble_said(str(settings.DATA_DIRECTORY)), record.working() as folder:
            backup = _make(folder, place, copies, at, progress, pace)
    except DomainError as trouble:
        # On a full disk the record has no room either; the command says it all the same.
        with suppress(OSError):
            record.note(Entry(BACKUP, at, well=False, why=str(trouble)))
        raise
    facts = {"name": backup.name, "place": backup.place, "bytes": backup.bytes, "position": backup.written.position}
    record.note(Entry(BACKUP, at, well=True, facts=facts))
    return backup


def _make(folder: Path, place: Place, copies: int, at: datetime, progress: Progress, pace: Pace) -> Backup:
    keys, data = Path(settings.KEYS_DIRECTORY), Path(settings.DATA_DIRECTORY)
    lock, draft = stored_lock(keys), free_draft(folder)
    without = place.path if isinstance(place, Folder) else None
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            sealing = SealingWriter(out, lock=lock)
            written = write_installation(
                sealing, connection, at=at, progress=progress, pace=pace, keys=keys, data=data, without=without
            )
            sealing.close()
            out.flush()
            os.fsync(out.fileno())
        size, name = draft.stat().st_size, name_for(at)
        place.put(name, draft)
    finally:
        draft.unlink(missing_ok=True)
    # Only when the new one lies there; the one just made is never among them.
    enough = [other for other in place.names() if other != name][: -(copies - 1) or None]
    for other in enough:
        place.drop(other)
    return Backup(name, place.said, size, written, len(enough))
