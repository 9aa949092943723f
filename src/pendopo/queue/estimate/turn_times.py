"""How long a visitor keeps a counter: what the standard promises, drawn towards what was seen, the more of it the more.

A turn is measured against its promise: a line that needs 0.7 of it in the services seen is expected to need 0.7 in the others.
Then each service is drawn to its own mean, and each counter to its own speed. With nothing seen the promise stands.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import erf, exp, log, sqrt
from typing import NamedTuple

Key = Hashable

# So many turns weigh as much as the promise does.
_PROMISE_WEIGHS = 8.0
# Before anything is seen: one turn around its mean, and the day around other days.
_SPREAD, _DOUBT = 0.6, 0.22
_LEAST_SPREAD, _MOST_SPREAD = 0.25, 1.2
# Between two visitors: the next one is called and walks over.
_CHANGEOVER = 0.7
#: A pause of the officer no longer than this belongs to the turns; a longer one is a break.
LONGEST_GAP = timedelta(minutes=10)
# A visit that was forgotten open over lunch says nothing about the service.
_LONGEST_TIMES, _LONGEST_AT_LEAST = 6.0, 60.0


class Stay(NamedTuple):
    """A number at a counter, from its call until it left. Served, missed, and pressed away at once: the line moved on by one."""

    counter: Key
    line: Key
    service: Key
    joined_at: datetime
    called_at: datetime
    left_at: datetime


class Turn(NamedTuple):
    counter: Key
    line: Key
    service: Key
    minutes: float


def turns_of(stays: Iterable[Stay]) -> list[Turn]:
    """The turns of one day.

    A turn lasts from the call, or from the end of the turn before when the visitor was waiting by then and no more than
    `LONGEST_GAP` lies between, until the counter is free. A visitor who was set aside meanwhile (somebody else was called at that
    counter before the end) is left out: nobody knows how much of that time was service.
    """
    at_counter: defaultdict[Key, list[Stay]] = defaultdict(list)
    for stay in stays:
        at_counter[stay.counter].append(stay)
    return [turn for here in at_counter.values() for turn in _turns_at(sorted(here, key=lambda stay: stay.called_at))]


def _turns_at(here: Sequence[Stay]) -> Iterable[Turn]:
    free_since: datetime | None = None
    for place, stay in enumerate(here):
        set_aside = place + 1 < len(here) and here[place + 1].called_at < stay.left_at
        if not set_aside:
            began = stay.called_at
            if free_since and stay.joined_at <= free_since <= stay.called_at <= free_since + LONGEST_GAP:
                began = free_since
            yield Turn(stay.counter, stay.line, stay.service, max(0.0, (stay.left_at - began) / timedelta(minutes=1)))
        free_since = max(free_since or stay.left_at, stay.left_at)


class Seen(NamedTuple):
    """Turns of one service at one counter; old ones count in part, so `turns` may be a fraction."""

    counter: Key
    line: Key
    service: Key
    turns: float
    minutes: float
    squares: float


@dataclass(frozen=True, slots=True)
class TurnTimes:
    """Minutes of a turn by line and service; `speeds` by counter; `spreads` and `doubts` by line, as `LineTurns` has them."""

    promised: Mapping[Key, float]
    of_lines: Mapping[Key, float]
    of_services: Mapping[tuple[Key, Key], float]
    speeds: Mapping[Key, float]
    spreads: Mapping[Key, float]
    doubts: Mapping[Key, float]
    usual: Mapping[Key, float]

    def minutes(self, line: Key, service: Key) -> float:
        known = self.of_services.get((line, service))
        if known is not None:
            return known
        promise = self.promised.get(service)
        return promise * self.of_lines.get(line, 1.0) if promise else self.usual_of(line)

    def usual_of(self, line: Key) -> float:
        """Whatever the service."""
        return self.usual.get(line, 10.0)

    def speed(self, counter: Key) -> float:
        return self.speeds.get(counter, 1.0)

    def spread(self, line: Key) -> float:
        return self.spreads.get(line, _SPREAD)

    def doubt(self, line: Key) -> float:
        return self.doubts.get(line, sqrt(_DOUBT**2 + _SPREAD**2 / _PROMISE_WEIGHS))


def turn_times(*, of_lines: Mapping[Key, float], of_services: Mapping[Key, float], seen: Iterable[Seen]) -> TurnTimes:
    """`of_lines` and `of_services` are promised minutes of service; the way to the counter is added here."""
    promised = {service: minutes + _CHANGEOVER for service, minutes in of_services.items()}
    plain = {line: minutes + _CHANGEOVER for line, minutes in of_lines.items()}
    rows = [row for row in seen if row.turns > 0 and row.line in plain]
    pace = {line: _Sums() for line in plain}
    for row in rows:
        pace[row.line].add(row, promised.get(row.service, plain[row.line]))
    ratios = {line: sums.ratio(plain[line]) for line, sums in pace.items()}
    by_service: defaultdict[tuple[Key, Key], list[Seen]] = defaultdict(list)
    for row in rows:
        by_service[row.line, row.service].append(row)
    services = {
        (line, service): _drawn(promised.get(service, plain[line]) * ratios[line], of_service)
        for (line, service), of_service in by_service.items()
    }
    return TurnTimes(
        promised=promised, of_lines=ratios, of_services=services, speeds=_speeds(rows, services),
        spreads={line: sums.spread() for line, sums in pace.items()}, doubts={line: sums.doubt() for line, sums in pace.items()},
        usual={line: sums.usual(plain[line]) for line, sums in pace.items()},
    )  # fmt: skip


def longest(promise: float) -> float:
    """A turn is counted up to this many minutes."""
    return max(_LONGEST_AT_LEAST, _LONGEST_TIMES * promise)


def _drawn(expected: float, rows: Sequence[Seen]) -> float:
    count, minutes = sum(row.turns for row in rows), sum(row.minutes for row in rows)
    return (_PROMISE_WEIGHS * expected + minutes) / (_PROMISE_WEIGHS + count)


def _speeds(rows: Sequence[Seen], services: Mapping[tuple[Key, Key], float]) -> dict[Key, float]:
    """How many times longer each counter needs than the services' means."""
    seen: defaultdict[Key, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for row in rows:
        sums = seen[row.counter]
        sums[0] += row.turns
        sums[1] += row.minutes
        sums[2] += row.turns * services[row.line, row.service]
    return {
        counter: (_PROMISE_WEIGHS * expected / turns + minutes) / (_PROMISE_WEIGHS * expected / turns + expected)
        for counter, (turns, minutes, expected) in seen.items()
    }


@dataclass(slots=True)
class _Sums:
    turns: float = 0.0
    minutes: float = 0.0
    squares: float = 0.0
    promised: float = 0.0

    def add(self, row: Seen, promise: float) -> None:
        self.turns += row.turns
        self.minutes += row.minutes
        self.squares += row.squares
        self.promised += row.turns * promise

    def ratio(self, promise: float) -> float:
        """Needed minutes over promised ones."""
        return (_PROMISE_WEIGHS * promise + self.minutes) / (_PROMISE_WEIGHS * promise + self.promised)

    def usual(self, promise: float) -> float:
        return (_PROMISE_WEIGHS * promise + self.minutes) / (_PROMISE_WEIGHS + self.turns)

    def spread(self) -> float:
        if self.turns < 1 or not self.minutes:
            return _SPREAD
        mean = self.minutes / self.turns
        variance = max(0.0, self.squares / self.turns - mean**2) / mean**2
        drawn = (_PROMISE_WEIGHS * _SPREAD**2 + self.turns * variance) / (_PROMISE_WEIGHS + self.turns)
        return min(_MOST_SPREAD, max(_LEAST_SPREAD, sqrt(drawn)))

    def doubt(self) -> float:
        return sqrt(_DOUBT**2 + self.spread() ** 2 / (_PROMISE_WEIGHS + self.turns))


def remaining(mean: float, spread: float, elapsed: float) -> float:
    """Minutes that a turn still lasts on average, given that it lasts for `elapsed` already; turns are log-normal."""
    deviation = sqrt(log(1 + spread**2))
    centre = log(max(mean, 0.1)) - deviation**2 / 2
    if elapsed <= 0:
        return mean
    lasts = _above((log(elapsed) - centre) / deviation)
    if lasts < 0.005:
        return mean
    whole = exp(centre + deviation**2 / 2) * _above((log(elapsed) - centre - deviation**2) / deviation) / lasts
    return min(1.5 * mean, max(0.0, whole - elapsed))


def _above(z: float) -> float:
    """The share of a normal distribution that lies above."""
    return 0.5 * (1 - erf(z / sqrt(2)))
