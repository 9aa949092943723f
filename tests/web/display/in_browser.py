"""A display in a real Chromium whose stream and loudspeaker are in the test's hand.

`window.stream.say("call", {...}, "7.1")`, `.breaks()`, `.opens()`; what the loudspeaker notes stands in `situations/loudspeaker`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pendopo.directory.models import Zone
from tests.situations.times import NINE

if TYPE_CHECKING:
    from playwright.sync_api import Page

PANELS = [(1920, 1080), (1366, 768)]
OpenDisplay = Callable[..., "Page"]

STREAM = """
window.EventSource = class {
  constructor(url) { this.url = url; this.readyState = 0; this.heard = {}; window.stream = this; setTimeout(() => this.opens(), 0); }
  addEventListener(type, listener) { this.heard[type] = listener; }
  opens() { this.readyState = 1; if (this.onopen) this.onopen(); }
  breaks() { this.readyState = 0; if (this.onerror) this.onerror(); }
  close() { this.readyState = 2; }
  say(type, data, id = "") { if (this.heard[type]) this.heard[type]({ data: JSON.stringify(data), lastEventId: id }); }
};
window.EventSource.CLOSED = 2;
"""


def a_call(
    zone: Zone, number: str, counter: str = "3", *, at: datetime = NINE, recall: bool = False, position: int = 7
) -> dict[str, Any]:
    """A call as the live process says it."""
    return {
        "position": position, "at": at.isoformat(), "ticket": "t", "number": number, "line": "l", "zone": str(zone.id),
        "counter": "c", "counter_number": counter, "calls": 1, "recall": recall,
    }  # fmt: skip


def say(page: "Page", call: dict[str, Any], id_: str) -> None:
    page.evaluate("([call, id]) => window.stream.say('call', call, id)", [call, id_])


def rows(page: "Page") -> list[str]:
    return page.locator("#rows .recent__number").all_inner_texts()


def shown(page: "Page") -> str:
    return page.inner_text("#call-number").replace("\n", "")
