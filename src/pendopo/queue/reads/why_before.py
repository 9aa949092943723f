"""Why one number comes before another: the two ranks with their reasons answer it (DESIGN §5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from pendopo.catalogue.models import PriorityClass
from pendopo.queue.models import DeskLease, Ticket
from pendopo.queue.waiting import waiting_for

_SHOWN = 10


class Because(StrEnum):
    """What decided between two neighbours of the order."""

    JOINED_EARLIER = "joined_earlier"
    SMALLER_NUMBER = "smaller_number"
    HEAD_START = "head_start"  #: the class of the first is put forward
    REJOINED = "rejoined"  #: the first came back after a missed call
    SENT_FIRST = "sent_first"  #: an officer sent the first on, before all who wait
    SENT_LAST = "sent_last"  #: an officer sent the second on, behind all who wait


@dataclass(frozen=True, slots=True)
class Standing:
    """How one number ranks: joined, less its head start. `reason` says which rule gave the rank."""

    ticket: UUID
    label: str
    service: str
    joined_at: datetime
    rank_at: datetime
    head_start_minutes: int
    reason: str
    priority: str


@dataclass(frozen=True, slots=True)
class WhyBefore:
    """`bound_minutes` is the promise of the line: nobody is overtaken by one who joined more than this much later."""

    first: Standing
    second: Standing
    because: Because
    bound_minutes: int


@dataclass(frozen=True, slots=True)
class Order:
    """Who is called next, in order, and why each stands before the one after."""

    standings: tuple[Standing, ...]
    why: tuple[WhyBefore, ...]


def why_before(a: Ticket, b: Ticket) -> WhyBefore:
    """Why the one of these two that is called first is. Reads nothing; both tickets come with their line."""
    first, second = sorted((a, b), key=lambda ticket: (ticket.rank_at, ticket.number, ticket.pk))
    bound = max(first.line.largest_head_start_minutes, second.line.largest_head_start_minutes)
    return WhyBefore(_standing(first), _standing(second), _because(first, second), bound)


def order_at(desk: DeskLease, at: datetime) -> Order:
    """The order in which this desk calls; one query."""
    tickets: Sequence[Ticket] = list(waiting_for(desk, at=at).select_related("service", "line")[:_SHOWN])
    return Order(tuple(_standing(ticket) for ticket in tickets), tuple(why_before(a, b) for a, b in pairwise(tickets)))


def _because(first: Ticket, second: Ticket) -> Because:
    if first.rank_at == second.rank_at:
        return Because.SMALLER_NUMBER
    if second.rank_reason == "transfer_last" and first.joined_at < second.joined_at:
        return Because.SENT_LAST
    if first.joined_at <= second.joined_at and first.rank_reason != "transfer_first":
        return Because.JOINED_EARLIER
    if first.rank_reason == "rejoin":
        return Because.REJOINED
    if first.rank_reason == "transfer_first":
        return Because.SENT_FIRST
    return Because.HEAD_START


def _standing(ticket: Ticket) -> Standing:
    # A rejoining or a transfer has its own reason; the class still says what the visitor sees as an icon.
    reason = ticket.rank_reason or PriorityClass.NONE
    return Standing(
        ticket.id, ticket.label, ticket.service.name, ticket.joined_at, ticket.rank_at, ticket.head_start_minutes,
        str(reason), ticket.priority,
    )  # fmt: skip
