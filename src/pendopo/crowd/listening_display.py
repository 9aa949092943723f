"""A display of the hall that hears its calls as a browser does: it comes back after every break and says where it stopped."""

import http.client
import json
import re
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from pendopo.crowd.browser import Browser

_LIVE = re.compile(r'data-live="([^"]+)"')
_COMES_BACK_AFTER = 1.0
_SILENCE = 45.0


class ListeningDisplay:
    """Use as a context. `called` are the numbers it showed; `breaks` how often it had to come back; `stale` how often the hall
    said that it cannot read its records."""

    def __init__(self, browser: Browser) -> None:
        self.called: set[str] = set()
        self.breaks = self.stale = 0
        self._browser = browser
        self._last_id = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        page = self._browser.get("/layar/").granted()
        found = _LIVE.search(page.text)
        if found is None:
            raise LookupError("the display's page names no stream")
        self._address = urlsplit(found[1].replace("&amp;", "&"))
        self._thread.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._over.set()

    def has_shown(self, numbers: set[str], *, within: float) -> set[str]:
        """Which of these were never shown, also after some patience."""
        until = time.monotonic() + within
        while numbers - self.called and time.monotonic() < until:
            time.sleep(0.1)
        return numbers - self.called

    def _listen(self) -> None:
        while not self._over.is_set():
            with suppress(OSError, http.client.HTTPException, ValueError):
                self._hear_out()
            self.breaks += 1
            self._over.wait(_COMES_BACK_AFTER)

    def _hear_out(self) -> None:
        secure = self._address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        line = kind(self._address.hostname or "", self._address.port, timeout=_SILENCE)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._browser.cookies.items()),
            "Origin": self._browser.connections.address,
        }  # fmt: skip
        if self._last_id:
            headers["Last-Event-ID"] = self._last_id
        try:
            line.request("GET", f"{self._address.path}?{self._address.query}", headers=headers)
            answer = line.getresponse()
            if answer.status == http.HTTPStatus.OK:
                self._read(answer)
        finally:
            line.close()

    def _read(self, answer: http.client.HTTPResponse) -> None:
        id_, kind = "", ""
        for raw in answer:
            word, _colon, value = raw.decode().rstrip("\n").partition(": ")
            if word == "id":
                id_ = value
            elif word == "event":
                kind = value
            elif word == "data":
                self._told(kind, json.loads(value))
                self._last_id = id_ or self._last_id
                id_ = ""
            if self._over.is_set():
                return

    def _told(self, kind: str, data: dict[str, Any]) -> None:
        if kind == "call":
            self.called.add(str(data["number"]))
        elif kind == "hello":
            self.called |= {str(call["number"]) for call in data.get("calls", ())}
        elif kind == "stale":
            self.stale += 1
