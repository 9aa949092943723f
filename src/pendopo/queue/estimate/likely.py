"""From the minute of a call to a range: P50, by which half of all people are called, and P80, by which four of five are.

The pass knows the mean. A sum of turns is skewed, so its median lies below; how far it spreads shrinks with the root of the
turns that lie before, to which comes the doubt about the turn's own length, which does not shrink.
"""

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from pendopo.queue.estimate.hall_pass import Call, CounterNow

# Four of five lie below the mean and this many deviations.
_P80 = 0.8416
# How much of the skew is left: overtaking and short pauses, which the pass does not foresee, come late.
_SKEW = 0.5


@dataclass(frozen=True, slots=True)
class LineTurns:
    """What is known of a line's turns. `spread` and `doubt` are shares: of one turn around its mean, of the mean itself.

    `serving` counters are open now; `able` are all that may serve the line: opening one of them shortens the range and may not
    move its lower end up, so that end reckons with `able`.
    """

    minutes: float
    spread: float
    doubt: float
    serving: int
    able: int


class Likely(NamedTuple):
    """Minutes from now. `late`: the call is expected after the closing of the counter that would make it."""

    p50: float
    p80: float
    late: bool


def likely(call: Call, turns: LineTurns) -> Likely:
    """Both ends grow with the minute of the call. Work is counted in minutes of service; breaks are put back in afterwards."""
    counter, minute = call.counter, call.minute
    work = worked(counter, minute)
    turn = turns.minutes * turns.spread**2
    middle = work * sqrt(work / (work + _SKEW * turn / max(1, turns.able))) if work > 0 else 0.0
    deviation = sqrt(turn * work / max(1, turns.serving) + (turns.doubt * work) ** 2)
    p50 = min(minute, max(_part_begins(counter, minute), on_the_clock(counter, middle)))
    p80 = max(minute, on_the_clock(counter, work + _P80 * deviation))
    return Likely(p50, p80, counter.closes_in is not None and 0 < counter.closes_in <= minute)


def worked(counter: CounterNow, minute: float) -> float:
    """Of the minutes until then, those in which the counter serves."""
    if not counter.parts:
        return minute
    overtime = max(0.0, minute - max(0.0, counter.parts[-1][1]))
    return overtime + sum(max(0.0, min(minute, ends) - max(0.0, begins)) for begins, ends in counter.parts)


def on_the_clock(counter: CounterNow, work: float) -> float:
    """The minute in which so much is worked."""
    left, reached = work, 0.0
    for begins, ends in counter.parts:
        begun = max(0.0, begins)
        if ends <= begun:
            continue
        if left <= ends - begun:
            return begun + left
        left -= ends - begun
        reached = ends
    return reached + left


def _part_begins(counter: CounterNow, minute: float) -> float:
    """A call after a break is not told for the minutes before it."""
    begun = [edge for part in counter.parts for edge in part[:1] if edge <= minute]
    closed = counter.closes_in
    if closed is not None and 0 < closed <= minute:
        return closed
    return max(begun, default=0.0)
