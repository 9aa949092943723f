"""What is due: a backup every night, a rehearsal every month."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from pendopo.config.keeping.record import BACKUP, REHEARSAL, Entry
from pendopo.kernel.clock import zone

REHEARSAL_EVERY = timedelta(days=30)
# Quiet hours after the backup; whoever is switched off at night rehearses by day a week later.
_QUIET, _AT_LAST = timedelta(hours=3), timedelta(days=37)
_BACKUP_AGAIN, _REHEARSAL_AGAIN = timedelta(hours=1), timedelta(days=1)


def due(entries: Sequence[Entry], *, clock: time, time_zone: str, at: datetime) -> str | None:
    """`backup`, `rehearsal` or nothing. What failed is tried again after a while; what was missed is made up for."""
    night = _last_night(clock, time_zone, at)
    backup = _newest(entries, BACKUP, well=True)
    if (backup is None or backup < night) and _rested(_newest(entries, BACKUP), at, _BACKUP_AGAIN, since=night):
        return BACKUP
    if backup is None or not _rested(_newest(entries, REHEARSAL), at, _REHEARSAL_AGAIN):
        return None
    rehearsal = _newest(entries, REHEARSAL, well=True)
    age = at - rehearsal if rehearsal else None
    if age is None or age >= _AT_LAST or (age >= REHEARSAL_EVERY and at - night < _QUIET):
        return REHEARSAL
    return None


def _last_night(clock: time, time_zone: str, at: datetime) -> datetime:
    local = at.astimezone(zone(time_zone))
    today = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)


def _newest(entries: Sequence[Entry], what: str, *, well: bool | None = None) -> datetime | None:
    return max((entry.at for entry in entries if entry.what == what and well in {None, entry.well}), default=None)


def _rested(tried: datetime | None, at: datetime, patience: timedelta, *, since: datetime | None = None) -> bool:
    return tried is None or at - tried >= patience or (since is not None and tried < since)
