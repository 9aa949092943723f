"""Whether a new day has surely begun, or only the computer's clock says so for a moment.

A clock that is set a day ahead by mistake, and back a minute later, must not end a day on which people wait. What cannot be
undone therefore waits until the same date has been seen for a while by a clock that nobody can set (`time.monotonic`).
"""

import time
from datetime import date, timedelta

#: Long enough for somebody to notice a wrong date, since no counter can call meanwhile, and to set it right.
STEADY_AFTER = timedelta(hours=2)


class SteadyDays:
    """Since when each time zone has shown its present date without a break. Look regularly: a break is seen only then."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[date, float]] = {}

    def is_steady(self, time_zone: str, day: date, *, ticks: float) -> bool:
        """Whether this date has been seen at every look for `STEADY_AFTER`; `ticks` are seconds of the clock nobody sets."""
        seen, since = self._seen.get(time_zone, (None, ticks))
        if seen != day:
            self._seen[time_zone] = (day, ticks)
            return False
        return ticks - since >= STEADY_AFTER.total_seconds()


_seen_here = SteadyDays()


def has_surely_begun(time_zone: str, day: date) -> bool:
    """Whether this process has seen the date for so long. For the edge, as `clock.now`; ask at every occasion."""
    return _seen_here.is_steady(time_zone, day, ticks=time.monotonic())
