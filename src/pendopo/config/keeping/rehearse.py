"""Rehearse: restore the newest backup into a place of its own, prove that it can be read, throw the place away.

The place is a SQLite file whatever the hall works on: the form is the same, and the rehearsal costs the server nothing.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from pendopo.config.keeping.faults import NotReadable, trouble_said
from pendopo.config.keeping.places import Place, fetched, newest_in
from pendopo.config.keeping.record import REHEARSAL, Entry, Record
from pendopo.kernel.errors import DomainError

_FOLDER = "rehearsal-"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    name: str
    said: str


def rehearse(*, place: Place, at: datetime) -> Rehearsed:
    """Restore the newest backup elsewhere and record how it went. Raises NoBackupThere, NotReadable, AlreadyKeeping."""
    record = Record(Path(settings.DATA_DIRECTORY))
    try:
        with trouble_said(str(settings.DATA_DIRECTORY)), record.working() as folder:
            rehearsed = _rehearse(place, folder)
    except DomainError as trouble:
        with suppress(OSError):
            record.note(Entry(REHEARSAL, at, well=False, why=str(trouble)))
        raise
    record.note(Entry(REHEARSAL, at, well=True, facts={"name": rehearsed.name, "place": place.said}))
    return rehearsed


def _rehearse(place: Place, folder: Path) -> Rehearsed:
    for left in folder.glob(f"{_FOLDER}*"):
        shutil.rmtree(left, ignore_errors=True)
    name = newest_in(place)
    # Beside the data, not in the system's own temporary folder: what lies here is as open as the database itself.
    with fetched(place, name) as file, tempfile.TemporaryDirectory(prefix=_FOLDER, dir=folder) as elsewhere:
        command = [
            sys.executable, "-m", "pendopo", "restore", str(file.resolve()), "--lock-of", str(Path(settings.KEYS_DIRECTORY).resolve()),
        ]  # fmt: skip
        done = subprocess.run(
            command, env=environment_of(Path(elsewhere)), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise NotReadable(why=_last_line(done.stderr) or f"status {done.returncode}")
    return Rehearsed(name, done.stdout.strip())


def environment_of(data: Path, *, database: str = "", keys: Path | None = None) -> dict[str, str]:
    """Settings of another installation, for a process of its own; nothing of ours but the language and the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PENDOPO_")}
    sources = str(Path(__file__).resolve().parents[3])
    return kept | {
        "PENDOPO_DATA": str(data), "PENDOPO_KEYS": str(keys or data / "keys"), "PENDOPO_DATABASE": database,
        "PYTHONPATH": sources, "DJANGO_SETTINGS_MODULE": "pendopo.config.settings",
    }  # fmt: skip


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].removeprefix("✗ ") if lines else ""
