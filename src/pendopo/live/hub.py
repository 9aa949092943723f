"""Boards on one side, streams on the other: what a board says goes to everyone who listens on its channels.

Every message has an id of its own, `position.n`: the journal's position, and its place among the messages said at that position.
The last messages are remembered, so a screen that was away for a moment hears exactly what it missed.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from pendopo.journal.happened import Happened
from pendopo.kernel.clock import business_date
from pendopo.live.follower import REMEMBERED, Loaded, News
from pendopo.live.stream import Stream
from pendopo.queue.board import Board
from pendopo.queue.board_messages import Message, Pace, lines_touched, said, snapshot
from pendopo.queue.subscription import SCREEN_CHANNEL

Key = tuple[int, int]
_REMEMBERED_MESSAGES = 4000


@dataclass(frozen=True, slots=True)
class _Said:
    key: Key
    channels: frozenset[str]
    chunk: bytes


class MallHub:
    """One mall: its board, what it said lately, and who listens."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._pace = Pace()
        self._listeners: defaultdict[str, set[Stream]] = defaultdict(set)
        self._remembered: deque[_Said] = deque(maxlen=_REMEMBERED_MESSAGES)
        # A newer board replaces an older, so only the last of each line is remembered.
        self._boards_said: dict[str, _Said] = {}
        self._began: Key = (board.position, 0)
        self._forgotten: Key = (board.position, 0)
        self._last: Key = (board.position, 0)

    def remember(self, past: Iterable[Happened], *, since: int) -> None:
        """Say the past again to nobody, so that it can be caught up with. Everything after `since` is in it."""
        self._last = self._forgotten = (since, 0)
        for event in past:
            for message in said(self.board, event):
                self._say(message)
        self._last = max(self._last, self._began)

    def hear(self, events: Sequence[Happened], at: datetime) -> None:
        """Fold events, say at once what cannot wait, and the boards whose second is over."""
        day = self.board.day
        for event in events:
            self.board.hear(event)
            self._pace.changed(lines_touched(self.board, event))
            for message in said(self.board, event):
                self._say(message)
        if self.board.day != day:
            self.greet_all(at)
        self.say_boards(at)

    def say_boards(self, at: datetime) -> None:
        for message in self._pace.due(self.board, at):
            self._say(message)

    def turn_day(self, at: datetime) -> None:
        """At local midnight yesterday's calls leave the screens."""
        if self.board.begin_day(business_date(at, self.board.hall.time_zone)):
            self.greet_all(at)

    def hall_changed(self) -> None:
        self._pace.changed(self.board.hall.zone_of_line)

    def add(self, stream: Stream, *, after: Key | None, at: datetime) -> None:
        """Greet a stream, let it catch up from `after` when that is remembered, else give it everything; then it listens."""
        if after is not None and self._forgotten <= after and after[0] <= self._last[0]:
            stream.offer(self._hello(stream, at, resumed=True))
            for chunk in self._missed(stream.subscription.channels, after, at):
                stream.offer(chunk)
        else:
            if after is not None:
                stream.offer(_chunk("reset", {}))
            stream.offer(self._hello(stream, at, resumed=False))
        for channel in stream.subscription.channels:
            self._listeners[channel].add(stream)

    def remove(self, stream: Stream) -> None:
        for channel in stream.subscription.channels:
            self._listeners[channel].discard(stream)
            if not self._listeners[channel]:
                del self._listeners[channel]

    def greet_all(self, at: datetime) -> None:
        """Give everyone the whole state anew."""
        for stream in {stream for listeners in self._listeners.values() for stream in listeners}:
            stream.offer(self._hello(stream, at, resumed=False))

    def next_key(self, position: int = 0) -> Key:
        """An id that no message of this mall had before: pages take two messages of one id for the same."""
        at, n = self._last
        self._last = (at, n + 1) if position <= at else (position, 1)
        return self._last

    def _say(self, message: Message) -> None:
        key = self.next_key(message.position)
        saying = _Said(key, message.channels, _chunk(message.kind, message.data, key))
        if message.line is not None:
            self._boards_said[message.line] = saying
        else:
            if len(self._remembered) == self._remembered.maxlen:
                self._forgotten = self._remembered[0].key
            self._remembered.append(saying)
        for stream in {stream for channel in message.channels for stream in self._listeners.get(channel, ())}:
            stream.offer(saying.chunk)

    def _missed(self, channels: frozenset[str], after: Key, at: datetime) -> list[bytes]:
        missed = [said for said in self._remembered if said.key > after]
        if after[0] > self._began[0]:
            missed += [said for said in self._boards_said.values() if said.key > after]
            return [said.chunk for said in sorted(missed, key=lambda said: said.key) if said.channels & channels]
        # What boards said before our own start is not remembered: their present state takes its place.
        boards = [_chunk("board", data, self.next_key()) for data in snapshot(self.board, channels, at)["boards"]]
        return [said.chunk for said in missed if said.channels & channels] + boards

    def _hello(self, stream: Stream, at: datetime, *, resumed: bool) -> bytes:
        data: dict[str, Any] = {"position": self._last[0], "at": at.isoformat(), "resumed": resumed}
        if resumed:
            return _chunk("hello", data)
        return _chunk("hello", data | snapshot(self.board, stream.subscription.channels, at), self.next_key())


