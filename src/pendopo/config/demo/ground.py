"""The ground for a bad day: an installation of one's own on a disk of one's own, whose parts can be killed."""

import json
import os
import signal
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from pendopo.bench.throwaway_postgresql import Postmaster
from pendopo.config.demo.bad_day import Ground, Strike
from pendopo.config.demo.small_disk import SmallDisk
from pendopo.config.supervisor import Supervisor
from pendopo.crowd.faults import FaultKind

_LOCKED_WITHIN = 30.0


def ground_of(
    supervisor: Supervisor, *, file: Path | None, postmaster: Postmaster | None, disk: SmallDisk | None, why_no_disk: str = "",
    kills: int = 2, away_seconds: float = 60.0,
) -> Ground:  # fmt: skip
    """`file` is SQLite's; `postmaster` PostgreSQL's. `disk` holds both data directory and database."""
    strikes: dict[FaultKind, Strike] = dict(strikes_at_programs(supervisor))
    not_run = {}
    if postmaster is not None:
        strikes |= {FaultKind.DATABASE: _killed(postmaster), FaultKind.AWAY: _stopped(postmaster)}
    elif file is not None:
        strikes[FaultKind.AWAY] = locked(file)
        not_run[FaultKind.DATABASE] = "SQLite"
    if disk is not None:
        strikes[FaultKind.DISK] = _filled(disk, postmaster, file)
    else:
        not_run[FaultKind.DISK] = why_no_disk
    return Ground(strikes, wellness_of(supervisor), not_run, kills, away_seconds)


def strikes_at_programs(supervisor: Supervisor) -> dict[FaultKind, Strike]:
    return {
        FaultKind.WEB: _kill(supervisor, "web"), FaultKind.WEB_WORKER: _kill_a_worker(supervisor),
        FaultKind.LIVE: _kill(supervisor, "live"), FaultKind.WORKER: _kill(supervisor, "worker"),
    }  # fmt: skip


def wellness_of(supervisor: Supervisor) -> Callable[[], bool]:
    """Pages, database, order of events and the event stream."""
    installation = supervisor.installation
    live = f"{installation.scheme}://{installation.own_address}:{installation.live_port}/live/siap"

    def is_well() -> bool:
        health = _asked(f"{installation.address}/sehat")
        return bool(health and json.loads(health).get("ok")) and _asked(live) is not None

    return is_well


def locked(file: Path) -> Strike:
    """Somebody else holds SQLite's lock: nothing can be written, and who wants to waits."""

    def strike(seconds: float) -> None:
        with closing(sqlite3.connect(file, timeout=_LOCKED_WITHIN, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)
            other.execute("ROLLBACK")

    return strike


def _kill(supervisor: Supervisor, program: str) -> Strike:
    def strike(_seconds: float) -> None:
        os.killpg(supervisor.process_ids()[program], signal.SIGKILL)

    return strike


def _kill_a_worker(supervisor: Supervisor) -> Strike:
    def strike(_seconds: float) -> None:
        server = supervisor.process_ids()["web"]
        workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        if workers:
            os.kill(int(workers[-1]), signal.SIGKILL)

    return strike


def _killed(postmaster: Postmaster) -> Strike:
    def strike(seconds: float) -> None:
        postmaster.kill()
        time.sleep(seconds)
        postmaster.start()

    return strike


def _stopped(postmaster: Postmaster) -> Strike:
    def strike(seconds: float) -> None:
        postmaster.stop()
        time.sleep(seconds)
        postmaster.start()

    return strike


def _filled(disk: SmallDisk, postmaster: Postmaster | None, file: Path | None) -> Strike:
    """PostgreSQL may end itself when it has no room for its log; then it is started again once there is, as by systemd.

    SQLite would live for a while on the room that its log has already: so that it feels the disk, it is made short before.
    """

    def strike(seconds: float) -> None:
        if file is not None:
            with closing(sqlite3.connect(file, timeout=_LOCKED_WITHIN)) as other:
                other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        disk.fill()
        time.sleep(seconds)
        disk.free()
        if postmaster is not None and not postmaster.runs:
            postmaster.start()

    return strike


def _asked(address: str) -> bytes | None:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return bytes(answer.read())
    except (urllib.error.URLError, OSError):
        return None
