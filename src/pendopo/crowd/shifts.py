"""When officers come, rest and go: a rhythm for every counter."""

from random import Random

from pendopo.crowd import habits
from pendopo.crowd.day import DAY_SECONDS
from pendopo.crowd.officers import Rhythm
from pendopo.crowd.plan import HallPlan, SeatPlan

_HOUR = 3600.0
_NOON = 4.0 * _HOUR


def day_shifts(plan: HallPlan, chance: Random) -> dict[SeatPlan, Rhythm]:
    """A whole day: most begin on time, everybody eats in one of two turns, one counter closes early."""
    # The one that closes early leaves no line alone, where there is such a counter.
    shared = [seat for seat in plan.seats if len(plan.without(seat).lines) == len(plan.lines)]
    early = chance.choice(shared) if shared else None
    return {seat: _day_of(seat is early, place, chance) for place, seat in enumerate(plan.seats)}


def endless_shifts(plan: HallPlan, chance: Random) -> dict[SeatPlan, Rhythm]:
    """A hall that never closes: all sit down within half a minute, and each rests now and then."""
    return {seat: Rhythm(begins=place * 0.4, rests=_rests_forever(chance)) for place, seat in enumerate(plan.seats)}


def _day_of(early: bool, place: int, chance: Random) -> Rhythm:
    late = chance.uniform(5 * 60, 25 * 60) if chance.random() < habits.OPENS_LATE else chance.uniform(0, 60)
    meal = _NOON + (place % 2) * 1800 + chance.uniform(-300, 300)
    rests = [
        (chance.uniform(1.5, 3) * _HOUR, chance.uniform(5, 12) * 60, "rest"),
        (meal, chance.uniform(20, 28) * 60, "meal"),
        (chance.uniform(5.3, 6.5) * _HOUR, chance.uniform(6, 12) * 60, "prayer"),
    ]
    return Rhythm(begins=late, rests=tuple(rests), leaves=DAY_SECONDS * 0.8 if early else None)


def _rests_forever(chance: Random) -> tuple[tuple[float, float, str], ...]:
    rests = []
    at = chance.uniform(0.2, 4) * _HOUR
    for _rest in range(100):
        rests.append((at, chance.uniform(5, 12) * 60, chance.choice(("rest", "rest", "prayer", "meeting"))))
        at += chance.uniform(2, 4) * _HOUR
    return tuple(rests)
