"""Who comes, when, for what, and how: a day's visitors from a seed.

The shape follows what real malls report (DOMAIN §8): a full hall at the opening, a lull at noon, civil registration
far ahead of everything else. Times are seconds since the opening.
"""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from random import Random
from typing import TypeVar
from uuid import UUID

from pendopo.crowd.plan import HallPlan, LinePlan, ServicePlan

T = TypeVar("T")

#: Opening to closing of an ordinary day.
DAY_SECONDS = 7.5 * 3600
# Of a hundred visitors, how many come in each half hour. Many stand at the door before it opens.
_BY_HALF_HOUR = (14, 12, 11, 10, 9, 8, 7, 6, 3, 4, 5, 4, 3, 3, 1)
# The share of a day's visitors that come in one hour of the middle of the morning.
_MORNING_HOUR = sum(_BY_HALF_HOUR[3:5]) / 100
# Of a hundred visitors, by class; all others have none.
_PRIORITIES = {"elderly": 6, "disability": 1.5, "pregnant": 2, "infant": 2.5}
_CHANNELS = {"kiosk": 72, "hall": 13, "home": 15}
# How much more a desk of these is asked for than one of the others; 41 of 100 visits in Batu are for civil registration.
_ASKED_FOR = {"dukcapil": 1.7, "polres": 1.3, "samsat": 1.3, "bpjskes": 1.2, "imigrasi": 1.2}
# How full counters may get on average over a day, so that lines grow in the morning and are gone by the evening.
_FULLEST = 0.72
# What somebody who tries the free counter of a demo is expected to do of an officer's work.
_OF_A_GUEST = 0.45


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody takes a number. From home, that is some time before they stand in the hall."""

    at: float
    line: LinePlan
    service: ServicePlan
    channel: str
    priority: str


def a_day(plan: HallPlan, *, people: int, seed: int) -> tuple[Arrival, ...]:
    """A whole day's visitors in order of time; the same seed gives the same day."""
    chance = Random(seed)
    times = sorted(_moment(chance) for _person in range(people))
    choose = _Chooser(plan, chance, an_hour=people * 3600 / DAY_SECONDS)
    return tuple(choose.arrival(at) for at in times)


def steady(plan: HallPlan, *, people_per_day: int, seed: int) -> Iterator[Arrival]:
    """Visitors without end, as many an hour as come in a mid-morning hour of such a day."""
    chance = Random(seed)
    an_hour = people_per_day * _MORNING_HOUR
    choose = _Chooser(plan, chance, an_hour=an_hour)
    at = 0.0
    for _person in count():
        at += chance.expovariate(an_hour / 3600)
        yield choose.arrival(at)


def bearable(plan: HallPlan) -> int:
    """How many may come in a day so that a hall which is always as busy as a morning keeps its lines short."""
    return round(_FULLEST * sum(capacities(plan).values()) / _MORNING_HOUR)


def capacities(plan: HallPlan) -> Mapping[UUID, float]:
    """Visitors an hour that each line's counters can serve; a counter divides itself among its lines.

    A counter left free counts in part, so that somebody waits for whoever tries it.
    """
    able = {line.id: 0.0 for line in plan.lines}
    minutes = {line.id: line.minutes for line in plan.lines}
    worked = [(seat, 1.0) for seat in plan.seats]
    if plan.left_free is not None:
        worked.append((plan.left_free, _OF_A_GUEST))
    for seat, part in worked:
        lines = [line for line in seat.lines if line in able]
        for line in lines:
            able[line] += part * 60 / minutes[line] / len(lines)
    return able


class _Chooser:
    """Lines are chosen by what their counters can serve and how much they are asked for; services within them unevenly."""

    def __init__(self, plan: HallPlan, chance: Random, *, an_hour: float) -> None:
        self._chance = chance
        self._lines = plan.lines
        able = capacities(plan)
        asked = [able[line.id] * _ASKED_FOR.get(line.agency, 1.0) * chance.lognormvariate(0, 0.3) for line in plan.lines]
        # Where the whole hall is asked for more than it can do, each line gets its share of the trouble.
        caps = [max(_FULLEST * able[line.id] / an_hour, able[line.id] / sum(able.values())) for line in plan.lines]
        self._lines_by_share = list(accumulate(levelled(asked, caps)))
        self._services_by_share = {
            line.id: list(accumulate(1 / (place + 1) for place in range(len(line.services)))) for line in plan.lines
        }

    def arrival(self, at: float) -> Arrival:
        line = pick(self._lines, self._lines_by_share, self._chance)
        service = pick(line.services, self._services_by_share[line.id], self._chance)
        channel = pick(tuple(_CHANNELS), list(accumulate(_CHANNELS.values())), self._chance)
        if channel == "home" and not line.from_home:
            channel = "kiosk"
        return Arrival(at, line, service, channel, self._priority())

    def _priority(self) -> str:
        roll = self._chance.random() * 100
        for name, share in _PRIORITIES.items():
            roll -= share
            if roll < 0:
                return name
        return "none"


def levelled(asked: Sequence[float], caps: Sequence[float]) -> list[float]:
    """Shares of a whole as asked for; what exceeds a line's cap goes to those that have room. The caps sum to one or more."""
    whole = sum(asked)
    shares = [one / whole for one in asked]
    for _round in range(len(shares)):
        over = sum(max(0.0, share - cap) for share, cap in zip(shares, caps, strict=True))
        room = sum(share for share, cap in zip(shares, caps, strict=True) if share < cap)
        if over < 1e-9 or not room:
            break
        shares = [cap if share >= cap else share + over * share / room for share, cap in zip(shares, caps, strict=True)]
    return shares


def pick(things: Sequence[T], sums: Sequence[float], chance: Random) -> T:
    """One of the things; `sums` are their weights, added up from the first on."""
    return things[min(bisect(sums, chance.random() * sums[-1]), len(things) - 1)]


def _moment(chance: Random) -> float:
    half_hour = pick(range(len(_BY_HALF_HOUR)), list(accumulate(_BY_HALF_HOUR)), chance)
    # The first of the day come together when the door opens.
    within = chance.random() ** 2 if half_hour == 0 else chance.random()
    return (half_hour + within) * DAY_SECONDS / len(_BY_HALF_HOUR)
