"""`bench estimate`: live a log again and foretell every wait from what was known at that instant, then compare.

The same pass, turn times and ranges as in the hall. A log does not say which counters were open: one counts as open from its
first call of the day until it pauses or closes, where the log tells of that, and as gone while it stands idle for ten minutes
although somebody waits in its lines.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import inf
from statistics import mean, median, pstdev
from typing import NamedTuple

from pendopo.bench.estimate_log import Row
from pendopo.queue.estimate.hall_pass import CounterNow, Part, Person, hall_pass
from pendopo.queue.estimate.learn_turns import FADE, Place, Sums, add_up
from pendopo.queue.estimate.likely import LineTurns, likely
from pendopo.queue.estimate.turn_times import Seen, Stay, TurnTimes, remaining, turn_times, turns_of

_GONE = timedelta(minutes=10)
_LEARNS_EVERY = timedelta(minutes=1)
_MINUTE = timedelta(minutes=1)
_NEVER = datetime(1, 1, 1)  # noqa: DTZ001 - a log is of one place
_AVERAGED = 10
# What a line without a log promises.
PROMISED_MINUTES = 10.0
_LEAVES, _ARRIVES, _CALLED = 0, 1, 2


class Foretold(NamedTuple):
    """Minutes; less than one is none. `average` and `average_p80` are the moving average's, None before anybody was called."""

    day: date
    line: str
    waited: float
    p50: float
    p80: float
    average: float | None
    average_p80: float | None


@dataclass(slots=True)
class Replay:
    """The hall as far as the log has been read."""

    promised: float = PROMISED_MINUTES
    day: date = date.min
    waiting: dict[int, Row] = field(default_factory=dict)
    serving: dict[str, tuple[int, Row]] = field(default_factory=dict)
    lines_of: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    away: dict[str, tuple[int, datetime | None]] = field(default_factory=dict)
    free_since: dict[str, datetime] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    kept: dict[Place, Sums] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    learnt_at: datetime = _NEVER
    waits: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=_AVERAGED)))

    def live(self, rows: Sequence[Row]) -> Iterator[Foretold]:
        """Every arrival that was called later, in order of time; those for whom nobody could be known to serve are passed over."""
        for at, kind, number in _in_order(rows):
            row = rows[number]
            self._begin_day(at.date())
            if kind == _ARRIVES:
                self.waiting[number] = row
                foretold = self._foretell(number, row, at) if row.called else None
                if foretold:
                    yield foretold
            elif kind == _CALLED:
                self._call(number, row, at)
            else:
                self._leave(number, row, at)

    def _begin_day(self, day: date) -> None:
        if day == self.day:
            return
        today = add_up(turns_of(self.stays), {})
        faded = {
            place: self.kept.get(place, Sums()).plus(today.get(place, Sums())).times(FADE) for place in {*self.kept, *today}
        }
        self.kept, self.day = faded, day
        self.learnt_at = _NEVER
        for of_yesterday in (self.waiting, self.serving, self.away, self.free_since, self.stays):
            of_yesterday.clear()

    def _call(self, number: int, row: Row, at: datetime) -> None:
        if not row.line:
            self.away[row.counter] = (number, row.end)
            return
        self.waiting.pop(number, None)
        self.away.pop(row.counter, None)
        self.lines_of[row.counter].add(row.line)
        self.serving[row.counter] = (number, row)
        if row.arrival:
            self.waits[row.line].append((at - row.arrival) / _MINUTE)

    def _leave(self, number: int, row: Row, at: datetime) -> None:
        if not row.called:
            self.waiting.pop(number, None)
            return
        if not row.line:
            if self.away.get(row.counter, (number,))[0] == number:
                self.away.pop(row.counter, None)
            self.free_since[row.counter] = at
            return
        if self.serving.get(row.counter, (None, row))[0] == number:
            del self.serving[row.counter]
        self.free_since[row.counter] = at
        self.stays.append(Stay(row.counter, row.line, row.service or row.line, row.arrival or row.called, row.called, at))

    def _learn(self, at: datetime) -> None:
        if self.learnt_at <= at < self.learnt_at + _LEARNS_EVERY:
            return
        self.learnt_at = at
        today = add_up(turns_of(self.stays), {})
        places = {*self.kept, *today}
        self.seen = [Seen(*place, *self.kept.get(place, Sums()).plus(today.get(place, Sums()))) for place in places]

    def _foretell(self, number: int, row: Row, at: datetime) -> Foretold | None:
        self._learn(at)
        lines = {line for served in self.lines_of.values() for line in served} | {row.line}
        times = turn_times(of_lines=dict.fromkeys(lines, self.promised), of_services={}, seen=self.seen)
        counters = self._counters(at, times)
        call = hall_pass(counters=counters, people=self._people(times)).calls.get(number)
        if call is None:
            return None
        serving = sum(1 for counter in counters if row.line in counter.lines)
        able = sum(1 for served in self.lines_of.values() if row.line in served)
        turns = LineTurns(times.usual_of(row.line), times.spread(row.line), times.doubt(row.line), serving, able)
        told = likely(call, turns)
        waited = ((row.called or at) - at) / _MINUTE
        average, average_p80 = _moving_average(self.waits[row.line])
        return Foretold(at.date(), row.line, waited if waited >= 1 else 0.0, told.p50, told.p80, average, average_p80)

    def _people(self, times: TurnTimes) -> list[Person]:
        order = sorted(self.waiting.items(), key=lambda one: (_rank(one[1]), one[0]))
        return [
            Person(number, row.line, rank, times.minutes(row.line, row.service or row.line))
            for rank, (number, row) in enumerate(order)
        ]

    def _counters(self, at: datetime, times: TurnTimes) -> list[CounterNow]:
        return [self._counter(counter, at, times) for counter in self._open(at)]

    def _counter(self, counter: str, at: datetime, times: TurnTimes) -> CounterNow:
        free_in = 0.0
        parts: tuple[Part, ...] = ()
        if counter in self.serving:
            here = self.serving[counter][1]
            turn = times.minutes(here.line, here.service or here.line) * times.speed(counter)
            free_in = remaining(turn, times.spread(here.line), (at - (here.called or at)) / _MINUTE)
        if back := self.away.get(counter, (0, None))[1]:
            free_in = max(free_in, (back - at) / _MINUTE)
            parts = ((free_in, inf),)
        lines = tuple(sorted(self.lines_of[counter]))
        return CounterNow(counter, lines, free_in, counter in self.serving, times.speed(counter), parts)

    def _open(self, at: datetime) -> list[str]:
        wanted = {row.line for row in self.waiting.values() if row.arrival and row.arrival < at - _GONE}
        return sorted(counter for counter in {*self.serving, *self.free_since} if self._is_open(counter, at, wanted))

    def _is_open(self, counter: str, at: datetime, wanted: set[str]) -> bool:
        if counter in self.away:
            return self.away[counter][1] is not None
        return counter in self.serving or self.free_since[counter] > at - _GONE or not wanted & self.lines_of[counter]


