"""What goes wrong on a bad day, and when: a plan from a seed."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class FaultKind(StrEnum):
    WEB = "web"  # kill -9 of the pages' server with all its workers
    WEB_WORKER = "web_worker"  # kill -9 of one worker of it
    LIVE = "live"  # kill -9 of the event stream
    WORKER = "worker"  # kill -9 of the worker
    DATABASE = "database"  # kill -9 of PostgreSQL's first process
    AWAY = "away"  # the database is out of reach for a while
    DISK = "disk"  # the disk that holds data and database is full
    PRINTER = "printer"  # a network printer is switched off in the middle of a paper


#: These strike more than once a day.
_KILLED = (FaultKind.WEB, FaultKind.WEB_WORKER, FaultKind.LIVE, FaultKind.WORKER, FaultKind.DATABASE)
# Nothing strikes before the hall is full, nor so late that nobody presses any more.
_FIRST, _LAST = 0.04, 0.62


@dataclass(frozen=True, slots=True)
class Fault:
    """`at` is a share of the crowd's day; `seconds` of the wall's clock is how long the cause lasts."""

    kind: FaultKind
    at: float
    seconds: float


def plan_of_faults(kinds: Collection[FaultKind], *, seed: int, kills: int = 2, away_seconds: float = 60) -> tuple[Fault, ...]:
    """Each kind at least once, what is killed `kills` times, in an order and at moments of chance."""
    chance = Random(f"faults {seed}")
    wanted = [kind for kind in FaultKind if kind in kinds for _time in range(kills if kind in _KILLED else 1)]
    chance.shuffle(wanted)
    slot = (_LAST - _FIRST) / max(1, len(wanted))
    return tuple(
        Fault(kind, _FIRST + slot * (place + chance.uniform(0, 0.6)), _lasts(kind, away_seconds, chance))
        for place, kind in enumerate(wanted)
    )


def _lasts(kind: FaultKind, away_seconds: float, chance: Random) -> float:
    match kind:
        case FaultKind.AWAY:
            return away_seconds
        case FaultKind.DATABASE:
            # Until whoever watches over it (systemd) starts it again.
            return chance.uniform(0.5, 3)
        case FaultKind.DISK:
            return away_seconds / 3
        case FaultKind.PRINTER:
            return away_seconds / 2
        case _:
            return 0.0
