"""Counters that several processes share without waiting for each other.

Each process holds one slot, a file of numbers mapped into memory, for as long as it lives (a file lock, let go by the system however
it ends). Who comes after takes the slot and counts on, so that no counter ever goes back and no file is left over.
"""

import fcntl
import mmap
import os
import threading
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

# Seconds; the last bucket takes everything longer.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
# First words of addresses, grouped by who stands before the screen; what is none of them is `other`.
ROOMS = ("kiosk", "desk", "display", "ticket", "mall", "backoffice", "greeter", "sign-in", "static", "health", "other")
STATUSES = ("2xx", "3xx", "4xx", "5xx")
_ROOM_OF = {
    "k": "kiosk", "d": "desk", "loket": "desk", "pos": "desk", "layar": "display", "pasang": "display", "t": "ticket",
    "": "mall", "m": "mall", "aula": "mall", "kelola": "backoffice", "sambut": "greeter", "masuk": "sign-in", "keluar": "sign-in",
    "undangan": "sign-in", "static": "static", "suara": "static", "sehat": "health",
}  # fmt: skip
_ROOM_NUMBER = {word: ROOMS.index(room) for word, room in _ROOM_OF.items()}
_OTHER = len(ROOMS) - 1
# A series is its buckets, one for longer, and the sum of seconds.
_WIDTH = len(BUCKETS) + 2
_LENGTH = len(ROOMS) * len(STATUSES) * _WIDTH
_MOST_SLOTS = 64


class Counters:
    """This process's counters."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = _free_slot(folder)
        os.ftruncate(self._file, _LENGTH * 8)
        self._numbers = memoryview(mmap.mmap(self._file, _LENGTH * 8)).cast("d")
        # The threads of one process; other processes have numbers of their own.
        self._lock = threading.Lock()

    def count(self, path: str, status: str, seconds: float) -> None:
        room = _ROOM_NUMBER.get(path[1:].partition("/")[0], _OTHER)
        kind = min(max(ord(status[0]) - ord("2"), 0), len(STATUSES) - 1)
        first = (room * len(STATUSES) + kind) * _WIDTH
        with self._lock:
            self._numbers[first + bisect_left(BUCKETS, seconds)] += 1
            self._numbers[first + _WIDTH - 1] += seconds


def counted(folder: Path) -> Iterator[tuple[str, str, list[int], float]]:
    """Room, status, requests by bucket (not yet cumulative) and seconds in all; of every process together."""
    total = [0.0] * _LENGTH
    for path in folder.glob("slot-*"):
        content = path.read_bytes()
        if len(content) == _LENGTH * 8:
            total = [ours + theirs for ours, theirs in zip(total, memoryview(content).cast("d"), strict=True)]
    for number, room in enumerate(ROOMS):
        for kind, status in enumerate(STATUSES):
            first = (number * len(STATUSES) + kind) * _WIDTH
            series = total[first : first + _WIDTH]
            if any(series):
                yield room, status, [int(count) for count in series[:-1]], series[-1]


def _free_slot(folder: Path) -> int:
    for number in range(_MOST_SLOTS):
        file = os.open(folder / f"slot-{number}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            continue
        return file
    # More processes than slots: the last one's counters are shared, and may miss a few.
    return os.open(folder / f"slot-{_MOST_SLOTS - 1}", os.O_RDWR)
