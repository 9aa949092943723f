"""What every public page says of its mall, above and below: name, place, address, hours in words."""

from dataclasses import dataclass
from datetime import datetime, time

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from pendopo.directory.models import Mall
from pendopo.directory.opening import Schedule, kept_schedule_of
from pendopo.web.components.formats import WEEKDAYS, clock, written_language


@dataclass(frozen=True, slots=True)
class MallHead:
    """`hours` is the usual week in words, "Senin–Kamis 08.00–15.30, Jumat 08.00–15.00"; holidays stand apart."""

    code: str
    name: str
    place: str
    address: str
    hours: str
    phone: str
    email: str


def mall_head(mall: Mall) -> MallHead:
    """One query (the region) beyond the kept schedule."""
    return MallHead(
        code=mall.code, name=mall.name, place=mall.region.name, address=mall.address,
        hours=week_in_words(kept_schedule_of(mall), language=written_language(get_language())),
        phone=mall.phone, email=mall.email,
    )  # fmt: skip


def week_in_words(schedule: Schedule, *, language: str) -> str:
    """Neighbouring weekdays with the same hours are said together."""
    hours = schedule.hours.get(None, {})
    runs: list[tuple[int, int, tuple[time, time]]] = []
    for weekday in sorted(hours):
        span = hours[weekday]
        if runs and runs[-1][1] == weekday - 1 and runs[-1][2] == span:
            runs[-1] = (runs[-1][0], weekday, span)
        else:
            runs.append((weekday, weekday, span))
    names = WEEKDAYS[language]
    return ", ".join(
        f"{names[first]}{f'–{names[last]}' if last > first else ''} {clock(opens, language=language)}–{clock(closes, language=language)}"
        for first, last, (opens, closes) in runs
    )


def local(at: datetime, schedule: Schedule) -> datetime:
    """The instant on the mall's own clock."""
    return at.astimezone(schedule.tzinfo)


def address_of(name: str, *arguments: str) -> str:
    """The address of another room's page; empty while this installation has no such page."""
    try:
        return reverse(f"web:{name}", args=arguments)
    except NoReverseMatch:
        return ""
