"""`rank_at`: where a ticket stands in its line. All rules for it are here.

A ticket ranks as if it had joined `head start` minutes earlier. The bound holds for every rule: nobody is overtaken by one
who joined more than the line's largest head start later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pendopo.catalogue.models import Line

_TICK = timedelta(microseconds=1)
FIRST, BY_TIME, LAST = "first", "by_time", "last"
PLACES = (FIRST, BY_TIME, LAST)


@dataclass(frozen=True, slots=True)
class Rank:
    """`joined_at` is when this stay in the line began; `reason` says which rule gave `rank_at`."""

    joined_at: datetime
    rank_at: datetime
    head_start_minutes: int
    reason: str


def head_start_minutes(line: Line, priority: str) -> int:
    return int(line.head_starts.get(priority, 0))


def on_joining(line: Line, priority: str, joined_at: datetime) -> Rank:
    minutes = head_start_minutes(line, priority)
    return Rank(joined_at, joined_at - timedelta(minutes=minutes), minutes, priority)


def on_rejoining(line: Line, at: datetime) -> Rank:
    """After a missed call: behind the line as it was a few minutes ago (a setting of the line), not at its end."""
    minutes = line.rejoin_head_start_minutes
    return Rank(at, at - timedelta(minutes=minutes), minutes, "rejoin")


def on_transfer(
    line: Line, *, place: str, priority: str, joined_at: datetime, at: datetime, first_rank_at: datetime | None
) -> Rank:
    """`first_rank_at` is the foremost rank in the destination now, None when nobody waits there.

    First means before all who wait, yet never by more than the largest head start; by time keeps the old joining; last joins now.
    """
    if place == LAST:
        return Rank(at, at, 0, "transfer_last")
    minutes = head_start_minutes(line, priority)
    by_time = joined_at - timedelta(minutes=minutes)
    if place == BY_TIME or first_rank_at is None:
        return Rank(joined_at, by_time, minutes, "transfer_by_time" if place == BY_TIME else "transfer_first")
    earliest_allowed = joined_at - timedelta(minutes=line.largest_head_start_minutes)
    rank_at = min(by_time, max(first_rank_at - _TICK, earliest_allowed))
    return Rank(joined_at, rank_at, int((joined_at - rank_at) / timedelta(minutes=1)), "transfer_first")
