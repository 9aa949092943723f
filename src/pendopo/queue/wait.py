"""How long a visitor who joins a line now will wait: an honest range, from what is known without history."""

from collections.abc import Callable
from math import ceil, floor
from typing import NamedTuple

# Services differ in length more than lines differ in promise: three quarters to one and a half times is what one may say.
_QUICK, _SLOW = 0.75, 1.5
_STEP = 5


class WaitRange(NamedTuple):
    """Minutes; both 0 means "served at once"."""

    low: int
    high: int

    @property
    def at_once(self) -> bool:
        return self.high == 0


AT_ONCE = WaitRange(0, 0)


def wait_range(*, ahead: int, counters: float, free: bool, service_minutes: int) -> WaitRange | None:
    """From how many wait, how many counters serve them, and the line's minutes per service; None when nobody serves.

    `counters` may be a fraction: a counter that serves two busy lines is half a counter for each. `free` says that a counter
    has nobody at it now.
    """
    if counters <= 0:
        return None
    if ahead == 0 and free:
        return AT_ONCE
    turn = service_minutes / counters
    low, high = _QUICK * ahead * turn, _SLOW * (ahead + 1) * turn
    return WaitRange(max(1, _rounded(low, floor)), max(2, _rounded(high, ceil)))


def _rounded(minutes: float, rounding: Callable[[float], int]) -> int:
    """Whole minutes up to ten, then steps of five: nobody believes 37 minutes."""
    return rounding(minutes) if minutes <= 10 else rounding(minutes / _STEP) * _STEP
