"""The crowd's agenda: scripts that wait, press buttons and go on, happening in order of time.

A script is a generator. It yields `Wait` or `Rest` to let time pass, or a command for its hands, and is given the answer:

    def somebody(hands):
        answer = yield TakeNumber(...)
        yield Wait(120)

The crowd's own time runs `speed` times as fast as the clock on the wall. With `speed` None it leaps to the next thing to
do; then commands that lie within `SIDE_BY_SIDE` seconds of each other are given side by side, as they are in a real hall.
"""

import heapq
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, Protocol

from pendopo.crowd.commands import Answer, Command

SIDE_BY_SIDE = 15.0
# How long the loop sleeps at most, so that a stop is heard.
_NAP = 0.2


@dataclass(frozen=True, slots=True)
class Wait:
    """Let so many of the crowd's seconds pass."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Rest:
    """Wait until one of the topics is called out, or so many seconds have passed. Gives whether a topic was called."""

    topics: tuple[Hashable, ...]
    at_most: float


Step = Wait | Rest | Command
Script = Generator[Step, Any, None]
# A part of a script that tells the rest how it went.
Part = Generator[Step, Any, bool]


class Hands(Protocol):
    def obey(self, command: Command, now: float) -> Answer:
        """Press the button; `now` is the crowd's time. Called by several threads unless the agenda has none."""


@dataclass(slots=True, eq=False)
class _Going:
    """A script under way. `turn` tells an old entry of the agenda from the present one."""

    script: Script
    now: float
    turn: int = 0
    topics: tuple[Hashable, ...] = ()


@dataclass(slots=True)
class Agenda:
    """`hands` obey in `threads` threads, or at once in this one when there are none."""

    hands: Hands
    speed: float | None = 1.0
    threads: int = 8
    now: float = 0.0
    heard: Callable[[Command, Answer, float], None] = lambda _command, _answer, _now: None
    _due: list[tuple[float, int, _Going, int, Any]] = field(default_factory=list)
    _resting: dict[Hashable, list[_Going]] = field(default_factory=lambda: defaultdict(list))
    _done: SimpleQueue[tuple[_Going, Command, Answer | BaseException]] = field(default_factory=SimpleQueue)
    _under_way: dict[int, float] = field(default_factory=dict)
    _order: Iterator[int] = field(default_factory=count)
    _began: float = 0.0

    def begin(self, script: Script, *, at: float | None = None) -> None:
        start = self.now if at is None else at
        self._put(_Going(script, start), start, None)

    def call_out(self, topic: Hashable, *, delay: float = 0.0) -> None:
        """Let the one who has rested longest for this topic go on, in `delay` seconds."""
        if resting := self._resting.get(topic):
            going = resting[0]
            self._leave_rest(going)
            self._put(going, self.now + delay, True)

    def run(self, *, until: float = float("inf"), stop: Event | None = None) -> None:
        """Let things happen until nobody has anything left to do, the crowd's time is over, or `stop` is set."""
        pool = ThreadPoolExecutor(self.threads, thread_name_prefix="crowd") if self.threads else None
        self._began = time.monotonic() - (self.now / self.speed if self.speed else 0.0)
        try:
            while (self._due or self._under_way) and not (stop and stop.is_set()):
                if not self._under_way and self._due[0][0] > until:
                    break
                self._go_on(pool, until)
        finally:
            if pool:
                pool.shutdown(wait=True, cancel_futures=True)

    def _go_on(self, pool: ThreadPoolExecutor | None, until: float) -> None:
        horizon = min(self._horizon(), until)
        while self._due and self._due[0][0] <= horizon:
            at, _order, going, turn, said = heapq.heappop(self._due)
            if turn == going.turn:
                self.now = max(self.now, at)
                self._leave_rest(going)
                going.now = at if self.speed is None else max(at, self._clock())
                self._let_go_on(pool, going, said)
                horizon = min(self._horizon(), until)
        self._hear(until)

    def _horizon(self) -> float:
        """How far the crowd's time may have come."""
        if self.speed is not None:
            return self._clock()
        if not self._under_way:
            return self._due[0][0] if self._due else self.now
        return min(self._under_way.values()) + SIDE_BY_SIDE

    def _clock(self) -> float:
        return (time.monotonic() - self._began) * (self.speed or 1.0)

    def _hear(self, until: float) -> None:
        """Wait for an answer, or for the next thing to do."""
        patience = _NAP
        if self.speed is not None and self._due:
            patience = min(_NAP, max(0.0, (min(self._due[0][0], until) - self._clock()) / self.speed))
        try:
            done = self._done.get(timeout=patience) if self._under_way or self.speed else None
        except Empty:
            return
        while done is not None:
            self._take_answer(*done)
            try:
                done = self._done.get_nowait()
            except Empty:
                return

    def _take_answer(self, going: _Going, command: Command, answer: Answer | BaseException) -> None:
        self._under_way.pop(id(going), None)
        if isinstance(answer, BaseException):
            raise answer
        self.heard(command, answer, going.now)
        self._put(going, going.now if self.speed is None else self._clock(), answer)

    def _let_go_on(self, pool: ThreadPoolExecutor | None, going: _Going, said: Any) -> None:
        """Give the script what it waited for and see to what it wants next."""
        try:
            step = going.script.send(said)
        except StopIteration:
            return
        if isinstance(step, Wait):
            self._put(going, going.now + step.seconds, None)
        elif isinstance(step, Rest):
            self._put(going, going.now + step.at_most, False)
            going.topics = step.topics
            for topic in step.topics:
                self._resting[topic].append(going)
        elif pool is None:
            answer = self.hands.obey(step, going.now)
            self.heard(step, answer, going.now)
            self._put(going, going.now, answer)
        else:
            self._under_way[id(going)] = going.now
            pool.submit(self.hands.obey, step, going.now).add_done_callback(self._teller(going, step))

    def _teller(self, going: _Going, command: Command) -> Callable[[Future[Answer]], None]:
        def tell(done: Future[Answer]) -> None:
            if not done.cancelled():
                self._done.put((going, command, done.exception() or done.result()))

        return tell

    def _put(self, going: _Going, at: float, said: Any) -> None:
        going.turn += 1
        heapq.heappush(self._due, (at, next(self._order), going, going.turn, said))

    def _leave_rest(self, going: _Going) -> None:
        for topic in going.topics:
            if going in self._resting.get(topic, ()):
                self._resting[topic].remove(going)
        going.topics = ()
