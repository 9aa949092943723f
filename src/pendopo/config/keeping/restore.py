"""Restore a backup into an empty installation, whatever database either of them has."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from pendopo.config.keeping.container import ContainerReader
from pendopo.config.keeping.empty_place import empty_place
from pendopo.config.keeping.faults import NoPassphrase, PlaceUnreachable
from pendopo.config.keeping.load_installation import About, Folders, Loaded, load_installation, look_through, prove_readable
from pendopo.config.keeping.passphrase import Lock, stored_lock
from pendopo.config.keeping.places import unreachable_said
from pendopo.config.keeping.record import RESTORED, Entry, Record
from pendopo.config.keeping.sealed_stream import OpenedReader, derivation_in
from pendopo.config.keeping.write_installation import Progress


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a backup: its passphrase, or the lock that the machine which made it still has."""

    passphrase: str | None = None
    lock: Lock | None = None

    @contextmanager
    def open(self, file: Path) -> Iterator[ContainerReader]:
        with unreachable_said(str(file)), file.open("rb") as source:
            yield ContainerReader(OpenedReader(source, name=file.name, lock=self.lock, passphrase=self.passphrase))


@dataclass(frozen=True, slots=True)
class Restored:
    """`aside` names what was there before, if anything was."""

    about: About
    rows: int
    files: int
    aside: str


def restore(*, file: Path, opener: Opener, overwrite: bool, at: datetime, progress: Progress) -> Restored:
    """Check all of the backup, then load it and prove that it can be read.

    Nothing is touched before all of the file has been read and found whole; when loading fails, all is as it was.
    Raises NotEmpty, StillRunning, NotABackup, WrongPassphrase, PassphraseNeeded, Damaged, MadeByNewer, NotReadable.
    """
    folders = Folders(Path(settings.KEYS_DIRECTORY), Path(settings.DATA_DIRECTORY))
    with opener.open(file) as reader:
        look_through(reader, progress=progress)
    with empty_place(overwrite=overwrite, at=at) as aside:
        loaded = load(file, opener=opener, folders=folders, progress=progress)
    Record(folders.data).note(Entry(RESTORED, at, well=True, facts={"name": file.name, "position": loaded.about.position}))
    return Restored(loaded.about, loaded.rows, loaded.files, aside)


def load(file: Path, *, opener: Opener, folders: Folders, progress: Progress) -> Loaded:
    with opener.open(file) as reader:
        loaded = load_installation(reader, folders=folders, progress=progress)
    prove_readable(loaded, progress=progress, folders=folders)
    return loaded


def lock_fitting(file: Path, keys: Path) -> Lock | None:
    """The machine's own lock, when this backup was made under it."""
    try:
        lock = stored_lock(keys)
    except NoPassphrase:
        return None
    try:
        with file.open("rb") as source:
            return lock if derivation_in(source, name=file.name) == lock.derivation else None
    except OSError as trouble:
        raise PlaceUnreachable(place=str(file), why=trouble.strerror or str(trouble)) from trouble
