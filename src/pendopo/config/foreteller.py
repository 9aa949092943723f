"""What the worker does for honest waits, in a thread of its own: write down what is told, compare, learn.

No screen waits for it: without it estimates go on from what was learnt before, and nothing is measured.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, connection

from pendopo.kernel.clock import now

logger = logging.getLogger(__name__)

# A number's range is written down within this time of its being shown.
_EVERY_SECONDS = 5.0
_LEARN_EVERY, _FORGET_EVERY = 60.0, 6 * 3600.0


class Foreteller:
    """`ticks` counts the seconds of a clock that nobody can set."""

    def __init__(self, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._learn_due = self._forget_due = 0.0

    def start(self, stopping: threading.Event) -> None:
        threading.Thread(target=self._go_on, args=(stopping,), name="foreteller", daemon=True).start()

    def _go_on(self, stopping: threading.Event) -> None:
        while not stopping.wait(_EVERY_SECONDS):
            try:
                self.look(now())
            except DatabaseError as error:
                logger.warning("foretelling has to wait: %s", str(error).strip()[:120])
                connection.close()
            except Exception:
                # A bug must not end foretelling for good.
                logger.exception("foretelling stumbled")
        connection.close()

    def look(self, at: datetime) -> None:
        """Once around all malls."""
        from pendopo.directory.models import Mall
        from pendopo.queue.estimate.learn_turns import learn_turns
        from pendopo.queue.estimate.promises import forget_old_promises, judge_promises, note_promises

        ticks = self._ticks()
        learns, forgets = ticks >= self._learn_due, ticks >= self._forget_due
        for mall in Mall.objects.order_by("id"):
            judge_promises(mall=mall, at=at)
            note_promises(mall=mall, at=at)
            if learns:
                learn_turns(mall=mall, at=at)
            if forgets:
                forget_old_promises(mall=mall, at=at)
        self._learn_due = ticks + _LEARN_EVERY if learns else self._learn_due
        self._forget_due = ticks + _FORGET_EVERY if forgets else self._forget_due
