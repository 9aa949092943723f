"""Times of a process file: ISO 8601 durations, an instant, or the name of the fact that holds one."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pendopo.workflow.conditions import is_name

_DURATION: Final = re.compile(
    r"P(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,3})M)?(?:(?P<weeks>\d{1,3})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})S)?)?\Z",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Timer:
    """When something is due, for whoever keeps the calendar: `days` are the holder's working days, `months` are the calendar's.

    Either a length (months, days, seconds), or `at`: an instant with its offset, or the name of a fact that holds one.
    """

    text: str
    months: int = 0
    days: int = 0
    seconds: int = 0
    at: str = ""


def read_duration(text: str) -> Timer | None:
    """None when this is no length of time, or none at all (`PT0S` is refused: it would be due before it is written)."""
    text = text.strip()
    found = _DURATION.match(text)
    if not found or text.endswith("T"):
        return None
    part = {name: int(digits) for name, digits in found.groupdict(default="0").items()}
    timer = Timer(
        text,
        months=part["years"] * 12 + part["months"],
        days=part["weeks"] * 5 + part["days"],  # a week of work
        seconds=part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"],
    )
    return timer if timer.months or timer.days or timer.seconds else None


def read_date(text: str) -> Timer | None:
    """An instant that says its offset, or the name of a fact; `${…}` is taken off."""
    text = text.strip()
    bare = text[2:-1].strip() if text.startswith("${") and text.endswith("}") else text
    if is_name(bare):
        return Timer(bare, at=bare)
    try:
        instant = datetime.fromisoformat(bare)
    except ValueError:
        return None
    return Timer(bare, at=bare) if instant.tzinfo else None
