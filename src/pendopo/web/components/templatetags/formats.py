"""Template filters over pendopo.web.components.formats, in the language of the page.

An empty value gives an empty text, so that a template may write {{ line.opens_at|clock }} without asking first.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import wraps
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from pendopo.kernel import clock as the_clock
from pendopo.web.components import formats

register = template.Library()


def _language() -> str:
    return formats.written_language(get_language())


def _empty_stays_empty(filter_function: Callable[..., str]) -> Callable[..., str]:
    @wraps(filter_function)
    def wrapped(value: Any, *arguments: Any) -> str:
        return "" if value is None or value == "" else filter_function(value, *arguments)

    return wrapped


@register.filter(expects_localtime=True)
@_empty_stays_empty
def clock(value: datetime | time) -> str:
    """{{ ticket.called_at|clock }} → 09.42"""
    return formats.clock(value, language=_language())


@register.filter
@_empty_stays_empty
def thousands(value: Decimal | float) -> str:
    """{{ 1204|thousands }} → 1.204"""
    return formats.thousands(value, language=_language())


@register.filter
@_empty_stays_empty
def rupiah(value: int) -> str:
    """{{ fee.rupiah|rupiah }} → Rp30.000, and "Gratis" for 0"""
    return formats.rupiah(value, language=_language())


@register.filter
@_empty_stays_empty
def range_minutes(value: Any) -> str:
    """{{ estimate|range_minutes }} → 25–40 menit. Takes a pair (low, high) or anything with .low and .high in minutes.

    A browser may break a line after the dash: put the text in an element of class "nowrap". A wait (`queue.wait.WaitRange`)
    that ends after closing says so, and one that is not to be told says nothing.
    """
    if hasattr(value, "said"):
        return formats.told_wait(value.low, value.high, late=value.late, said=value.said, language=_language())
    low, high = (value.low, value.high) if hasattr(value, "low") else value
    return formats.range_minutes(low, high, language=_language())


@register.filter(expects_localtime=True)
@_empty_stays_empty
def long_date(value: date) -> str:
    """{{ day|long_date }} → Senin, 23 November 2026"""
    return formats.long_date(value, language=_language())


@register.filter(expects_localtime=True)
@_empty_stays_empty
def short_date(value: date) -> str:
    """{{ day|short_date }} → 23 Nov 2026"""
    return formats.short_date(value, language=_language())


@register.filter(expects_localtime=True)
@_empty_stays_empty
def day_and_clock(value: datetime, today: date | None = None) -> str:
    """{{ opening.until|day_and_clock:today }} → 13.00, besok 08.00, Selasa 08.00; without a day, the device's today"""
    return formats.day_and_clock(value, today=today or timezone.localdate(the_clock.now()), language=_language())


@register.filter(expects_localtime=True)
@_empty_stays_empty
def relative_day(value: date, today: date | None = None) -> str:
    """{{ day|relative_day:today }} → hari ini, besok, Selasa, 7 Des 2026"""
    day = value.date() if isinstance(value, datetime) else value
    return formats.relative_day(day, today=today or timezone.localdate(the_clock.now()), language=_language())


@register.filter
@_empty_stays_empty
def running_time(seconds: float) -> str:
    """{{ 384|running_time }} → 06.24"""
    return formats.running_time(seconds)


@register.filter(expects_localtime=True)
@_empty_stays_empty
def machine_time(value: datetime | date | time) -> str:
    """{{ at|machine_time }} → 2026-11-23T09:42:00+07:00, for datetime="", data-since="" and data-server-now="" """
    return value.isoformat()
