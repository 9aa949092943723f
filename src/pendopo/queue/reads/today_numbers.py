"""A mall's numbers of one day so far, from its tickets; each figure with its definition, the same for page and file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import NamedTuple
from uuid import UUID

from pendopo.queue.models import TicketState

_MINUTE = timedelta(minutes=1)
# A number in one of these was called, and its last call is the one that counts.
_CALLED = frozenset(
    {TicketState.CALLED, TicketState.ARRIVED, TicketState.SERVING, TicketState.PARKED, TicketState.DONE, TicketState.MISSED}
)
_GIVEN_UP = frozenset({TicketState.CANCELLED, TicketState.LAPSED})


class DayTicket(NamedTuple):
    """What is read of a ticket of the day; the names of its columns."""

    id: UUID
    line_id: UUID
    state: str
    prefix: str
    number: int
    counter_id: UUID | None
    joined_at: datetime
    taken_at: datetime
    shown_at: datetime | None
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    rehearsal: bool


@dataclass(frozen=True, slots=True)
class Minutes:
    """Half of them lasted at most `median` minutes, nine of ten at most `p90`; both None while there is none."""

    count: int
    median: int | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class TodayNumbers:
    """Without rehearsals.

    `taken`: numbers given. `served`: whose service was finished. `waiting`: who waits now, without numbers nobody saw.
    `abandoned`: given up by the visitor, or lapsed without check-in. `missed`: called, did not come, and has not come back.
    `wait`: from joining the line to the last call, of all who were called. `service`: from its beginning to its end.
    """

    taken: int
    served: int
    waiting: int
    abandoned: int
    missed: int
    wait: Minutes
    service: Minutes

    @property
    def missed_percent(self) -> float | None:
        """Of all who were called, how many did not come."""
        return round(100 * self.missed / self.wait.count, 1) if self.wait.count else None


def today_numbers(tickets: Iterable[DayTicket], *, waiting: int) -> TodayNumbers:
    real = [ticket for ticket in tickets if not ticket.rehearsal]
    states = [ticket.state for ticket in real]
    waits = [max(0.0, (t.called_at - t.joined_at) / _MINUTE) for t in real if t.called_at and t.state in _CALLED]
    services = [
        (t.finished_at - t.started_at) / _MINUTE for t in real if t.state == TicketState.DONE and t.finished_at and t.started_at
    ]
    return TodayNumbers(
        taken=len(real), served=states.count(TicketState.DONE), waiting=waiting,
        abandoned=sum(state in _GIVEN_UP for state in states), missed=states.count(TicketState.MISSED),
        wait=minutes_of(waits), service=minutes_of(services),
    )  # fmt: skip


def minutes_of(lengths: Sequence[float]) -> Minutes:
    """Whole minutes; P90 by nearest rank, so that it is the length of somebody's own wait."""
    if not lengths:
        return Minutes(0, None, None)
    ordered = sorted(lengths)
    return Minutes(len(ordered), round(median(ordered)), round(ordered[ceil(0.9 * len(ordered)) - 1]))
