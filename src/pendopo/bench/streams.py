"""Live updates measured: many screens listen, a desk calls, and each screen's clock says when it heard."""

import asyncio
import multiprocessing
import re
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from pendopo.bench.hall import Bench, Servers, free_desks
from pendopo.bench.hall_data import SECRET
from pendopo.bench.load import drive, post
from pendopo.bench.measure import Measure, at_most, counted, percentile, reported, resident_kilobytes
from pendopo.kernel.clock import now
from pendopo.kernel.keys import KeyRing
from pendopo.queue.subscription import KEY_PURPOSE, cookie_name, sealed_subscription

_LABEL = re.compile(rb'event: call\n.*?"(?:label|number)":"([A-Z]+-\d+)"', re.DOTALL)
_SCREEN = "bench"
# With fewer calls the 99th percentile would be the one slowest of them.
CALLS = 100
_BETWEEN = 0.1


@dataclass(frozen=True, slots=True)
class Heard:
    """For each number called, when each screen heard it (seconds of the monotonic clock)."""

    at: dict[str, list[float]]


def streams(bench: Bench, servers: Servers, *, name: str, keys: KeyRing, live_process: int) -> Iterator[Measure]:
    """From the officer's key to 100 screens, and 1,000 subscribers on one process."""
    few = _listen(bench, servers, cookies=_cookies(bench, keys, 100))
    yield reported(
        f"{name}: officer's key to 100 screens, p99", percentile(few.to_screens, 0.99) * 1000, "ms", target="< 100 ms"
    )
    yield reported(f"{name}: officer's key to 100 screens, median", percentile(few.to_screens, 0.5) * 1000, "ms")
    yield counted(f"{name}: calls not heard by one of 100 screens", few.lost)
    before = resident_kilobytes(live_process)
    many = _listen(bench, servers, cookies=_cookies(bench, keys, 1000), memory_of=live_process)
    yield reported(
        f"{name}: 1,000 subscribers, first to last heard, p99", percentile(many.spread, 0.99) * 1000, "ms", target="< 50 ms"
    )
    yield counted(f"{name}: calls not heard by one of 1,000 subscribers", many.lost)
    yield at_most(f"{name}: memory of one subscriber", (many.resident - before) / 1000, "kB", 40)


@dataclass(frozen=True, slots=True)
class _Result:
    """Seconds from the key press to each screen, seconds from the first screen that heard to each, and what nobody heard."""

    to_screens: list[float]
    spread: list[float]
    lost: int
    resident: int


def _listen(bench: Bench, servers: Servers, *, cookies: Sequence[str], memory_of: int = 0) -> _Result:
    free_desks()
    screens = len(cookies)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    listeners = context.Process(target=_listeners, args=(theirs, servers.live_port, servers.port, cookies))
    listeners.start()
    try:
        if not ours.poll(60):
            raise RuntimeError("the screens could not listen")
        ours.recv()
        time.sleep(0.5)
        resident = resident_kilobytes(memory_of) if memory_of else 0
        pressed = dict(_press(servers, desk) for desk in bench.desks[:CALLS])
        time.sleep(1.5)
        ours.send("enough")
        heard: Heard = ours.recv()
    finally:
        listeners.join(10)
        listeners.kill()
        free_desks()
    times = {label: heard.at.get(label, []) for label in pressed}
    return _Result(
        to_screens=[at - pressed[label] for label, ats in times.items() for at in ats],
        spread=[at - min(ats) for ats in times.values() if ats for at in ats],
        lost=sum(abs(screens - len(ats)) for ats in times.values()),
        resident=resident,
    )


def _press(servers: Servers, desk: Sequence[UUID]) -> tuple[str, float]:
    pressed = press_call(servers, desk)
    time.sleep(_BETWEEN)
    return pressed


def press_call(servers: Servers, desk: Sequence[UUID]) -> tuple[str, float]:
    """Call at one desk; the number called and when the key went down."""
    body = f"kunci={uuid.uuid4()}".encode()
    request = post("/d/panggil", port=servers.port, cookie=f"meja={desk[0]}.{SECRET}", body=body)
    pressed = time.monotonic()
    load = drive(port=servers.port, clients=1, seconds=1, requests=[lambda n: request if n == 0 else None], fork=False)
    found = re.search(rb'"number":"([^"]+)"', load.bodies[0]) if load.bodies else None
    if found is None:
        raise RuntimeError(f"the desk could not call: {load.refused}")
    return found[1].decode(), pressed


def _cookies(bench: Bench, keys: KeyRing, screens: int) -> list[str]:
    """A subscription of its own for every screen: one stream is kept for each."""
    key, mall, until = keys.secret(KEY_PURPOSE), str(bench.hall.mall), now() + timedelta(hours=1)
    return [sealed_subscription(key=key, mall=mall, channels=["calls"], until=until) for _screen in range(screens)]


def _listeners(pipe: Any, live_port: int, page_port: int, cookies: Sequence[str]) -> None:
    heard = asyncio.run(_listen_all(pipe, live_port, page_port, cookies))
    pipe.send(heard)


async def _listen_all(pipe: Any, live_port: int, page_port: int, cookies: Sequence[str]) -> Heard:
    heard: dict[str, list[float]] = {}
    greeted = asyncio.Semaphore(0)
    listening = [asyncio.create_task(_one(live_port, page_port, sealed, greeted, heard)) for sealed in cookies]
    for _screen in cookies:
        await asyncio.wait_for(greeted.acquire(), 50)
    pipe.send("listening")
    await asyncio.to_thread(pipe.recv)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    return Heard(heard)


async def _one(live_port: int, page_port: int, sealed: str, greeted: asyncio.Semaphore, heard: dict[str, list[float]]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", live_port)
    writer.write(
        f"GET /live?s={_SCREEN} HTTP/1.1\r\nHost: 127.0.0.1:{live_port}\r\nOrigin: http://127.0.0.1:{page_port}\r\n"
        f"Cookie: {cookie_name(_SCREEN)}={sealed}\r\nAccept: text/event-stream\r\n\r\n".encode()
    )
    rest, welcomed = b"", False
    while chunk := await reader.read(65536):
        at = time.monotonic()
        messages = (rest + chunk).split(b"\n\n")
        rest = messages.pop()
        for message in messages:
            if not welcomed and b"event: hello" in message:
                welcomed = True
                greeted.release()
            elif found := _LABEL.search(message):
                heard.setdefault(found[1].decode(), []).append(at)
