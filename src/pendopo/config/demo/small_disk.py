"""A small file system in memory, so that a full disk can be tried out without filling the machine's own."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_FILLER = "penuh"
_BLOCK = 1024 * 1024


class NoSmallDisk(Exception):
    """It could not be mounted; the text says why."""


class SmallDisk:
    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self) -> None:
        """To the last byte."""
        with (self.path / _FILLER).open("wb", buffering=0) as filler, suppress(OSError):
            block = _BLOCK
            while block:
                try:
                    filler.write(b"x" * block)
                except OSError:
                    block //= 2

    def free(self) -> None:
        (self.path / _FILLER).unlink(missing_ok=True)


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """Raises NoSmallDisk where this process may not mount anything."""
    path = Path(tempfile.mkdtemp(prefix="pendopo-disk-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))  # noqa: S108
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0711", "tmpfs", str(path))
        try:
            yield SmallDisk(path)
        finally:
            # Lazily: a process that was just ended may still hold a file.
            _run("umount", "--lazy", str(path))
    finally:
        with suppress(OSError):
            path.rmdir()


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NoSmallDisk(str(error)) from None
    if done.returncode:
        raise NoSmallDisk(done.stderr.strip() or command[0])
