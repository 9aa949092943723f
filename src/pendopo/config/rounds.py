"""What the worker looks after once a minute, beside the relay: changes whose day has come, days that are over, numbers that lapse,
officers who left, and what calls for attention.

Nothing in the hall waits for it: whoever reads ignores older days, whoever left calls nobody, and who finds a line full looks for
places that nobody uses.
"""

import time
from collections.abc import Callable
from datetime import date
from uuid import UUID

from pendopo.kernel.clock import business_date, now
from pendopo.kernel.steady_day import SteadyDays


class Rounds:
    """`ticks` counts the seconds of a clock that nobody can set."""

    def __init__(self, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._days = SteadyDays()
        self._ended: dict[UUID, date] = {}

    def go(self) -> None:
        from pendopo.accounts.sessions import forget_expired_sessions
        from pendopo.directory.models import Mall
        from pendopo.queue.end_older_days import end_older_days
        from pendopo.queue.follow_master_data import make_due_changes
        from pendopo.queue.lapse_overdue import lapse_overdue
        from pendopo.queue.sign_off import sign_off_who_left
        from pendopo.web.oversight.watch import watch_hall

        at, ticks = now(), self._ticks()
        make_due_changes(at=at)
        forget_expired_sessions(at=at)
        for mall in Mall.objects.order_by("id"):
            today = business_date(at, mall.time_zone)
            if self._days.is_steady(mall.time_zone, today, ticks=ticks) and self._ended.get(mall.id) != today:
                end_older_days(mall=mall, at=at)
                self._ended[mall.id] = today
            lapse_overdue(mall=mall, at=at)
            sign_off_who_left(mall=mall, at=at, actor="system")
            watch_hall(mall, at)
