"""Where backups lie: a folder, or a store that speaks S3. Named by one address, as the database is."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from pendopo.config.keeping.faults import NoBackupThere, NoPlace, PlaceUnreachable

SUFFIX = ".pendopo"
_NAME = re.compile(r"pendopo-\d{8}T\d{6}Z\.pendopo")


class Place(Protocol):
    """`said` is its address without what is secret in it."""

    @property
    def said(self) -> str: ...

    def names(self) -> Sequence[str]:
        """The backups there, the oldest first."""

    def put(self, name: str, draft: Path) -> None:
        """Keep it, whole or not at all; the draft may be gone afterwards."""

    def fetch(self, name: str, out: BinaryIO) -> None: ...

    def drop(self, name: str) -> None: ...


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def said(self) -> str:
        return str(self.path)

    def names(self) -> Sequence[str]:
        return sorted(path.name for path in self.path.glob(f"*{SUFFIX}") if _NAME.fullmatch(path.name))

    def put(self, name: str, draft: Path) -> None:
        with unreachable_said(self.said):
            self.path.mkdir(mode=0o750, parents=True, exist_ok=True)
            beside = self.path / f".{name}.draft"
            try:
                beside.touch(mode=0o600)
                shutil.copyfile(draft, beside)
                _to_disk(beside)
                beside.replace(self.path / name)
                _to_disk(self.path)
            finally:
                beside.unlink(missing_ok=True)

    def fetch(self, name: str, out: BinaryIO) -> None:
        with unreachable_said(self.said), (self.path / name).open("rb") as file:
            shutil.copyfileobj(file, out)

    def drop(self, name: str) -> None:
        with unreachable_said(self.said):
            (self.path / name).unlink(missing_ok=True)


def place_of(address: str) -> Place:
    """`/srv/backup` or `s3://key:secret@host/bucket/folder?region=...`. Raises NoPlace."""
    if not address:
        raise NoPlace
    if urlsplit(address).scheme == "s3":
        from pendopo.config.keeping.s3 import S3

        return S3.at(address)
    return Folder(Path(address))


def name_for(at: datetime) -> str:
    return f"pendopo-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"


def made_at(name: str) -> datetime:
    """When the backup of this name was made."""
    return datetime.strptime(name, f"pendopo-%Y%m%dT%H%M%SZ{SUFFIX}").replace(tzinfo=UTC)


def is_backup(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def newest_in(place: Place) -> str:
    """Raises NoBackupThere."""
    names = place.names()
    if not names:
        raise NoBackupThere(place=place.said)
    return names[-1]


@contextmanager
def fetched(place: Place, name: str) -> Iterator[Path]:
    """The backup as a file of this machine, for as long as it is needed. What lies in a folder stays there."""
    if isinstance(place, Folder):
        yield place.path / name
        return
    with tempfile.NamedTemporaryFile(prefix="pendopo-", suffix=SUFFIX) as file:
        place.fetch(name, file)  # type: ignore[arg-type]
        file.flush()
        yield Path(file.name)


@contextmanager
def unreachable_said(said: str) -> Iterator[None]:
    """Raises PlaceUnreachable for what the disk or the line says."""
    try:
        yield
    except OSError as trouble:
        raise PlaceUnreachable(place=said, why=trouble.strerror or str(trouble)) from trouble


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
