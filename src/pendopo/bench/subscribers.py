"""Ten thousand screens and phones on one live process: how soon each hears a call, what it costs, and what a restart does to them.

They are asked from processes of their own, a few thousand each, as plain as they can be: what they spend is taken from the product.
Each comes back as a browser does, after the pause the server named and with the last id it heard.
"""

import asyncio
import multiprocessing
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any, Self
from uuid import UUID

from pendopo.bench.hall import Servers, free_desks
from pendopo.bench.measure import Measure, at_most, counted, percentile, reported, resident_kilobytes
from pendopo.bench.streams import press_call
from pendopo.kernel.clock import now
from pendopo.kernel.keys import KeyRing
from pendopo.queue.subscription import KEY_PURPOSE, cookie_name, sealed_subscription

CALLS, AFTER_RESTART = 20, 5
# A mall of sixty counters calls every six seconds; so often is more than a hall ever does.
_BETWEEN = 1.0
_PROCESSES = 4
_AT_ONCE = 200
_CONNECTED_WITHIN = 180.0
_SCREEN = "bench"
_CALL = re.compile(rb'id: ([\d.]+)\nevent: call\ndata: [^\n]*?"number":"([A-Z]+-\d+)"')
_ID, _RETRY = re.compile(rb"id: ([\d.]+)\n"), re.compile(rb"retry: (\d+)")


@dataclass(frozen=True, slots=True)
class Where:
    live_port: int
    page_port: int


@dataclass(slots=True)
class Heard:
    """When which number was heard (seconds of the monotonic clock), and when each came back after its stream had broken."""

    calls: dict[str, list[float]] = field(default_factory=dict)
    back: list[float] = field(default_factory=list)

    def add(self, other: "Heard") -> None:
        for number, instants in other.calls.items():
            self.calls.setdefault(number, []).extend(instants)
        self.back += other.back


def subscribers(
    servers: Servers, *, name: str, mall: UUID, desks: Sequence[Sequence[UUID]], keys: KeyRing, count: int,
    live_process: Callable[[], int], restart: Callable[[], float],
) -> Iterator[Measure]:  # fmt: skip
    """`restart` kills the live process and gives the instant at which it answers again."""
    free_desks()
    before = resident_kilobytes(live_process())
    with _Crowd(Where(servers.live_port, servers.port), _cookies(mall, keys, count)) as crowd:
        took = crowd.wait_until_all_listen()
        yield reported(f"{name}: {count:,} subscribers, all listen after", took, "s")
        grown = resident_kilobytes(live_process()) - before
        yield at_most(f"{name}: memory of one of {count:,} subscribers", grown / count, "kB", 40)
        pressed = dict(_pressed(servers, desk) for desk in desks[:CALLS])
        time.sleep(2)
        killed = time.monotonic()
        ready = restart()
        # Called while nobody listened, or only some: each must hear it all the same.
        missed = dict(_pressed(servers, desk) for desk in desks[CALLS : CALLS + AFTER_RESTART])
        time.sleep(10)
        heard = crowd.heard()
    free_desks()
    delays = [instant - pressed[number] for number in pressed for instant in heard.calls.get(number, ())]
    yield reported(f"{name}: officer's key to {count:,} subscribers, median", percentile(delays, 0.5) * 1000, "ms")
    yield reported(
        f"{name}: officer's key to {count:,} subscribers, p99", percentile(delays, 0.99) * 1000, "ms", target="< 500 ms"
    )
    lost = sum(abs(count - len(heard.calls.get(number, ()))) for number in (*pressed, *missed))
    yield counted(f"{name}: calls not heard by one of {count:,}, a restart between", lost)
    yield counted(f"{name}: subscribers that did not come back", count - len(heard.back))
    back = max(heard.back, default=ready)
    yield reported(f"{name}: the live process is back after its kill", ready - killed, "s")
    yield reported(f"{name}: all {count:,} are back after that", back - ready, "s", target="< 5 s")


def _pressed(servers: Servers, desk: Sequence[UUID]) -> tuple[str, float]:
    label, instant = press_call(servers, desk)
    time.sleep(_BETWEEN)
    return label, instant


def _cookies(mall: UUID, keys: KeyRing, count: int) -> list[str]:
    key, until = keys.secret(KEY_PURPOSE), now() + timedelta(hours=1)
    return [sealed_subscription(key=key, mall=str(mall), channels=["calls"], until=until) for _one in range(count)]


