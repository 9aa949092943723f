"""The range of minutes that people are told: from P50, by which half are called, to P80, by which four of five are."""

from collections.abc import Callable
from math import ceil, floor
from typing import NamedTuple

_STEP = 5
# Called within so many minutes is called at once.
_AT_ONCE = 0.5


class WaitRange(NamedTuple):
    """Minutes; both 0 means "served at once".

    `late`: the turn would come after the closing, so it may not be reached today. `said` is false where the estimates of a line
    have lately been wrong too often: then only the people ahead are told.
    """

    low: int
    high: int
    late: bool = False
    said: bool = True

    @property
    def at_once(self) -> bool:
        return self.high == 0

    @property
    def in_minutes(self) -> bool:
        """Whether there are minutes to tell."""
        return self.said and not self.late and not self.at_once


AT_ONCE = WaitRange(0, 0)


def wait_range(*, p50: float, p80: float, late: bool = False) -> WaitRange:
    """As it is told: never less than a minute, never falsely exact."""
    if p80 < _AT_ONCE:
        return AT_ONCE
    return WaitRange(max(1, _rounded(p50, floor)), max(2, _rounded(p80, ceil)), late)


def _rounded(minutes: float, rounding: Callable[[float], int]) -> int:
    """Whole minutes up to ten, then steps of five: nobody believes 37 minutes."""
    return rounding(minutes) if minutes <= 10 else rounding(minutes / _STEP) * _STEP


def usual_wait(*, ahead: int, counters: int, turn_minutes: float) -> WaitRange:
    """A rule of thumb for who joined behind so many, when nobody wrote down what was told."""
    turn = turn_minutes / counters
    return wait_range(p50=max(0.5, ahead * turn), p80=max(2.0, 1.4 * (ahead + 1) * turn))