def _in_order(rows: Sequence[Row]) -> Iterator[tuple[datetime, int, int]]:
    """What happened, by time; at one instant counters are freed first, then new ones arrive, then people are called."""
    moments = []
    for number, row in enumerate(rows):
        moments += [
            (at, kind, number) for at, kind in ((row.arrival, _ARRIVES), (row.called, _CALLED), (row.end, _LEAVES)) if at
        ]
    heapq.heapify(moments)
    while moments:
        yield heapq.heappop(moments)


def _rank(row: Row) -> datetime:
    return row.arrival - timedelta(minutes=row.head_start) if row.arrival else row.called or _NEVER


def _moving_average(waits: Sequence[float]) -> tuple[float | None, float | None]:
    """The mean of the line's last ten waits, and as much above it as four of five would stay below."""
    if not waits:
        return None, None
    return mean(waits), mean(waits) + 0.8416 * pstdev(waits)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Shares of waits. `width` is the median of P80 - P50, `error` the mean distance of P50, both in minutes."""

    name: str
    count: int
    below_p50: float
    below_p80: float
    within: float
    width: float
    error: float


def judge(name: str, told: Sequence[tuple[float, float, float]]) -> Judgement:
    """`told` are waited, P50 and P80."""
    count = len(told) or 1
    return Judgement(
        name, len(told), sum(waited <= p50 for waited, p50, _p80 in told) / count,
        sum(waited <= p80 for waited, _p50, p80 in told) / count, sum(p50 <= waited <= p80 for waited, p50, p80 in told) / count,
        median([p80 - p50 for _waited, p50, p80 in told] or [0.0]), sum(abs(waited - p50) for waited, p50, _p80 in told) / count,
    )  # fmt: skip


def judgements(foretold: Sequence[Foretold]) -> list[Judgement]:
    """The estimate and the moving average on the same arrivals; then the estimate day by day."""
    both = [one for one in foretold if one.average is not None]
    found = [
        judge("estimate", [(one.waited, one.p50, one.p80) for one in both]),
        judge("moving average", [(one.waited, one.average or 0.0, one.average_p80 or 0.0) for one in both]),
        judge("estimate, where P50 is 10 min and more", [(o.waited, o.p50, o.p80) for o in both if o.p50 >= 10]),
        judge("moving average, the same", [(o.waited, o.average or 0.0, o.average_p80 or 0.0) for o in both if o.p50 >= 10]),
    ]
    days = sorted({one.day for one in foretold})
    return found + [judge(f"estimate, {day}", [(o.waited, o.p50, o.p80) for o in foretold if o.day == day]) for day in days]


def as_text(found: Sequence[Judgement]) -> str:
    head = f"{'':<40}{'waits':>7}{'<= P50':>9}{'<= P80':>9}{'within':>9}{'width':>9}{'error':>9}"
    lines = [
        f"{one.name:<40}{one.count:>7}{one.below_p50:>9.1%}{one.below_p80:>9.1%}{one.within:>9.1%}{one.width:>9.1f}{one.error:>9.1f}"
        for one in found
    ]
    return "\n".join([head, *lines, "Wanted: 50 % below P50, 80 % below P80, 30 % within; width and error in minutes."])
