"""Where a demo lies and what it remembers between two starts."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import orjson

from pendopo.config.demo.words import CannotOpen, already_running, not_a_demo

_FILE = "demo.json"


class Folder:
    """A demo's folder. Several processes write into its memory, so it is read anew for every question."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def alone(self) -> Iterator[Self]:
        """Hold the folder; the system lets go of it however this process ends. Raises CannotOpen."""
        with (self.path / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotOpen(already_running(str(self.path))) from None
            yield self

    @property
    def imported(self) -> dict[str, str]:
        """Checksums of the workbooks as they were imported."""
        return dict(self._known().get("imported", {}))

    @property
    def kiosk_cookies(self) -> dict[str, str]:
        """The crowd's own kiosks, by mall."""
        return dict(self._known().get("kiosk_cookies", {}))

    @property
    def crowd(self) -> bool:
        """Whether the demo was last started with a crowd of its own."""
        return bool(self._known().get("crowd"))

    def remember(self, **facts: Any) -> None:
        """The file holds kiosks' secrets, so it is readable by its owner only."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path / f"{_FILE}.new"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(orjson.dumps({**self._known(), **facts}))
        draft.replace(self.path / _FILE)

    def is_a_demo(self) -> bool:
        return (self.path / _FILE).exists()

    def _known(self) -> dict[str, Any]:
        return dict(orjson.loads((self.path / _FILE).read_bytes())) if self.is_a_demo() else {}


def demo_folder(path: Path) -> Folder:
    """The demo in this folder, or a new one. Raises CannotOpen where a mall's own data lies: nobody's mall is played with."""
    folder = Folder(path.resolve())
    if not folder.is_a_demo():
        if any(folder.path.glob("*.sqlite3")) or (folder.path / "keys").exists():
            raise CannotOpen(not_a_demo(str(folder.path)))
        folder.remember()
    return folder
