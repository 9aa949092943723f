"""A progress bar on the terminal, and nothing at all where no person watches."""

import sys
import time
from typing import TextIO

_WIDTH = 28
_EVERY = 0.05


class ProgressBar:
    """`bar(label, done, of)` draws one line over itself; `close` leaves the terminal clean."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._shown = self._out.isatty()
        self._drawn_at = 0.0
        self._length = 0

    def __call__(self, label: str, done: int, of: int) -> None:
        now = time.monotonic()
        if not self._shown or (done < of and now - self._drawn_at < _EVERY):
            return
        self._drawn_at = now
        full = _WIDTH if of == 0 else round(_WIDTH * min(done, of) / of)
        line = f"{label:<14} {'█' * full}{'·' * (_WIDTH - full)} {done}/{of}"
        self._out.write("\r" + line.ljust(self._length))
        self._out.flush()
        self._length = len(line)

    def close(self) -> None:
        if self._shown and self._length:
            self._out.write("\r" + " " * self._length + "\r")
            self._out.flush()
            self._length = 0
