"""Slowness on purpose: a backup takes what the hall leaves."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

_NICENESS = 15


@dataclass(frozen=True, slots=True)
class Pace:
    """`rest` is how long to pause for every second of work; 0 is as fast as the machine can."""

    rest: float = 0.0

    def over(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The blocks, with a pause after each as long as the work since the last pause asks for."""
        began = time.monotonic()
        for block in blocks:
            yield block
            if self.rest:
                time.sleep((time.monotonic() - began) * self.rest)
                began = time.monotonic()


FULL_SPEED = Pace()
GENTLE = Pace(rest=1.0)


def step_back() -> None:
    """Let every other process go first; where the system does not allow it, nothing is lost."""
    with suppress(OSError, AttributeError):
        os.nice(_NICENESS)
