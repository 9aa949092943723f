"""What the worker looks after once a minute, beside the relay: changes whose day has come, days that are over, numbers that lapse,
officers who left, what calls for attention, the line to the internet, personal data that were kept long enough.

Nothing in the hall waits for it: whoever reads ignores older days, whoever left calls nobody, and who finds a line full looks for
places that nobody uses.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError

from pendopo.config.reach_outside import reaches_outside
from pendopo.kernel.clock import business_date, now
from pendopo.kernel.steady_day import SteadyDays

if TYPE_CHECKING:
    from pendopo.directory.models import Mall

logger = logging.getLogger(__name__)

_SESSIONS_SWEPT_EVERY_SECONDS = 3600
_LOG_SWEPT_EVERY_SECONDS = 600


class Rounds:
    """`ticks` counts the seconds of a clock that nobody can set; `reaches` says whether one of some addresses outside answers."""

    def __init__(
        self, *, ticks: Callable[[], float] = time.monotonic, reaches: Callable[[Sequence[str]], bool] = reaches_outside
    ) -> None:
        self._ticks, self._reaches = ticks, reaches
        self._days = SteadyDays()
        self._ended: dict[UUID, date] = {}
        self._forgotten: dict[UUID, date] = {}
        self._swept_at = float("-inf")
        self._log_swept_at = float("-inf")

    def go(self) -> None:
        """What stumbles in one part or in one mall holds up no other."""
        from pendopo.accounts.sessions import forget_expired_sessions
        from pendopo.directory.models import Mall
        from pendopo.directory.outside_line import note_outside
        from pendopo.privacy.retention import sweep_log_after_erasing
        from pendopo.queue.follow_master_data import make_due_changes

        at, ticks = now(), self._ticks()
        _attempt(lambda: make_due_changes(at=at), "changes whose day has come")
        if ticks - self._swept_at >= _SESSIONS_SWEPT_EVERY_SECONDS:
            _attempt(lambda: forget_expired_sessions(at=at), "sessions that are over")
            self._swept_at = ticks
        outside = self._reaches(settings.OUTSIDE) if settings.OUTSIDE else None
        for mall in Mall.objects.order_by("id"):
            if outside is not None:
                _attempt(partial(note_outside, mall=mall, reachable=outside, at=at), "the line to the internet")
            today = business_date(at, mall.time_zone)
            sure = self._days.is_steady(mall.time_zone, today, ticks=ticks)
            _attempt(partial(self._look_after, mall, today, at, day_is_sure=sure), f"the mall {mall.code}")
        if ticks - self._log_swept_at >= _LOG_SWEPT_EVERY_SECONDS:
            _attempt(lambda: sweep_log_after_erasing(at=at), "what was erased")
            self._log_swept_at = ticks

    def _look_after(self, mall: "Mall", today: date, at: datetime, *, day_is_sure: bool) -> None:
        from pendopo.privacy.retention import erase_overdue
        from pendopo.queue.end_older_days import end_older_days
        from pendopo.queue.lapse_overdue import lapse_overdue
        from pendopo.queue.send_home import send_home_who_is_left
        from pendopo.queue.sign_off import sign_off_who_left
        from pendopo.web.oversight.watch import watch_hall

        if day_is_sure and self._ended.get(mall.id) != today:
            end_older_days(mall=mall, at=at)
            self._ended[mall.id] = today
        # A clock that is wrong must not erase what is not over.
        if day_is_sure and self._forgotten.get(mall.id) != today and not erase_overdue(mall=mall, at=at):
            self._forgotten[mall.id] = today
        lapse_overdue(mall=mall, at=at)
        send_home_who_is_left(mall=mall, at=at)
        sign_off_who_left(mall=mall, at=at, actor="system")
        watch_hall(mall, at)


def _attempt(doing: Callable[[], object], what: str) -> None:
    try:
        doing()
    except (InterfaceError, OperationalError):
        # The database is away: nothing else will go well now.
        raise
    except Exception:
        logger.exception("the round stumbled over %s", what)
