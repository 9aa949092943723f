"""A database that is away and a disk that is full: no bug and nobody's mistake, so they are said in a sentence.

Nothing that was acknowledged is in danger: whatever could not be kept was refused as a whole.
"""

import errno
import sqlite3

import psycopg
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError

# The primary codes; extended ones carry more in their upper bytes.
_SQLITE_FULL = sqlite3.SQLITE_FULL
_SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PROTOCOL,
    }
)  # fmt: skip
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class RecordsAway(DomainError):
    """Whoever asked may ask again with the same key."""

    code = "kernel.records_away"
    status = 503
    message = _(
        "The hall's records cannot be reached right now. Numbers already given stay valid. Please try again in a minute."
    )


class DiskFull(DomainError):
    code = "kernel.disk_full"
    status = 503
    message = _(
        "The disk of the hall's computer is full, so nothing new can be kept. Numbers already given stay valid. "
        "Please tell the technician."
    )


def out_of_reach(error: BaseException | None) -> DomainError | None:
    """The sentence for trouble of database or disk; None for anything else, a bug among them."""
    if isinstance(error, OSError):
        return DiskFull() if error.errno in _NO_ROOM else None
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _on_sqlite(cause)
    if isinstance(cause, psycopg.errors.DiskFull):
        return DiskFull()
    return RecordsAway()


def _on_sqlite(cause: sqlite3.Error) -> DomainError | None:
    """SQLite calls a missing table an operational error too, and that is a bug."""
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code == _SQLITE_FULL:
        return DiskFull()
    return RecordsAway() if code in _SQLITE_AWAY else None
