"""How Pendopo writes times, days, quantities and money, in Indonesian, in English and in Javanese (a draft).

Pure functions of a value and a language, so that templates, messages and spoken calls agree.
Indonesian: 09.42, 1.204, 87,28, Rp30.000, 25–40 menit. English: 09:42, 1,204, 87.28, Rp30,000, 25–40 minutes.
"""

from datetime import date, datetime, time
from decimal import Decimal

WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "jv": ("Senen", "Selasa", "Rebo", "Kemis", "Jemuwah", "Setu", "Ngahad"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": (
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
SHORT_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
MONTHS["jv"], SHORT_MONTHS["jv"] = MONTHS["id"], SHORT_MONTHS["id"]
_FREE = {"id": "Gratis", "en": "Free", "jv": "Tanpa wragad"}
_AT_ONCE = {"id": "langsung dilayani", "en": "served at once", "jv": "lajeng dipunladosi"}
_LATE = {
    "id": "mungkin tidak terlayani hari ini",
    "en": "may not be reached today",
    "jv": "mbokmenawi boten kaladosan dinten punika",
}
_MINUTES = {"id": "menit", "en": "minutes", "jv": "menit"}
_TODAY = {"id": "hari ini", "en": "today", "jv": "dinten punika"}
_TOMORROW = {"id": "besok", "en": "tomorrow", "jv": "mbenjing-enjing"}


def written_language(code: str | None) -> str:
    """Return "en" for English and its dialects, "jv" for Javanese, "id" for everything else: the house's first language."""
    spoken = (code or "").lower().partition("-")[0]
    return spoken if spoken in WEEKDAYS else "id"


def clock(value: datetime | time, *, language: str) -> str:
    """Return the time of day: 09.42 in Indonesian, 09:42 in English. Expects local time."""
    return f"{value.hour:02d}{':' if language == 'en' else '.'}{value.minute:02d}"


def thousands(value: Decimal | float, *, language: str) -> str:
    """Return the number with its thousands grouped, and its decimals as they are: 1.204 or 87,28; 1,204 or 87.28."""
    english = f"{value:,}"
    return english if language == "en" else english.translate(str.maketrans(",.", ".,"))


def rupiah(value: int, *, language: str) -> str:
    """Return the fee in whole rupiah, and the word for "free" when it is nothing."""
    return f"Rp{thousands(int(value), language=language)}" if value else _FREE[language]


def range_minutes(low: int, high: int, *, language: str) -> str:
    """Return an honest range, "25–40 menit"; one figure when both are the same; "served at once" when both are nothing."""
    if high <= 0:
        return _AT_ONCE[language]
    if low >= high:
        return f"{high} {_MINUTES[language] if high != 1 or language != 'en' else 'minute'}"
    return f"{low}–{high} {_MINUTES[language]}"


def told_wait(low: int, high: int, *, late: bool, said: bool, language: str) -> str:
    """Return a wait as people are told it: the range, or that the turn may come after closing; empty when nothing is said."""
    if not said:
        return ""
    return _LATE[language] if late else range_minutes(low, high, language=language)


def long_date(value: date, *, language: str) -> str:
    """Return the full day: "Senin, 23 November 2026"."""
    return f"{WEEKDAYS[language][value.weekday()]}, {value.day} {MONTHS[language][value.month - 1]} {value.year}"


def short_date(value: date, *, language: str) -> str:
    """Return the day within a list: "23 Nov 2026"."""
    return f"{value.day} {SHORT_MONTHS[language][value.month - 1]} {value.year}"


def day_and_clock(value: datetime, *, today: date, language: str) -> str:
    """Return when something happens as people say it: "13.00" today, "besok 08.00", "Selasa 08.00", "7 Des 2026 08.00"."""
    days = (value.date() - today).days
    hour = clock(value, language=language)
    if days == 0:
        return hour
    if days == 1:
        return f"{_TOMORROW[language]} {hour}"
    if 1 < days < 7:
        return f"{WEEKDAYS[language][value.weekday()]} {hour}"
    return f"{short_date(value, language=language)} {hour}"


def relative_day(value: date, *, today: date, language: str) -> str:
    """Return "hari ini", "besok", the weekday within a week, else the short date."""
    days = (value - today).days
    if days == 0:
        return _TODAY[language]
    if days == 1:
        return _TOMORROW[language]
    return WEEKDAYS[language][value.weekday()] if 1 < days < 7 else short_date(value, language=language)


def running_time(seconds: float) -> str:
    """Return a stopwatch's reading, "06.24", with hours only when there are any: "1.06.24"."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}.{minutes:02d}.{rest:02d}" if hours else f"{minutes:02d}.{rest:02d}"
