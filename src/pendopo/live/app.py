"""The ASGI application: `GET /live` is the event stream, `GET /live/siap` says whether all is well.

Granian runs it in one worker: `granian --interface asgi --workers 1 --backpressure 20000 pendopo.live.app:application`.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import orjson

from pendopo.kernel.clock import now
from pendopo.kernel.keys import key_ring
from pendopo.kernel.network import network_asking
from pendopo.live.configuration import Configuration, configuration
from pendopo.live.follower import Follower, Loaded, News
from pendopo.live.hub import Hub, Key, key_of
from pendopo.live.places import Places
from pendopo.live.stream import Send, Stream
from pendopo.queue.subscription import KEY_PURPOSE, Subscription, cookie_name, open_subscription

logger = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

_TICK = 0.1
_BEAT_EVERY = 15
# How long the journal may be unreadable before the screens are told that what they show may be old.
_STALE_AFTER = 5.0
_MALL_APPEARS_WITHIN = 5.0
# A page that is refused a place polls meanwhile, and asks again after this.
_ASK_AGAIN_SECONDS = 30


class Application:
    """One event loop, one follower thread, many streams."""

    def __init__(self, configured: Configuration) -> None:
        self._configured = configured
        self._hub = Hub()
        self._places = Places(configured.streams_per_address)
        self._senders: dict[Stream, asyncio.Task[None]] = {}
        self._follower: Follower | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._said_stale = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._start()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                self._stop()
                return

    def _start(self) -> None:
        loop = asyncio.get_running_loop()

        def hand_over(found: Loaded | News) -> None:
            loop.call_soon_threadsafe(self._take, found)

        self._follower = Follower(self._configured, hand_over)
        self._follower.start()
        self._ticking = asyncio.create_task(self._tick())

    def _stop(self) -> None:
        if self._follower:
            self._follower.stop()
        if self._ticking:
            self._ticking.cancel()
        for stream in self._hub.streams:
            stream.end()

    def _take(self, found: Loaded | News) -> None:
        self._hub.take(found, now())

    async def _tick(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(_TICK)
            ticks += 1
            try:
                self._hub.tick(now())
                if ticks % round(1 / _TICK) == 0:
                    self._watch_streams(ticks)
            except Exception:
                logger.exception("The live process stumbled and goes on.")

    def _watch_streams(self, ticks: int) -> None:
        """Each second: a fifteenth of the streams gets its heartbeat, the stuck and the expired are closed."""
        at, loop_time = now(), asyncio.get_running_loop().time()
        turn = round(ticks * _TICK) % _BEAT_EVERY
        fresh = self._fresh()
        changed = fresh is self._said_stale
        self._said_stale = not fresh
        for stream in self._hub.streams:
            if stream.stuck(loop_time):
                self._senders[stream].cancel()
            elif stream.subscription.until <= at:
                stream.end()
            elif changed or (fresh and hash(stream.subscription.id) % _BEAT_EVERY == turn):
                stream.offer(_sign("beat" if fresh else "stale", at))

    def _fresh(self) -> bool:
        return self._follower is not None and self._follower.fresh_for(_STALE_AFTER)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        cors = self._cors(headers)
        if scope["path"] == "/live/siap":
            await _say(send, 200 if self._fresh() and self._hub.loaded else 503, self._condition(), cors)
        elif scope["path"] != "/live" or scope["method"] != "GET":
            await _say(send, 404, {"title": "Not here."}, cors)
        elif cors is None:
            await _say(send, 403, {"title": "These pages may not listen here."}, cors)
        elif (stream := self._stream_asked(scope, headers)) is None:
            await _say(send, 403, {"title": "The subscription is over or was not made here. Reload the page."}, cors)
        elif not self._may_open(stream, network := self._network(scope, headers)):
            said = {"title": "Too many screens listen from this address. This page asks again by itself."}
            await _say(send, 503, said, [*cors, (b"retry-after", b"%d" % _ASK_AGAIN_SECONDS)])
        else:
            with self._places.taken(network):
                await self._serve(stream, _after(scope, headers), receive, send, cors)

    def _may_open(self, stream: Stream, network: str) -> bool:
        """A page that opens its stream anew keeps its place, even if the older one has not noticed yet."""
        return self._places.free(network) or self._hub.has(stream.subscription.id)

    def _network(self, scope: Scope, headers: dict[str, str]) -> str:
        peer = (scope.get("client") or ("",))[0]
        return network_asking(peer, headers.get("x-forwarded-for", ""), self._configured.proxies)

    def _cors(self, headers: dict[str, str]) -> list[tuple[bytes, bytes]] | None:
        """The headers that let the asking page listen; None for a page that is not ours."""
        origin = headers.get("origin")
        if origin is None:
            return []
        if not self._configured.allows(origin, host=headers.get("host", "")):
            return None
        return [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"Origin"),
        ]

    def _condition(self) -> dict[str, Any]:
        return {"loaded": self._hub.loaded, "position": self._hub.position, "streams": len(self._hub.streams)}

    def _stream_asked(self, scope: Scope, headers: dict[str, str]) -> Stream | None:
        screen = _query(scope, "s")
        cookies: SimpleCookie = SimpleCookie()
        with suppress(CookieError):
            cookies.load(headers.get("cookie", ""))
        cookie = cookies.get(cookie_name(screen))
        subscription = self._subscription(cookie.value, now()) if cookie else None
        return Stream(subscription) if subscription else None

    def _subscription(self, sealed: str, at: datetime) -> Subscription | None:
        key = key_ring(self._configured.keys_directory).secret(KEY_PURPOSE)
        return open_subscription(key=key, sealed=sealed, at=at)

    async def _serve(
        self, stream: Stream, after: Key | None, receive: Receive, send: Send, cors: list[tuple[bytes, bytes]] | None
    ) -> None:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"), *(cors or ()),
        ]  # fmt: skip
        if not await self._opened(stream, after):
            if self._hub.is_paired(stream):
                await _say(send, 503, {"title": "The hall is not ready yet."}, cors)
            else:
                await _say(send, 403, {"title": "This screen is out of service. Pair it again."}, cors)
            return
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        sender = self._senders[stream] = asyncio.create_task(stream.pump(send))
        gone = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait((sender, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            del self._senders[stream]
            self._hub.close(stream)
            gone.cancel()
            sender.cancel()
            with suppress(Exception, asyncio.CancelledError):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _opened(self, stream: Stream, after: Key | None) -> bool:
        # Screens return in jittered order after a restart; scattered once more, so that the next time is no rush either.
        stream.offer(b"retry: %d\n\n" % random.randint(1000, 4000))
        until = asyncio.get_running_loop().time() + _MALL_APPEARS_WITHIN
        while not self._hub.open(stream, after=after, at=now()):
            if asyncio.get_running_loop().time() > until:
                return False
            await asyncio.sleep(_TICK)
        if self._said_stale:
            stream.offer(_sign("stale", now()))
        return True


def _sign(kind: str, at: datetime) -> bytes:
    """Of life, or that the journal cannot be read: what the screens show may be old."""
    return b'event: %s\ndata: {"at":"%s"}\n\n' % (kind.encode(), at.isoformat().encode())


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _after(scope: Scope, headers: dict[str, str]) -> Key | None:
    """Where a returning screen stopped: the browser's own header, or the address when the page made a new stream."""
    return key_of(headers.get("last-event-id") or _query(scope, "lastEventId") or _query(scope, "after"))


def _query(scope: Scope, name: str) -> str:
    return parse_qs(scope["query_string"].decode("latin-1")).get(name, [""])[0]


async def _say(send: Send, status: int, words: dict[str, Any], cors: list[tuple[bytes, bytes]] | None) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), *(cors or ())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": orjson.dumps(words)})


application = Application(configuration())
