"""What was kept, when and how well: lines in the data directory, read by `doctor` and by the worker that decides what is due."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from pendopo.config.keeping.faults import AlreadyKeeping

BACKUP, REHEARSAL, RESTORED = "backup", "rehearsal", "restored"
_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """`facts` are counts and file names; `why` is the sentence when it did not go well."""

    what: str
    at: datetime
    well: bool
    why: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


class Record:
    """The newest lines; several processes may write."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "keeping"
        self._file = self._folder / "record.jsonl"

    def note(self, entry: Entry) -> None:
        with self._alone("record.lock", wait=True):
            lines = [*self._lines()[-_REMEMBERED + 1 :], orjson.dumps(entry)]
            draft = self._file.with_suffix(".draft")
            draft.write_bytes(b"\n".join(lines) + b"\n")
            draft.replace(self._file)

    def entries(self) -> tuple[Entry, ...]:
        """The oldest first; a line that cannot be read is passed over."""
        found = []
        for line in self._lines():
            try:
                words = orjson.loads(line)
                found.append(Entry(**words | {"at": datetime.fromisoformat(words["at"])}))
            except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
                continue
        return tuple(found)

    def newest(self, what: str, *, well: bool | None = None) -> Entry | None:
        fit = (e for e in reversed(self.entries()) if e.what == what and well in {None, e.well})
        return next(fit, None)

    @contextmanager
    def working(self) -> Iterator[Path]:
        """One backup or rehearsal at a time; gives a folder of this installation for drafts. Raises AlreadyKeeping."""
        with self._alone("working.lock", wait=False):
            yield self._folder

    @contextmanager
    def _alone(self, name: str, *, wait: bool) -> Iterator[None]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / name).open("w") as lock:
            try:
                # The system lets go of it however this process ends.
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                raise AlreadyKeeping from None
            yield

    def _lines(self) -> list[bytes]:
        try:
            return self._file.read_bytes().splitlines()
        except FileNotFoundError:
            return []


def free_draft(folder: Path) -> Path:
    """A path for a draft; what an interrupted one left behind is cleared away. Called while `working` is held."""
    for left in folder.glob("*.draft"):
        left.unlink(missing_ok=True)
    return folder / f"backup.{os.getpid()}.draft"
