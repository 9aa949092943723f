"""Times, days, quantities and money are written as people in Indonesia, or readers of English, write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.utils import timezone, translation

from pendopo.web.components import formats

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(("language", "written"), [("id", "09.42"), ("en", "09:42")])
def test_clock(language: str, written: str) -> None:
    assert formats.clock(time(9, 42), language=language) == written


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1204, "1.204", "1,204"),
        (1234567, "1.234.567", "1,234,567"),
        (Decimal("1087.28"), "1.087,28", "1,087.28"),
    ],
)
def test_thousands(value: int | Decimal, indonesian: str, english: str) -> None:
    assert formats.thousands(value, language="id") == indonesian
    assert formats.thousands(value, language="en") == english


@pytest.mark.parametrize(("value", "indonesian", "english"), [(30000, "Rp30.000", "Rp30,000"), (0, "Gratis", "Free")])
def test_rupiah(value: int, indonesian: str, english: str) -> None:
    assert formats.rupiah(value, language="id") == indonesian
    assert formats.rupiah(value, language="en") == english


@pytest.mark.parametrize(
    ("low", "high", "indonesian", "english"),
    [
        (25, 40, "25–40 menit", "25–40 minutes"),
        (5, 5, "5 menit", "5 minutes"),
        (0, 1, "0–1 menit", "0–1 minutes"),
        (1, 1, "1 menit", "1 minute"),
        (0, 0, "langsung dilayani", "served at once"),
    ],
)
def test_range_of_minutes(low: int, high: int, indonesian: str, english: str) -> None:
    assert formats.range_minutes(low, high, language="id") == indonesian
    assert formats.range_minutes(low, high, language="en") == english


def test_long_and_short_date() -> None:
    assert formats.long_date(MONDAY, language="id") == "Senin, 23 November 2026"
    assert formats.long_date(MONDAY, language="en") == "Monday, 23 November 2026"
    assert formats.short_date(date(2026, 8, 17), language="id") == "17 Agu 2026"
    assert formats.short_date(date(2026, 8, 17), language="en") == "17 Aug 2026"


@pytest.mark.parametrize(
    ("day", "indonesian", "english"),
    [
        (date(2026, 11, 23), "08.00", "08:00"),
        (date(2026, 11, 24), "besok 08.00", "tomorrow 08:00"),
        (date(2026, 11, 27), "Jumat 08.00", "Friday 08:00"),
        (date(2026, 11, 30), "30 Nov 2026 08.00", "30 Nov 2026 08:00"),
        (date(2026, 11, 20), "20 Nov 2026 08.00", "20 Nov 2026 08:00"),
    ],
)
def test_day_and_clock(day: date, indonesian: str, english: str) -> None:
    opens = datetime.combine(day, time(8))
    assert formats.day_and_clock(opens, today=MONDAY, language="id") == indonesian
    assert formats.day_and_clock(opens, today=MONDAY, language="en") == english


@pytest.mark.parametrize(("seconds", "reading"), [(0, "00.00"), (384, "06.24"), (3984, "1.06.24"), (-5, "00.00")])
def test_running_time(seconds: int, reading: str) -> None:
    assert formats.running_time(seconds) == reading


@pytest.mark.parametrize(
    ("code", "language"), [("id", "id"), ("en", "en"), ("en-gb", "en"), ("jv", "jv"), ("su", "id"), (None, "id")]
)
def test_indonesian_is_the_first_language(code: str | None, language: str) -> None:
    assert formats.written_language(code) == language


def rendered(text: str, **values: object) -> str:
    return Template("{% load formats %}" + text).render(Context(values))


def test_filters_speak_the_language_of_the_page() -> None:
    for language, expected in (
        ("id", "1.204 · Rp5.000 · 25–40 menit · Senin, 23 November 2026"),
        ("en", "1,204 · Rp5,000 · 25–40 minutes · Monday, 23 November 2026"),
    ):
        with translation.override(language):
            template = "{{ n|thousands }} · {{ fee|rupiah }} · {{ pair|range_minutes }} · {{ day|long_date }}"
            assert rendered(template, n=1204, fee=5000, pair=(25, 40), day=MONDAY) == expected


@override_settings(USE_TZ=True)
def test_an_instant_is_shown_in_the_zone_of_the_mall() -> None:
    """02:42 UTC is 09.42 in Slawi and 11.42 in Jayapura, where the day may already be another one."""
    instant = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    with translation.override("id"):
        with timezone.override(ZoneInfo("Asia/Jakarta")):
            assert rendered("{{ at|clock }}", at=instant) == "09.42"
            assert rendered("{{ at|machine_time }}", at=instant) == "2026-11-23T09:42:00+07:00"
        with timezone.override(ZoneInfo("Asia/Jayapura")):
            assert rendered("{{ at|clock }} {{ late|long_date }}", at=instant, late=late) == "11.42 Selasa, 24 November 2026"


def test_nothing_given_nothing_written() -> None:
    filters = (
        "clock",
        "thousands",
        "rupiah",
        "range_minutes",
        "long_date",
        "short_date",
        "day_and_clock",
        "relative_day",
        "running_time",
        "machine_time",
    )
    assert [rendered("{{ value|" + name + " }}", value=None) for name in filters] == [""] * len(filters)
