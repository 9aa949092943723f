"""The only place that asks what time it is.

Verbs and reads are given `at`; views, commands and processes ask `now()` once and pass it on.
"""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name such as `Asia/Jakarta` (WIB), `Asia/Makassar` (WITA), `Asia/Jayapura` (WIT)."""
    return ZoneInfo(name)


def business_date(at: datetime, time_zone: str) -> date:
    """The mall's own calendar day.

    Numbers restart at local midnight: a UTC day ends at 07:00 WIB and 09:00 WIT, when people are already in line.
    """
    return at.astimezone(zone(time_zone)).date()
