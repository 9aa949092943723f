"""One address cannot take the places of all; asked of the application itself, with a server's part played here."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from pendopo.kernel.keys import key_ring
from pendopo.kernel.network import proxies_in
from pendopo.live.app import Application
from pendopo.live.configuration import STREAMS_PER_ADDRESS, Configuration, configuration
from pendopo.queue.subscription import KEY_PURPOSE, cookie_name, sealed_subscription
from tests.live.test_hub import MALL, a_hub
from tests.situations.times import NINE, minutes

HALL, ELSEWHERE, PROXY = "203.0.113.7", "198.51.100.1", "10.0.0.1"


@pytest.fixture
def application(tmp_path, monkeypatch) -> Application:
    """Two streams for each address, and one proxy that is believed."""
    monkeypatch.setattr("pendopo.live.app.now", lambda: NINE)
    application = Application(Configuration(tmp_path, None, "", "", proxies_in(PROXY), streams_per_address=2))
    application._hub = a_hub()
    return application


class Page:
    """A page that asks for the stream, and goes away when it is told to."""

    def __init__(self, application: Application, screen: str, address: str | None, *, forwarded: str = "") -> None:
        key = key_ring(application._configured.keys_directory).secret(KEY_PURPOSE)
        sealed = sealed_subscription(key=key, mall=MALL, channels=["calls"], until=NINE + minutes(60))
        self.headers = [(b"cookie", f"{cookie_name(screen)}={sealed}".encode())]
        if forwarded:
            self.headers.append((b"x-forwarded-for", forwarded.encode()))
        self._application, self._screen, self._address = application, screen, address
        self._left = asyncio.Event()
        self._answered = asyncio.Event()
        self.status = 0
        self.told: dict[bytes, bytes] = {}
        self._task: asyncio.Task[None] | None = None

    async def opens(self) -> int:
        """The status of the answer; an opened stream stays open."""
        scope = {
            "type": "http", "method": "GET", "path": "/live", "query_string": f"s={self._screen}".encode(),
            "headers": self.headers, "client": (self._address, 40000) if self._address else None,
        }  # fmt: skip
        self._task = asyncio.create_task(self._application(scope, self._receive, self._send))
        await asyncio.wait_for(self._answered.wait(), 5)
        return self.status

    async def leaves(self) -> None:
        self._left.set()
        if self._task:
            with suppress(asyncio.CancelledError):
                await self._task

    async def _receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            self.status, self.told = int(str(message["status"])), dict(message["headers"])
            self._answered.set()


Scene = Callable[[Callable[..., Page]], Awaitable[None]]


def played(application: Application, scene: Scene) -> None:
    async def play() -> None:
        pages: list[Page] = []

        def page(screen: str, address: str | None = HALL, **more: str) -> Page:
            pages.append(Page(application, screen, address, **more))
            return pages[-1]

        try:
            await scene(page)
        finally:
            for one in pages:
                await one.leaves()

    # In a thread of its own: a browser of other tests may have left its event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, play()).result()


def test_one_more_than_its_places_is_asked_to_come_later_and_others_are_not(application):
    async def scene(page):
        assert [await page(screen).opens() for screen in ("a", "b")] == [200, 200]

        refused = page("c")

        assert await refused.opens() == 503
        assert refused.told[b"retry-after"] == b"30"
        assert await page("d", ELSEWHERE).opens() == 200
        assert await page("e", None).opens() == 200

    played(application, scene)


def test_who_leaves_makes_room(application):
    async def scene(page):
        first = page("a")
        await first.opens()
        await page("b").opens()
        await first.leaves()

        assert await page("c").opens() == 200

    played(application, scene)
    assert not application._places._taken


def test_a_page_that_opens_its_stream_anew_keeps_its_place(application):
    async def scene(page):
        first = page("a")
        await first.opens()
        await page("b").opens()
        again = page("a")
        again.headers = first.headers

        assert await again.opens() == 200

    played(application, scene)


def test_all_addresses_of_an_ipv6_customer_share_its_places(application):
    async def scene(page):
        statuses = [await page(f"p{n}", f"2001:db8:1:2::{n}").opens() for n in range(1, 4)]
        assert statuses == [200, 200, 503]

    played(application, scene)


def test_behind_the_proxy_each_visitor_has_an_address_and_nobody_invents_one(application):
    async def scene(page):
        behind = [await page(f"p{n}", PROXY, forwarded=f"198.51.100.{n}").opens() for n in range(3)]
        invented = [await page(f"i{n}", HALL, forwarded=f"198.51.100.{n}").opens() for n in range(3)]

        assert behind == [200, 200, 200]
        assert invented == [200, 200, 503]

    played(application, scene)


def test_it_reads_the_variables_that_the_settings_check(monkeypatch):
    from pendopo.config import settings

    for name in ("PENDOPO_PROXIES", "PENDOPO_STREAMS_PER_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    assert (configuration().proxies, configuration().streams_per_address) == ((), STREAMS_PER_ADDRESS)
    assert (settings.PROXIES, settings.STREAMS_PER_ADDRESS) == ((), STREAMS_PER_ADDRESS)

    monkeypatch.setenv("PENDOPO_PROXIES", "127.0.0.1, 10.0.0.0/24")
    monkeypatch.setenv("PENDOPO_STREAMS_PER_ADDRESS", "40")
    assert configuration().streams_per_address == 40
    assert [str(proxy) for proxy in configuration().proxies] == ["127.0.0.1/32", "10.0.0.0/24"]