class _Crowd:
    """Its processes, each with its share of the cookies. Use as a context."""

    def __init__(self, where: Where, cookies: Sequence[str]) -> None:
        context = multiprocessing.get_context("fork")
        self._pipes: list[Connection] = []
        self._processes = []
        for share in range(_PROCESSES):
            ours, theirs = context.Pipe()
            process = context.Process(target=_listen, args=(theirs, where, cookies[share::_PROCESSES]))
            self._pipes.append(ours)
            self._processes.append(process)

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        for process in self._processes:
            process.kill()
            process.join()

    def wait_until_all_listen(self) -> float:
        for pipe in self._pipes:
            if not pipe.poll(_CONNECTED_WITHIN):
                raise RuntimeError("not all subscribers could listen")
            pipe.recv()
        return time.monotonic() - self._began

    def heard(self) -> Heard:
        every = Heard()
        for pipe in self._pipes:
            pipe.send("enough")
        for pipe in self._pipes:
            every.add(pipe.recv())
        return every


def _listen(pipe: Connection, where: Where, cookies: Sequence[str]) -> None:
    asyncio.run(_listen_all(pipe, where, cookies))


async def _listen_all(pipe: Connection, where: Where, cookies: Sequence[str]) -> None:
    heard, at_once, greeted = Heard(), asyncio.Semaphore(_AT_ONCE), asyncio.Semaphore(0)
    screens = [_Screen(where, sealed, heard, greeted.release) for sealed in cookies]

    async def begin(screen: _Screen) -> None:
        async with at_once:
            await screen.connect()

    await asyncio.gather(*(begin(screen) for screen in screens))
    for _screen in screens:
        await greeted.acquire()
    pipe.send("listening")
    await asyncio.to_thread(pipe.recv)
    pipe.send(heard)


class _Screen(asyncio.Protocol):
    """One stream after the other."""

    __slots__ = ("_greeted", "_heard", "_last_id", "_pause", "_request", "_rest", "_was_here", "_welcomed", "_where")

    def __init__(self, where: Where, sealed: str, heard: Heard, greeted: Callable[[], Any]) -> None:
        self._where, self._heard, self._greeted = where, heard, greeted
        self._request = (
            f"GET /live?s={_SCREEN} HTTP/1.1\r\nHost: 127.0.0.1:{where.live_port}\r\nOrigin: http://127.0.0.1:{where.page_port}\r\n"
            f"Cookie: {cookie_name(_SCREEN)}={sealed}\r\nAccept: text/event-stream\r\n"
        )
        self._rest, self._last_id = b"", ""
        self._pause = 1.0
        self._welcomed = self._was_here = False

    async def connect(self) -> None:
        self._rest, self._welcomed = b"", False
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: self, "127.0.0.1", self._where.live_port)
        except OSError:
            self._come_back(loop)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        last = f"Last-Event-ID: {self._last_id}\r\n" if self._last_id else ""
        with suppress(AttributeError):
            transport.write(f"{self._request}{last}\r\n".encode())  # type: ignore[attr-defined]

    def connection_lost(self, _reason: Exception | None) -> None:
        self._come_back(asyncio.get_running_loop())

    def data_received(self, data: bytes) -> None:
        at = time.monotonic()
        if not self._welcomed:
            self._welcome(data, at)
        whole, end, self._rest = (self._rest + data).rpartition(b"\n\n")
        for found in _CALL.finditer(whole + end):
            self._heard.calls.setdefault(found[2].decode(), []).append(at)
        if ids := _ID.findall(whole + end):
            self._last_id = ids[-1].decode()

    def _welcome(self, data: bytes, at: float) -> None:
        if named := _RETRY.search(data):
            self._pause = int(named[1]) / 1000
        if b"event: hello" not in data:
            return
        self._welcomed = True
        if self._was_here:
            self._heard.back.append(at)
        else:
            self._was_here = True
            self._greeted()

    def _come_back(self, loop: asyncio.AbstractEventLoop) -> None:
        # A refused browser doubles nothing while the server is down; it asks again after the pause it was told.
        loop.call_later(self._pause * random.uniform(0.9, 1.0), lambda: loop.create_task(self.connect()))
