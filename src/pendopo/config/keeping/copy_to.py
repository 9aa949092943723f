"""Copy the database of these settings into another, through a pipe; the copy proves itself."""

import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from django.conf import settings
from django.db import connection

from pendopo.config.keeping.pace import FULL_SPEED
from pendopo.config.keeping.rehearse import environment_of
from pendopo.config.keeping.write_installation import Progress, Written, write_installation
from pendopo.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Copied:
    """`tables` are the copy's fingerprints, in today's shape."""

    written: Written
    tables: dict[str, tuple[int, int]]
    migrated_seconds: float


class Refused(DomainError):
    """What the process at the other end said."""

    code = "keeping.refused"
    message = "%(why)s"


def copy_to(address: str, *, data: Path, at: datetime, progress: Progress) -> Copied:
    """Fill the empty database at `address`. The keys stay where they are. Raises Refused."""
    environment = environment_of(data, database=address, keys=Path(settings.KEYS_DIRECTORY))
    command = [sys.executable, "-m", "pendopo.config.keeping.receive"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as receiver:
        written, answer, said = None, b"", b""
        assert receiver.stdin is not None  # noqa: S101 - asked for above
        try:
            # A receiver that has refused reads no more; what it said is asked below.
            with suppress(BrokenPipeError):
                written = write_installation(receiver.stdin, connection, at=at, progress=progress, pace=FULL_SPEED)
        except BaseException:
            receiver.kill()
            raise
        with suppress(BrokenPipeError):
            answer, said = receiver.communicate()
    if receiver.returncode or written is None:
        raise Refused(why=_last_line(said) or f"status {receiver.returncode}")
    words = orjson.loads(answer)
    tables = {name: (rows, int(total)) for name, (rows, total) in words["tables"].items()}
    return Copied(written, tables, words["migrated_seconds"])


def _last_line(said: bytes) -> str:
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else ""
