"""One pass through the rest of the day: every open counter calls the foremost of its lines as soon as it is free.

Minutes are counted from now. The pass calls as the desks do (by rank, across all lines of a counter), so head starts, shared
counters, pauses and breaks need no formula of their own. Each visitor keeps the counter for an average turn.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heapreplace
from itertools import groupby
from typing import NamedTuple

Key = Hashable
#: How uncertain (as a share of it) the end of a turn under way is.
RESIDUAL_SPREAD = 0.7
#: A time of the day in which somebody serves, from minute to minute.
Part = tuple[float, float]


class Person(NamedTuple):
    """Somebody in a line. `rank` orders all lines of the hall together. `reserved_for` is the only counter that may call."""

    id: Key
    line: Key
    rank: float
    minutes: float
    reserved_for: Key | None = None


class Coming(NamedTuple):
    """Somebody who is expected to join at minute `joins_at` and will then rank before people who wait already.

    `minutes` is the turn times how likely it is that they come.
    """

    line: Key
    rank: float
    minutes: float
    joins_at: float


@dataclass(frozen=True, slots=True)
class CounterNow:
    """An open counter. `free_in`: until the visitor at it leaves, or until the officer is back; 0 when it is free.

    `speed` is how many times longer its turns are than others'. `busy` says that a visitor is there. `parts` are the times of
    today in which it still serves; after the last of them it goes on until nobody waits.
    """

    id: Key
    lines: tuple[Key, ...]
    free_in: float = 0.0
    busy: bool = False
    speed: float = 1.0
    parts: tuple[Part, ...] = ()

    def serving_from(self, minute: float) -> float:
        """The first minute from then on in which it serves."""
        for begins, ends in self.parts:
            if minute < begins:
                return begins
            if minute < ends:
                return minute
        return minute

    @property
    def closes_in(self) -> float | None:
        return self.parts[-1][1] if self.parts else None


class Call(NamedTuple):
    """When somebody is called, and by which counter."""

    minute: float
    counter: CounterNow


@dataclass(slots=True)
class HallPass:
    """`calls` by person; who is missing is called by nobody. `joining` is the call of who joins a line now, at its end."""

    calls: dict[Key, Call] = field(default_factory=dict)
    joining: dict[Key, Call] = field(default_factory=dict)


def hall_pass(*, counters: Sequence[CounterNow], people: Sequence[Person], coming: Iterable[Coming] = ()) -> HallPass:
    """`people` in order of rank."""
    queues: defaultdict[Key, list[Person]] = defaultdict(list)
    # The foremost lies at the end of each queue, where it is quickly taken.
    for person in reversed(people):
        queues[person.line if person.reserved_for is None else _own(person.reserved_for)].append(person)
    expected = sorted(coming, key=lambda one: one.rank)
    desks = [(counter, [queues[name] for name in (*counter.lines, _own(counter.id))]) for counter in counters]
    due = [
        (counter.serving_from(free), place)
        for place, (counter, free) in enumerate(zip(counters, _freed(counters), strict=True))
    ]
    heapify(due)
    found = HallPass()
    while due:
        minute, place = due[0]
        counter, mine = desks[place]
        queue = min((queue for queue in mine if queue), key=_rank_of_foremost, default=None)
        early = _joined_by(minute, expected, counter, queue[-1].rank if queue else float("inf")) if expected else None
        if early is not None:
            expected.remove(early)
            heapreplace(due, (counter.serving_from(minute + early.minutes * counter.speed), place))
        elif queue is not None:
            person = queue.pop()
            found.calls[person.id] = Call(minute, counter)
            heapreplace(due, (counter.serving_from(minute + person.minutes * counter.speed), place))
        else:
            heappop(due)
            for line in counter.lines:
                found.joining.setdefault(line, Call(minute, counter))
    return found


def _own(counter: Key) -> Key:
    """The name of the queue of those who wait for one counter alone."""
    return ("reserved", counter)


def _rank_of_foremost(queue: list[Person]) -> float:
    return queue[-1].rank


def _joined_by(minute: float, expected: Sequence[Coming], counter: CounterNow, rank: float) -> Coming | None:
    """Who will have joined by then and ranks before."""
    for one in expected:
        if one.rank >= rank:
            return None
        if one.joins_at <= minute and one.line in counter.lines:
            return one
    return None


def _freed(counters: Sequence[CounterNow]) -> list[float]:
    """When each counter is free.

    Of several counters that are expected to be free in eight minutes the first is free much earlier: those that serve the same
    lines are spread as waiting times spread around their mean (the order statistics of an exponential, by part).
    """
    freed = [counter.free_in for counter in counters]
    busy = [place for place, counter in enumerate(counters) if counter.busy]
    busy.sort(key=lambda place: (repr(counters[place].lines), freed[place]))
    for _lines, group in groupby(busy, key=lambda place: counters[place].lines):
        places = list(group)
        reached = 0.0
        for nth, place in enumerate(places):
            reached += 1 / (len(places) - nth)
            freed[place] *= 1 + RESIDUAL_SPREAD * (reached - 1)
    return freed
