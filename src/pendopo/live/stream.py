"""One open stream: what waits to be sent to one screen."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from pendopo.queue.subscription import Subscription

Send = Callable[[dict[str, object]], Awaitable[None]]

# A screen that is this far behind reads from a dead line; it is dropped and comes back by itself.
_BYTES_AT_MOST = 512 * 1024
_SECONDS_AT_MOST = 15.0


class Stream:
    """Chunks go in by `offer` from the event loop; `pump` sends them, several at once when they come quickly."""

    __slots__ = ("_chunks", "_ended", "_sending_since", "_size", "_wake", "subscription")

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._wake: asyncio.Future[None] | None = None
        self._ended = False
        self._sending_since: float | None = None

    def offer(self, chunk: bytes) -> None:
        if self._ended:
            return
        self._chunks.append(chunk)
        self._size += len(chunk)
        if self._size > _BYTES_AT_MOST:
            self._chunks.clear()
            self.end()
        self._ring()

    def end(self) -> None:
        """Close after what was offered so far."""
        self._ended = True
        self._ring()

    def stuck(self, now: float) -> bool:
        """Whether the screen has not taken anything for too long; `now` is the event loop's time."""
        return self._sending_since is not None and now - self._sending_since > _SECONDS_AT_MOST

    async def pump(self, send: Send) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if not self._chunks:
                if self._ended:
                    return
                self._wake = loop.create_future()
                await self._wake
                continue
            body = b"".join(self._chunks)
            self._chunks.clear()
            self._size = 0
            self._sending_since = loop.time()
            await send({"type": "http.response.body", "body": body, "more_body": True})
            self._sending_since = None

    def _ring(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)
