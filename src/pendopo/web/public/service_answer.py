"""The first thing a service's page says: can I do it now, where, how long will I wait."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

from pendopo.appointments.reads import IssuingKind, IssuingState, issuing_states
from pendopo.catalogue.models import Line
from pendopo.catalogue.reads import ServicePage
from pendopo.directory.models import Mall
from pendopo.directory.open_state import OpenKind
from pendopo.queue.presence import LinePresence
from pendopo.queue.reads.load import LineLoad, line_loads
from pendopo.queue.wait import WaitRange
from pendopo.web.public.mall_head import address_of


class Now(StrEnum):
    """OPEN: come. UNATTENDED: open hours, yet nobody is at a counter. NO_NUMBER: served without a line."""

    OPEN = "open"
    BREAK = "break"
    UNATTENDED = "unattended"
    FULL = "full"
    STOPPED = "stopped"
    CLOSED = "closed"
    NO_NUMBER = "no_number"


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """`until` is when this ends, in the mall's time; `take_address` is empty when no number can be taken from home now.

    `presence` says who is at the line's counters, late or coming; None for a service without a line.
    """

    now: Now
    until: datetime | None
    reason: str | Promise
    waiting: int
    serving: int
    wait: WaitRange | None
    numbers_left: int | None
    take_address: str
    presence: LinePresence | None = None


def service_answer(mall: Mall, page: ServicePage, at: datetime) -> ServiceAnswer:
    """Seven queries for a service with a line, none for one without."""
    line = Line.objects.filter(pk=page.line.id).select_related("mall").first() if page.line else None
    if line is None:
        return _without_a_line(page)
    load = line_loads(mall, [line], at)[line.id]
    issuing = issuing_states(mall, [line], at)[line.id]
    now = _now(page, issuing, load)
    takes = line.gives_from_home and not issuing.home_share_taken
    takes = takes and now in (Now.OPEN, Now.BREAK, Now.UNATTENDED) and issuing.giving
    return ServiceAnswer(
        now=now,
        until=_until(now, page, issuing),
        reason=issuing.reason if now is Now.STOPPED or issuing.ended else page.open_state.reason,
        waiting=load.ahead,
        serving=load.open_counters,
        wait=load.wait if now in (Now.OPEN, Now.BREAK) else None,
        numbers_left=issuing.numbers_left if issuing.giving else None,
        take_address=address_of("take_from_home", mall.code, page.code) if takes else "",
        presence=load.presence,
    )


def _without_a_line(page: ServicePage) -> ServiceAnswer:
    state = page.open_state
    direct = any(way.code in ("direct", "mobile") for way in page.deliveries)
    closed = direct and state.kind is OpenKind.CLOSED
    return ServiceAnswer(
        now=Now.CLOSED if closed else Now.NO_NUMBER, until=state.until, reason=state.reason,
        waiting=0, serving=0, wait=None, numbers_left=None, take_address="",
    )  # fmt: skip


def _now(page: ServicePage, issuing: IssuingState, load: LineLoad) -> Now:
    if issuing.kind in (IssuingKind.CLOSED, IssuingKind.NOT_YET):
        return Now.CLOSED
    if issuing.kind is IssuingKind.FULL:
        return Now.FULL
    if issuing.kind is IssuingKind.STOPPED:
        return Now.STOPPED
    if page.open_state.kind is OpenKind.BREAK:
        return Now.BREAK
    return Now.OPEN if load.attended else Now.UNATTENDED


def _until(now: Now, page: ServicePage, issuing: IssuingState) -> datetime | None:
    if now in (Now.OPEN, Now.UNATTENDED):
        return page.open_state.closes_at
    return page.open_state.until if now is Now.BREAK else issuing.until
