"""Tasks about one counter: what comes to it in the very moment in which it is closed.

A task that `lingers` has done its work and keeps its transaction open for a while; the one beside it begins meanwhile.
"""

import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import writing
from pendopo.queue.call_certain import call_certain
from pendopo.queue.call_next import call_next
from pendopo.queue.close_desk import KEEP, close_desk
from pendopo.queue.dismiss import dismiss
from pendopo.queue.doors import desk_of
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import AT_COUNTER, DeskLease, Ticket, TicketState
from pendopo.queue.open_desk import open_desk
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.queue.start import start
from pendopo.queue.transfer import transfer
from tests.situations.line import again
from tests.situations.times import NINE, minutes

_AT = NINE + minutes(30)
# The first has done its work long before the second begins, and ends long after.
_LINGERS, _COMES_LATER = 1.0, 0.4


def serve_one(*, lease: str, secret_hash: str) -> str:
    """Somebody is served here; gives the ticket."""
    called = call_next(lease=UUID(lease), secret_hash=secret_hash, at=_AT)
    desk = desk_of(lease=UUID(lease), secret_hash=secret_hash, at=_AT)
    start(desk=desk, ticket=again(called.ticket), at=_AT)
    return str(called.ticket)


def set_aside_by_nobody(*, ticket: str) -> str:
    """A visitor who missed the call: any desk may bring this one to its counter."""
    Ticket.objects.filter(pk=ticket).update(state=TicketState.MISSED, missed_at=_AT)
    return ticket


def send_to(*, lease: str, secret_hash: str, ticket: str, counter_of: str, lingers: bool) -> str:
    desk = desk_of(lease=UUID(lease), secret_hash=secret_hash, at=_AT)
    there = DeskLease.objects.get(pk=counter_of).counter_id
    return _said(lambda: transfer(desk=desk, ticket=again(UUID(ticket)), reserved_for=there, at=_AT), lingers=lingers)


def call_here(*, lease: str, secret_hash: str, lingers: bool) -> str:
    return _said(lambda: call_next(lease=UUID(lease), secret_hash=secret_hash, at=_AT), lingers=lingers)


def call_this_one(*, lease: str, secret_hash: str, ticket: str, lingers: bool) -> str:
    desk = desk_of(lease=UUID(lease), secret_hash=secret_hash, at=_AT)
    return _said(lambda: call_certain(desk=desk, ticket=again(UUID(ticket)), at=_AT), lingers=lingers)


def close_here(*, lease: str, secret_hash: str, lingers: bool) -> str:
    desk = desk_of(lease=UUID(lease), secret_hash=secret_hash, at=_AT)
    return _said(lambda: close_desk(desk=desk, at=_AT, waiting=KEEP), lingers=lingers)


def pause_here(*, lease: str, secret_hash: str, lingers: bool) -> str:
    desk = desk_of(lease=UUID(lease), secret_hash=secret_hash, at=_AT)
    return _said(lambda: pause_desk(desk=desk, reason=PauseReason.PRAYER, at=_AT), lingers=lingers)


def dismiss_officer(*, lease: str, secret_hash: str, lingers: bool) -> str:
    held = DeskLease.objects.select_related("officer", "mall").get(pk=lease)
    return _said(lambda: dismiss(person=held.officer, mall=held.mall, at=_AT, actor="officer:rina"), lingers=lingers)


def open_here_anew(*, lease: str, secret_hash: str, lingers: bool) -> str:
    """In another window of the same officer."""
    held = DeskLease.objects.select_related("officer", "counter__mall").get(pk=lease)
    return _said(lambda: open_desk(counter=held.counter, officer=held.officer, at=_AT, take_over=True), lingers=lingers)


def open_counters() -> int:
    return DeskLease.objects.exclude(state=LeaseState.CLOSED).count()


def left_at_closed_counters() -> list[str]:
    """Numbers that nobody can call or serve any more: at a closed counter, or reserved for one."""
    opened = DeskLease.objects.exclude(state=LeaseState.CLOSED)
    there = {*opened.values_list("counter", flat=True), *opened.values_list("officer", flat=True)}
    held = [t.label for t in Ticket.objects.filter(state__in=AT_COUNTER) if t.counter_id not in there]
    reserved = Ticket.objects.filter(state=TicketState.WAITING, reserved_for__isnull=False)
    return [*held, *(t.label for t in reserved if t.reserved_for not in there)]


def _said(action: Callable[[], object], *, lingers: bool) -> str:
    if not lingers:
        time.sleep(_COMES_LATER)
    try:
        with writing() if lingers else nullcontext():
            action()
            if lingers:
                time.sleep(_LINGERS)
    except DomainError as refusal:
        return refusal.code
    return "done"


COUNTER_TASKS: dict[str, Callable[..., Any]] = {
    task.__name__: task
    for task in (
        serve_one,
        set_aside_by_nobody,
        send_to,
        call_here,
        call_this_one,
        close_here,
        pause_here,
        dismiss_officer,
        open_here_anew,
        open_counters,
        left_at_closed_counters,
    )
}
