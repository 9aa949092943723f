"""The mall's own calendar day."""

from datetime import UTC, date, datetime

import pytest

from pendopo.kernel.clock import business_date


@pytest.mark.parametrize(
    ("zone", "last_of_sunday", "first_of_monday"),
    [("Asia/Jakarta", "16:59", "17:00"), ("Asia/Makassar", "15:59", "16:00"), ("Asia/Jayapura", "14:59", "15:00")],
)
def test_the_day_turns_at_the_malls_own_midnight_whatever_zone_the_instant_is_told_in(zone, last_of_sunday, first_of_monday):
    def on_sunday_in_utc(clock: str) -> datetime:
        return datetime.fromisoformat(f"2026-03-01 {clock}").replace(tzinfo=UTC)

    assert business_date(on_sunday_in_utc(last_of_sunday), zone) == date(2026, 3, 1)
    assert business_date(on_sunday_in_utc(first_of_monday), zone) == date(2026, 3, 2)
