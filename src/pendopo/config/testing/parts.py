"""Parts of a test run: each is one pytest of its own; some run side by side, each one's words stay together."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

NOTHING_COLLECTED = 5  # pytest's exit status
_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")
_CLOSING_LINE = re.compile(r"\bin \d+(\.\d+)?s\b")
# Ends a part whose runner was killed outright: it hears so by the end of its input. "done" sends it home.
_GUARD = """trap '' HUP INT TERM; read -r word; [ "$word" = done ] || kill -KILL -- "-$1" 2>/dev/null"""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(slots=True)
class Part:
    """One pytest. `not_run` says why it cannot be started; `tests` is what its closing line counted."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    not_run: str = ""
    status: int | None = None
    seconds: float = 0.0
    tests: dict[str, int] = field(default_factory=dict)

    @property
    def result(self) -> str:
        if self.not_run:
            return f"NOT RUN: {self.not_run}"
        counts = ", ".join(f"{number} {what}" for what, number in self.tests.items())
        if self.status == NOTHING_COLLECTED:
            return counts or "no test here matches"
        return counts if self.status == 0 else f"{counts or 'did not finish'} (FAILED, exit status {self.status})"

    @property
    def failed(self) -> bool:
        return self.status not in {None, 0, NOTHING_COLLECTED}


class _Running:
    """A started part. What it says is kept until its turn to be shown has come, from then on it is passed through."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *part.arguments],
            env=dict(part.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that stopping it also stops what it started
        )
        self._guardian = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guardian", str(self.process.pid)], stdin=subprocess.PIPE, start_new_session=True
        )
        self._said = bytearray()
        self._shown = False
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    def _read(self, pipe: IO[bytes]) -> None:
        while chunk := os.read(pipe.fileno(), 65536):
            with self._lock:
                self._said += chunk
                if self._shown:
                    _write(chunk)
        self.part.status = self.process.wait()
        self.part.seconds = time.monotonic() - self.began

    def show(self) -> None:
        """Show everything said so far, and the rest as it comes; returns when the part has ended."""
        print(f"\n── {self.part.name} " + "─" * max(3, 76 - len(self.part.name)), flush=True)
        with self._lock:
            _write(bytes(self._said))
            self._shown = True
        self._reader.join()
        self.part.tests = counted(self._said.decode(errors="replace"))

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)

    def end(self) -> None:
        """Wait a little for the end; then there is one."""
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._guardian.communicate(b"done\n")


def run_side_by_side(parts: Sequence[Part]) -> None:
    """Run the parts that can be run, at once; show them one after the other. Stops them all if this is interrupted."""
    running: list[_Running] = []
    try:
        running += [_Running(part) for part in parts if not part.not_run]
        for one in running:
            one.show()
    finally:
        for one in running:
            one.ask_to_stop()
        for one in running:
            one.end()


def counted(output: str) -> dict[str, int]:
    """What pytest's closing line counts, for example {"passed": 12, "skipped": 1}."""
    for line in reversed(_COLOUR.sub("", output).splitlines()):
        if _CLOSING_LINE.search(line) and (found := _COUNT.findall(line)):
            return {what: int(number) for number, what in found}
    return {}


def _write(words: bytes) -> None:
    sys.stdout.buffer.write(words)
    sys.stdout.buffer.flush()
