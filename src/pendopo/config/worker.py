"""The worker: gives events their positions, seals yesterday's journal. `python -m pendopo.config.worker`.

Nothing in the hall depends on it for correctness: numbers are given and visitors called without it; screens only hear later.
"""

import logging
import signal
import sqlite3
import threading
import time
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, connection

from pendopo.config.cli import start_django

logger = logging.getLogger(__name__)

# A call is on a hundred screens within a tenth of a second, so the relay looks often; an idle look costs microseconds.
_BUSY_SECONDS, _IDLE_SECONDS = 0.004, 0.018
_CHORES_SECONDS = 60.0
_MOST_PATIENT_SECONDS = 5.0


class Worker:
    """One loop; a database that is away is waited for."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._chores_due = 0.0
        self._seen_version: int | None = None

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self._stopping.set()

    def run(self) -> None:
        patience = _IDLE_SECONDS
        while not self._stopping.is_set():
            try:
                pause = self._turn()
                patience = _IDLE_SECONDS
            except DatabaseError:
                logger.exception("the database is out of reach; trying again in %.1f s", patience)
                connection.close()
                self._seen_version = None
                pause = patience = min(patience * 2, _MOST_PATIENT_SECONDS)
            self._stopping.wait(pause)

    def _turn(self) -> float:
        """One look; returns how long to wait before the next."""
        if time.monotonic() >= self._chores_due:
            seal_finished_days()
            self._chores_due = time.monotonic() + _CHORES_SECONDS
        if not self._something_changed():
            return _IDLE_SECONDS
        from pendopo.journal.relay import BATCH, give_positions

        return _BUSY_SECONDS if give_positions() >= BATCH // 10 else _IDLE_SECONDS

    def _something_changed(self) -> bool:
        """On SQLite, whether any other connection committed since the last look (three microseconds); else always."""
        if connection.vendor != "sqlite":
            return True
        connection.ensure_connection()
        raw: sqlite3.Connection = connection.connection
        version = raw.execute("PRAGMA data_version").fetchone()[0]
        changed = version != self._seen_version
        self._seen_version = version
        return changed


def seal_finished_days() -> None:
    """Seal each mall's yesterday, once its local midnight is past."""
    from pendopo.directory.models import Mall
    from pendopo.journal.seal import seal_day
    from pendopo.kernel.clock import business_date, now

    at = now()
    for mall in Mall.objects.order_by("id"):
        seal_day(mall=mall.id, day=business_date(at, mall.time_zone) - timedelta(days=1), at=at)


def main() -> None:
    start_django()
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()


if __name__ == "__main__":
    main()
