"""Instants that tests speak of: Monday 23 November 2026 in Lampung Selatan (WIB)."""

from datetime import date, datetime, time, timedelta

from pendopo.kernel.clock import zone

WIB = zone("Asia/Jakarta")
MONDAY = date(2026, 11, 23)


def on(day: date, clock: str, time_zone: str = "Asia/Jakarta") -> datetime:
    """`on(MONDAY, "09:30")`: that local time of that day."""
    return datetime.combine(day, time.fromisoformat(clock), zone(time_zone))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def days(count: int) -> timedelta:
    return timedelta(days=count)


EIGHT = on(MONDAY, "08:00")
NINE = on(MONDAY, "09:00")
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (MONDAY + days(ahead) for ahead in range(1, 7))