class Hub:
    """All malls of the installation. Used from the event loop only."""

    def __init__(self) -> None:
        self.malls: dict[str, MallHub] = {}
        self.position = 0
        self.loaded = False
        self._streams: dict[str, Stream] = {}
        self._paired: frozenset[str] = frozenset()

    @property
    def streams(self) -> Sequence[Stream]:
        return tuple(self._streams.values())

    def take(self, found: Loaded | News, at: datetime) -> None:
        """What the follower hands over."""
        if isinstance(found, Loaded):
            self._paired = found.paired
            self._load(found, at)
            return
        if found.paired is not None:
            self._paired = found.paired
            self._end_unpaired()
        self._hear(found, at)

    def open(self, stream: Stream, *, after: Key | None, at: datetime) -> bool:
        """Let a stream listen; False when its mall is not there, or it is of a screen that is not paired.

        A newer stream of one subscription ends the older.
        """
        mall = self.malls.get(stream.subscription.mall)
        if mall is None or not self.is_paired(stream):
            return False
        if older := self._streams.pop(stream.subscription.id, None):
            mall.remove(older)
            older.offer(_chunk("elsewhere", {}, mall.next_key()))
            older.end()
        self._streams[stream.subscription.id] = stream
        mall.add(stream, after=after, at=at)
        return True

    def is_paired(self, stream: Stream) -> bool:
        """Whether the screen, if a stream says that it is one, is still the paired one."""
        screens = {channel for channel in stream.subscription.channels if channel.startswith(SCREEN_CHANNEL)}
        return screens <= self._paired

    def has(self, subscription: str) -> bool:
        """Whether a stream of this subscription is open."""
        return subscription in self._streams

    def close(self, stream: Stream) -> None:
        stream.end()
        if self._streams.get(stream.subscription.id) is stream:
            del self._streams[stream.subscription.id]
        if mall := self.malls.get(stream.subscription.mall):
            mall.remove(stream)

    def tick(self, at: datetime) -> None:
        """A few times a second: boards that had to wait, and the day's turn."""
        for mall in self.malls.values():
            mall.turn_day(at)
            mall.say_boards(at)

    def _end_unpaired(self) -> None:
        for stream in self.streams:
            if not self.is_paired(stream):
                stream.offer(_chunk("revoked", {}))
                self.close(stream)

    def _load(self, loaded: Loaded, at: datetime) -> None:
        streams = self._streams
        self.malls, self._streams, self.position = {}, {}, loaded.position
        for id_, board in loaded.boards.items():
            mall = self.malls[id_] = MallHub(board)
            mall.remember((e for e in loaded.past if e.mall == id_), since=max(0, loaded.position - REMEMBERED))
        for stream in streams.values():
            if not self.open(stream, after=None, at=at):
                stream.end()
        self.loaded = True

    def _hear(self, news: News, at: datetime) -> None:
        for id_, board in news.boards.items():
            self.malls[id_] = MallHub(board)
        for id_, hall in news.halls.items():
            self.malls[id_].board.hall = hall
            self.malls[id_].hall_changed()
        by_mall: defaultdict[str, list[Happened]] = defaultdict(list)
        for event in news.events:
            if event.mall in self.malls:
                by_mall[event.mall].append(event)
            self.position = event.position
        for id_, events in by_mall.items():
            self.malls[id_].hear(events, at)


def key_of(id_: str) -> Key | None:
    """The key behind a Last-Event-ID, or None when there is none or it was never one of ours."""
    position, _dot, n = id_.partition(".")
    if not position.isdecimal() or (n and not n.isdecimal()) or len(id_) > 30:
        return None
    return int(position), int(n or 0)


def _chunk(kind: str, data: object, key: Key | None = None) -> bytes:
    id_ = f"id: {key[0]}.{key[1]}\n".encode() if key else b""
    return b"%sevent: %s\ndata: %s\n\n" % (id_, kind.encode(), orjson.dumps(data))
