"""Changes for a day hold from the mall's midnight, worker or no worker: the first request after it makes them.

They are due at a midnight of one of the three zones and are written before it, so that between two midnights nobody need look: a
request compares two instants.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.db import connection

from pendopo.catalogue.workbook.sheets import TIME_ZONES
from pendopo.kernel.clock import business_date, now, zone
from pendopo.queue.follow_master_data import make_due_changes

logger = logging.getLogger(__name__)

_AFTER_TROUBLE = timedelta(seconds=5)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Midnight:
    """`look()` before anything is answered. One thread looks; the others go on with what stands."""

    def __init__(self, *, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock
        self._looked_at = self._again_at = _BEGINNING
        self._looking = threading.Lock()

    def look(self) -> None:
        at = self._clock()
        # After a clock that was set back the next midnight is nearer than was thought.
        if self._looked_at <= at < self._again_at or not self._looking.acquire(blocking=False):
            return
        try:
            made = make_due_changes(at=at)
            self._looked_at, self._again_at = at, next_midnight(at)
            if made:
                logger.info("%d planned changes of master data hold from now on", made)
        except Exception:
            # Whatever it is, the visitor who asks at this moment is answered all the same.
            logger.exception("planned changes have to wait")
            self._looked_at, self._again_at = at, at + _AFTER_TROUBLE
            connection.close()
        finally:
            self._looking.release()


def next_midnight(at: datetime) -> datetime:
    """The next one in any of the zones of Indonesia."""
    return min(
        datetime.combine(business_date(at, name) + timedelta(days=1), time(), tzinfo=zone(name)) for name in TIME_ZONES.values()
    )
