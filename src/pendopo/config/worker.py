"""The worker: gives events their positions, lets followers hear them, prints, seals what is over. `python -m pendopo.config.worker`.

Nothing in the hall depends on it for correctness: numbers are given and visitors called without it; screens only hear later.
"""

import logging
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from types import FrameType
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import DatabaseError, connection

from pendopo.config.cli import start_django
from pendopo.config.foreteller import Foreteller
from pendopo.config.rounds import Rounds

if TYPE_CHECKING:
    from pendopo.printing.pressroom import Pressroom

logger = logging.getLogger(__name__)

# A call is on a hundred screens within a tenth of a second, so the relay looks often; an idle look costs microseconds.
_BUSY_SECONDS, _IDLE_SECONDS = 0.004, 0.018
# A rush is numbered in larger batches: on SQLite each batch takes the writers' lock and asks the disk once.
_RUSH_SECONDS, _SECONDS_PER_EVENT = 0.03, 0.001
# SQLite: how long the relay waits for the other processes' lock before it looks again by itself. The busy handler inside
# SQLite sleeps longer and longer, and would starve beside a busy web process.
_LOCK_MILLISECONDS, _LOCKED_SECONDS = 5, 0.002
# A batch of this many holds SQLite's write lock for a few milliseconds.
_BATCH = 250
_SEALS_EVERY = 60.0
_MOST_PATIENT_SECONDS = 2.0
_FOLLOWER_RESTS_SECONDS = 5.0


class Worker:
    """One loop; a database that is away is waited for."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._seals_due = 0.0
        self._sealing: threading.Thread | None = None
        self._seen_version: int | None = None
        self._behind = False
        self._rests_until: dict[str, float] = {}
        self._rounds = Rounds()
        self._pressroom: Pressroom | None = None
        self._foreteller = Foreteller()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping.set()

    def run(self) -> None:
        self._print_beside()
        self._foreteller.start(self.stopping)
        patience = _IDLE_SECONDS
        while not self.stopping.is_set():
            try:
                pause = self._turn()
                patience = _IDLE_SECONDS
            except DatabaseError as error:
                if _is_locked(error):
                    pause, self._seen_version = _LOCKED_SECONDS, None
                else:
                    pause = patience = min(patience * 2, _MOST_PATIENT_SECONDS)
                    self._lost(error, patience)
            self.stopping.wait(pause)

    def _turn(self) -> float:
        """One look; returns how long to wait before the next."""
        from pendopo.journal.relay import give_positions

        self._seal_beside()
        # Another process's commit, or work of our own that was left for this turn.
        if not self._something_changed() and not self._behind and not self._somebody_has_rested():
            return _IDLE_SECONDS
        given = give_positions(limit=_BATCH)
        if given and self._pressroom is not None:
            self._pressroom.wake()
        self._behind = self._tell_followers() or given >= _BATCH
        if self._behind:
            return 0.0
        return _rest_after(given) if given else _IDLE_SECONDS

    def _something_changed(self) -> bool:
        """On SQLite, whether any other connection committed since the last look (three microseconds); else always."""
        if connection.vendor != "sqlite":
            return True
        if connection.connection is None:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {_LOCK_MILLISECONDS}")
        raw: sqlite3.Connection = connection.connection
        version = raw.execute("PRAGMA data_version").fetchone()[0]
        changed = version != self._seen_version
        self._seen_version = version
        return changed

    def _somebody_has_rested(self) -> bool:
        """Whether a follower that failed may be told again, though nothing new happened."""
        return any(until <= time.monotonic() for until in self._rests_until.values())

    def _tell_followers(self) -> bool:
        """A batch for each follower; whether any has more to hear. One that fails rests, and holds up nobody else."""
        from pendopo.journal.follow import BATCH, follow, followers

        more = False
        for name, handle in followers().items():
            if time.monotonic() < self._rests_until.get(name, 0.0):
                continue
            self._rests_until.pop(name, None)
            try:
                more |= follow(name, handle) >= BATCH
            except DatabaseError:
                raise
            except Exception:
                logger.exception("the follower %s failed; it hears the same events again in a while", name)
                self._rests_until[name] = time.monotonic() + _FOLLOWER_RESTS_SECONDS
        return more

    def _lost(self, error: DatabaseError, patience: float) -> None:
        logger.warning("the database is out of reach (%s); trying again in %.1f s", str(error).strip()[:120], patience)
        connection.close()
        self._seen_version = None

    def _print_beside(self) -> None:
        """Printers answer when they like, so they have threads of their own; what waits for paper is woken by its event."""
        from pendopo.printing.pressroom import Pressroom
        from pendopo.web.paper.strip import compose

        self._pressroom = Pressroom(compose)
        self._pressroom.start()

    def _seal_beside(self) -> None:
        """Seals read a day's events and rounds a day's tickets, so they have a thread of their own: the relay goes on meanwhile."""
        if time.monotonic() < self._seals_due or (self._sealing and self._sealing.is_alive()):
            return
        self._seals_due = time.monotonic() + _SEALS_EVERY
        self._sealing = threading.Thread(
            target=_in_a_thread, args=(seal_finished_days, self._rounds.go), name="rounds", daemon=True
        )
        self._sealing.start()


def _rest_after(given: int) -> float:
    return min(max(_BUSY_SECONDS, given * _SECONDS_PER_EVENT), _RUSH_SECONDS)


def seal_finished_days() -> None:
    """Seal each mall's yesterday, once its local midnight is past; what is of no mall goes by the first mall's calendar."""
    from pendopo.directory.models import Mall
    from pendopo.journal.seal import seal_days
    from pendopo.kernel.clock import business_date, now
    from pendopo.kernel.identifiers import made_at

    at = now()
    by_day: dict[date, list[UUID | None]] = {}
    malls = list(Mall.objects.order_by("id").values_list("id", "time_zone"))
    for mall, time_zone in malls:
        yesterday = business_date(at, time_zone) - timedelta(days=1)
        if business_date(made_at(mall), time_zone) <= yesterday:
            by_day.setdefault(yesterday, []).extend([mall] if mall != malls[0][0] else [mall, None])
    for day, of_day in by_day.items():
        seal_days(malls=of_day, day=day, at=at)


def _in_a_thread(*parts: Callable[[], None]) -> None:
    """One after the other; what stumbles is done again at the next time, and holds up no other part."""
    for part in parts:
        try:
            part()
        except DatabaseError as error:
            logger.warning("seals and rounds have to wait: %s", str(error).strip()[:120])
        except Exception:
            logger.exception("seals or rounds stumbled")
        finally:
            connection.close()


def _is_locked(error: DatabaseError) -> bool:
    return connection.vendor == "sqlite" and "locked" in str(error)


def main() -> None:
    start_django()
    from pendopo.config.keeping.nightly import keep_beside
    from pendopo.config.tls.renew import renew_beside

    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    keep_beside(worker.stopping)
    renew_beside(worker.stopping)
    worker.run()


if __name__ == "__main__":
    main()
