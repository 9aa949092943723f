"""What `./pendopo doctor` says about keeping: the newest backup, the newest rehearsal, the passphrase, and the clock."""

import ctypes
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from pendopo.config.keeping.faults import NoPassphrase
from pendopo.config.keeping.passphrase import stored_lock
from pendopo.config.keeping.record import BACKUP, REHEARSAL, Entry, Record

# A night and a little; a month and the days a rehearsal may wait.
_BACKUP_AGE, _REHEARSAL_AGE = timedelta(hours=30), timedelta(days=40)
# TIME_ERROR of adjtimex(2).
_UNSYNCHRONISED = 5
Words = tuple[bool, str, str]


def examine_keeping(at: datetime) -> Iterator[Words]:
    """Whether it is well, a sentence, and what to do."""
    if not settings.DEMO and not clock_is_kept_right():
        advice = _("Switch on time synchronisation (NTP): sudo timedatectl set-ntp true")
        yield False, _("Nobody sets this machine's clock: numbers, opening hours and seals go by it."), advice
    if not settings.BACKUP:
        if not settings.DEMO:
            advice = _("Set PENDOPO_BACKUP to a folder on another disk or to an s3:// address (docs/keeping.md).")
            yield False, _("Nobody makes a backup: if this machine dies, everything is lost."), advice
        return
    try:
        stored_lock(Path(settings.KEYS_DIRECTORY))
    except NoPassphrase as refusal:
        yield False, _("Backups are not made, since they have no passphrase."), str(refusal)
        return
    record = Record(Path(settings.DATA_DIRECTORY))
    yield _backup(record, at)
    yield _rehearsal(record, at)


def clock_is_kept_right() -> bool:
    """Whether the kernel knows its clock to be synchronised; where it cannot be asked, nothing is claimed."""
    ask = getattr(ctypes.CDLL(None), "adjtimex", None)
    # A zeroed structure asks and changes nothing.
    return ask is None or ask(ctypes.create_string_buffer(512)) != _UNSYNCHRONISED


def _backup(record: Record, at: datetime) -> Words:
    well, tried = record.newest(BACKUP, well=True), record.newest(BACKUP)
    if well is None:
        why = _why(tried)
        return False, _("No backup was made yet.") + why, _("Make one now: ./pendopo backup")
    words = {"when": _age(at - well.at), "name": well.facts.get("name", ""), "place": well.facts.get("place", "")}
    if at - well.at > _BACKUP_AGE:
        sentence = _("The newest backup was made %(when)s ago.") % words
        return False, sentence + _why(tried), _("Is the worker running, and the place within reach? Try: ./pendopo backup")
    return True, _("The newest backup was made %(when)s ago: %(name)s in %(place)s.") % words, ""


def _rehearsal(record: Record, at: datetime) -> Words:
    well, tried = record.newest(REHEARSAL, well=True), record.newest(REHEARSAL)
    advice = _("Rehearse now: ./pendopo backup rehearse")
    if tried is not None and not tried.well:
        return False, _("The last rehearsal of a restore failed.") + _why(tried), advice
    if well is None:
        # The first follows the first backup by itself.
        return True, _("No restore was rehearsed yet; the worker does it every month."), ""
    words = {"when": _age(at - well.at)}
    if at - well.at > _REHEARSAL_AGE:
        return False, _("A restore was last rehearsed %(when)s ago.") % words, advice
    return True, _("A restore was rehearsed %(when)s ago, and everything could be read.") % words, ""


def _why(entry: Entry | None) -> str:
    return f" ({entry.why})" if entry is not None and not entry.well else ""


def _age(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return _("%(days)s days") % {"days": hours // 24} if hours >= 48 else _("%(hours)s hours") % {"hours": hours}
