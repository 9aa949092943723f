"""The thread that reads the database and hands what it finds to the event loop. It survives a database that restarts."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from pendopo.journal.happened import Happened
from pendopo.kernel.clock import business_date, now
from pendopo.live.configuration import Configuration
from pendopo.live.source import BATCH, Source, Unreachable, open_source
from pendopo.queue.board import Board, Hall
from pendopo.queue.board_rows import Tables, board_from_rows, hall_from_rows, last_position, malls_from_rows
from pendopo.queue.subscription import screen_channel

logger = logging.getLogger(__name__)

# How much of the past is read again at the start, so that screens that reconnect after our restart miss nothing.
REMEMBERED = 2000
_SAFETY_LOOK = 1.0
_HALLS_EVERY = 2.0
_LONGEST_PAUSE = 2.0
_CLOCK_SLACK = timedelta(minutes=1)
# As directory.events names them; that module needs Django.
_PAIRINGS_CHANGED = frozenset({"directory.device.paired", "directory.device.revoked"})
_PAIRED = "SELECT id, token_hash FROM directory_device WHERE token_hash <> '' AND revoked_at IS NULL"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything anew: boards as the tables say, and the last events before their position."""

    boards: Mapping[str, Board]
    position: int
    past: Sequence[Happened]
    paired: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class News:
    """What followed: events by position, malls that are new, halls whose counters or lines were changed.

    `paired` are the channels of all screens that are in service now (`screen_channel`); None when that has not changed.
    """

    events: Sequence[Happened] = ()
    boards: Mapping[str, Board] = field(default_factory=dict)
    halls: Mapping[str, Hall] = field(default_factory=dict)
    paired: frozenset[str] | None = None


class Follower:
    """Calls `hand_over` with one Loaded, then with News, always from its own thread."""

    def __init__(self, configuration: Configuration, hand_over: Callable[[Loaded | News], None]) -> None:
        self._configuration = configuration
        self._hand_over = hand_over
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._position: int | None = None
        self._versions: dict[str, int] = {}
        self._fresh_at = float("-inf")
        self._clock_at = now()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    def fresh_for(self, seconds: float) -> bool:
        """Whether the journal could be read within the last so many seconds."""
        return time.monotonic() - self._fresh_at < seconds

    def _run(self) -> None:
        pause = 0.1
        while not self._stopped.is_set():
            try:
                source = open_source(self._configuration)
                try:
                    self._follow(source)
                finally:
                    source.close()
            except Unreachable as error:
                logger.warning("The database cannot be read (%s); trying again.", str(error).strip().splitlines()[:1])
                pause = 0.1 if time.monotonic() - self._fresh_at < _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)
                self._stopped.wait(pause)

    def _follow(self, source: Source) -> None:
        with source.snapshot() as tables:
            # A restored database may stand before what was heard; then nothing heard can be trusted.
            if self._position is None or last_position(tables) < self._position:
                self._load(source, tables)
        next_look = time.monotonic() + _HALLS_EVERY
        while not self._stopped.is_set():
            events = source.events_after(self._position or 0)
            self._fresh_at = time.monotonic()
            if events:
                # Read first: should the database go away meanwhile, the same events are read again.
                paired = _paired_since(source, events)
                self._position = events[-1].position
                self._hand_over(News(events=events, paired=paired))
            if time.monotonic() >= next_look:
                if self._clock_was_set_back():
                    # A board turns its page forwards only: after a clock that was a day ahead it is read anew.
                    with source.snapshot() as tables:
                        self._load(source, tables)
                self._look_at_halls(source)
                next_look = time.monotonic() + _HALLS_EVERY
            if len(events) < BATCH:
                source.wait(_SAFETY_LOOK)

    def _clock_was_set_back(self) -> bool:
        before, self._clock_at = self._clock_at, now()
        return self._clock_at < before - _CLOCK_SLACK

    def _load(self, source: Source, tables: Tables) -> None:
        self._versions = malls_from_rows(tables)
        boards = {mall: _todays_board(tables, mall) for mall in self._versions}
        position = last_position(tables)
        past = _events_between(source, max(0, position - REMEMBERED), position)
        self._hand_over(Loaded(boards, position, past, _paired(tables)))
        self._position = position

    def _look_at_halls(self, source: Source) -> None:
        with source.snapshot() as tables:
            versions = malls_from_rows(tables)
            changed = {mall for mall, version in versions.items() if self._versions.get(mall) != version}
            if not changed:
                return
            # A new mall's board may already know events that are still to come; hearing them again does not matter.
            boards = {mall: _todays_board(tables, mall) for mall in changed if mall not in self._versions}
            halls = {mall: hall_from_rows(tables, mall) for mall in changed if mall in self._versions}
        self._versions = versions
        self._hand_over(News(boards=boards, halls=halls))


def _todays_board(tables: Tables, mall: str) -> Board:
    hall = hall_from_rows(tables, mall)
    return board_from_rows(tables, mall, business_date(now(), hall.time_zone))


def _paired_since(source: Source, events: Sequence[Happened]) -> frozenset[str] | None:
    if not any(event.type in _PAIRINGS_CHANGED for event in events):
        return None
    with source.snapshot() as tables:
        return _paired(tables)


def _paired(tables: Tables) -> frozenset[str]:
    return frozenset(screen_channel(UUID(str(id_)), token_hash) for id_, token_hash in tables.rows(_PAIRED))


def _events_between(source: Source, after: int, up_to: int) -> list[Happened]:
    past: list[Happened] = []
    while after < up_to and (events := source.events_after(after)):
        past += [event for event in events if event.position <= up_to]
        after = events[-1].position
    return past
