"""A phone in a real Chromium whose requests are answered by Django inside the test: no server, no port, the test's own rows.

The event stream is a stand-in that the test speaks through: `phone.hear("call", {...})`.
"""

from contextvars import copy_context
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

HOME = "http://localhost"
# What the page would get from the browser; and a record of how often the phone was shaken.
_STAND_INS = """
window.shaken = [];
Object.defineProperty(navigator, "vibrate", { value: (pattern) => { window.shaken.push(pattern); return true; } });
window.EventSource = class extends EventTarget {
  constructor(url) {
    super();
    Object.assign(this, { url, readyState: 1 });
    window.stream = this;
    setTimeout(() => {
      if (window.streamIsAway) this.readyState = 2;
      window.streamIsAway ? this.onerror() : this.onopen();
    }, 0);
  }
  close() { this.readyState = 2; this.closed = true; }
};
window.EventSource.CLOSED = 2;
"""
_SAY = """([kind, data, id]) => {
  const event = new MessageEvent(kind, { data: JSON.stringify(data), lastEventId: id });
  window.stream.dispatchEvent(event);
}"""


class Phone:
    """`asked` are the addresses asked for, `faults` the stumbles of scripts; `reachable` False is a dead line."""

    def __init__(self, chromium: "Browser", client: Client, *, width: int = 390, script: bool = True) -> None:
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        context.add_init_script(_STAND_INS)
        self.page = context.new_page()
        self.client = client
        self.asked: list[str] = []
        self.reachable = True
        self.faults: list[str] = []
        self._said = 0
        # Playwright answers in a context of its own, in which Django would open a second connection and see nothing of the test.
        within_the_test = copy_context()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.route("**/*", lambda route: within_the_test.copy().run(self._answer, route))

    def open(self, address: str) -> None:
        self.page.goto(HOME + address)

    def hear(self, kind: str, data: dict[str, Any]) -> None:
        self._said += 1
        self.page.evaluate(_SAY, [kind, data, f"{self._said}.1"])

    def lose_the_stream(self) -> None:
        self.page.evaluate("() => { window.streamIsAway = true; window.stream.readyState = 2; window.stream.onerror(); }")

    def text(self, selector: str) -> str:
        return " ".join(self.page.inner_text(selector).split())

    def shaken(self) -> list[list[int]]:
        return self.page.evaluate("() => window.shaken")

    def _answer(self, route: "Route") -> None:
        request = route.request
        parts = urlsplit(request.url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if not parts.path.startswith("/static/"):
            self.asked.append(address)
        if not self.reachable:
            route.abort()
            return
        told = {"if-none-match": value} if (value := request.headers.get("if-none-match")) else {}
        kind = request.headers.get("content-type", "")
        answer = self.client.generic(request.method, address, request.post_data or "", content_type=kind, headers=told)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = {name: value for name, value in answer.items() if name.lower() != "content-length"}
        route.fulfill(status=answer.status_code, headers=headers, body=body)


def a_board(*waiting: str) -> dict[str, Any]:
    """What the stream says of a line: who waits, foremost first."""
    return {"waiting": list(waiting), "count": len(waiting)}
