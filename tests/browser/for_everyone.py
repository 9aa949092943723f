"""What makes a page usable for everyone, measured in the browser that shows it: axe, reflow, targets, focus, calm."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client

from tests.browser.every_page import KIOSK, Shown
from tests.situations.browser import HERE
from tests.situations.times import NINE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
# Touch with a finger, not with a mouse; and large enough for a hand that shakes where one stands in front of a panel.
SMALLEST, SMALLEST_AT_KIOSK = 24, 44
NARROWEST = 320

_RUN_AXE = """async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"], elementRef: false,
  });
  return found.violations.map((one) => one.id + ": " + one.help + " - " +
    one.nodes.slice(0, 3).map((node) => node.target.join(" ") + " (" + (node.any[0] || node.all[0] || node.none[0] || {}).message + ")")
      .join("; "));
}"""
_MEASURE = """([smallest, exact]) => {
  const named = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.className.baseVal === undefined && e.className
    ? "." + e.className.split(" ").join(".") : "");
  const shown = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden" && !e.closest("[inert]");
  const every = [...document.querySelectorAll("a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), "
    + "select, textarea, summary, [tabindex='0']")].filter(shown);
  const faults = [];
  const moving = document.getAnimations().filter((a) => a.playState === "running" && a.effect.getComputedTiming().duration > 20);
  if (moving.length) faults.push("moves though asked not to: " + moving.map((a) => named(a.effect.target)).slice(0, 3));
  const inText = (e) => e.tagName === "A" && getComputedStyle(e).display === "inline";
  // A label is pressed for its field.
  const pressed = (e) => (e.labels && [...e.labels].filter(shown).length && ["checkbox", "radio", "file"].includes(e.type)
    ? [...e.labels] : [e]).concat(e);
  const large = (e) => pressed(e).some((one) => { const box = one.getBoundingClientRect();
    return box.width >= smallest - 0.5 && box.height >= smallest - 0.5; });
  if (exact) faults.push(...every.filter((e) => !inText(e) && !e.closest(".visually-hidden, .skip") && !large(e)).map((e) => {
    const box = e.getBoundingClientRect();
    return "too small to touch: " + named(e) + " " + Math.round(box.width) + "x" + Math.round(box.height); }));
  const style = (e) => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow,
    s.borderColor, s.backgroundColor, s.textDecorationLine].join("|"); };
  const around = (e) => [e, e.parentElement, ...(e.labels || [])].map(style).join();
  const first = document.activeElement;
  if (first && first !== document.body) first.blur();
  for (const e of every) {
    const before = around(e);
    e.focus({ preventScroll: true });
    if (document.activeElement === e && around(e) === before) faults.push("focus is not seen: " + named(e));
    e.blur();
  }
  return [...new Set(faults)].slice(0, 8);
}"""
# Where colours are the reader's own, boxes have no shadow and no background of ours: what remains must still tell.
_FORCED = """() => {
  const named = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (typeof e.className === "string" && e.className
    ? "." + e.className.split(" ").join(".") : "");
  const shown = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden" && !e.closest("[inert]");
  const style = (e) => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.borderTopWidth, s.borderTopStyle,
    s.borderBottomWidth, s.borderTopColor, s.borderBottomColor,
    s.backgroundColor, s.color, s.textDecorationLine, s.fontWeight].join("|"); };
  const after = (e) => { const s = getComputedStyle(e, "::after"); return [s.outlineStyle, s.outlineWidth].join("|"); };
  const around = (e) => [e, e.parentElement, ...(e.labels || [])].map(style).join() + after(e);
  const faults = [];
  const every = [...document.querySelectorAll("a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, "
    + "textarea, summary")].filter(shown);
  for (const e of every) {
    const before = around(e);
    e.focus({ preventScroll: true });
    if (document.activeElement === e && around(e) === before) faults.push("focus is not seen in forced colours: " + named(e));
    e.blur();
  }
  const face = (e) => e.tagName === "INPUT" ? (e.nextElementSibling || e) : e;
  const chosen = "[aria-current]:not(li), [aria-pressed=true], [aria-selected=true], input[type=radio]:checked";
  for (const e of document.querySelectorAll(chosen)) {
    const native = e.tagName === "INPUT" && getComputedStyle(e).opacity !== "0" && e.getBoundingClientRect().width > 4;
    if (!shown(face(e)) || native) continue;
    const kin = [...document.querySelectorAll(e.tagName)].find((other) => other !== e && shown(face(other))
      && (e.tagName === "INPUT" ? other.name === e.name && !other.checked
        : other.className === e.className && !["aria-current", "aria-pressed", "aria-selected"].some((name) => e.hasAttribute(name)
          && other.getAttribute(name) === e.getAttribute(name))));
    if (kin && style(face(e)) === style(face(kin)) && face(e).textContent.trim().length === face(kin).textContent.trim().length)
      faults.push("chosen is not seen in forced colours: " + named(face(e)));
  }
  return [...new Set(faults)].slice(0, 6);
}"""
_REFLOW = """() => {
  const wide = document.documentElement.clientWidth, inside = (e) => { for (let up = e.parentElement; up; up = up.parentElement)
    if (up !== document.body && ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true; return false; };
  if (document.documentElement.scrollWidth <= wide + 1) return [];
  return ["scrolls sideways at " + wide + " px: " + [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > wide + 1 && !inside(e)).map((e) => e.tagName.toLowerCase() + "." + e.className)
    .slice(0, 4).join(", ")];
}"""


class Screen:
    """One browser for all pages: each is asked for by the one whom it belongs to."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.shown: Shown | None = None
        self._files: dict[str, dict[str, Any]] = {}
        self._ours = connections[DEFAULT_DB_ALIAS]

    def show(self, shown: Shown) -> None:
        self.shown = shown
        self.page.set_viewport_size({"width": shown.size[0], "height": shown.size[1]})
        self.page.goto(HERE + shown.path, wait_until="load")
        if shown.then:
            shown.then(self.page)

    def faults(self) -> list[str]:
        """One sentence for each thing amiss on the page now shown."""
        assert self.shown
        page = self.page
        if not self.shown.is_fixed:
            # All of it at once: what stands still at the edge of the window covers nothing that cannot be scrolled away.
            whole = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": self.shown.size[0], "height": min(max(whole, self.shown.size[1]), 6000)})
        faults = list(page.evaluate(_RUN_AXE))
        page.keyboard.press("Tab")  # From now on by keyboard: where one stands is to be seen.
        at_kiosk = self.shown.size == KIOSK
        faults += page.evaluate(_MEASURE, [SMALLEST_AT_KIOSK if at_kiosk else SMALLEST, at_kiosk])
        page.emulate_media(forced_colors="active")
        faults += page.evaluate(_FORCED)
        page.emulate_media(forced_colors="none")
        if not self.shown.is_fixed:
            page.set_viewport_size({"width": NARROWEST, "height": 640})
            faults += page.evaluate(_REFLOW)
        return faults

    def answer(self, route: "Route") -> None:
        """Pendopo's own answer, within the test's transaction; Playwright asks for it in a context of its own."""
        assert self.shown
        asked = route.request
        address = urlsplit(asked.url)
        if address.netloc != urlsplit(HERE).netloc:
            return route.abort()  # The event stream: pages then say that they ask now and then.
        if asked.is_navigation_request() and self.shown.content:
            return route.fulfill(status=200, content_type="text/html; charset=utf-8", body=self.shown.content)
        if address.path in self._files:
            return route.fulfill(**self._files[address.path])
        connections[DEFAULT_DB_ALIAS] = self._ours
        told = _told(self.shown.client, asked)
        if address.path.startswith("/static/"):
            self._files[address.path] = told
        return route.fulfill(**told)


def _told(client: Client, asked: Any) -> dict[str, Any]:
    address = urlsplit(asked.url)
    headers = {name: value for name, value in asked.headers.items() if name in {"accept", "hx-request", "content-type"}}
    got = client.generic(
        asked.method, f"{address.path}?{address.query}", asked.post_data_buffer or b"",
        content_type=headers.pop("content-type", ""), headers=headers,
    )  # fmt: skip
    while got.status_code in (301, 302, 303):  # An intercepted browser does not follow by itself.
        got = client.get(got["location"])
    body = b"".join(got.streaming_content) if got.streaming else got.content
    return {"status": got.status_code, "headers": dict(got.headers), "body": body}


@contextmanager
def a_screen(browser: "Browser", **options: Any) -> Iterator[Screen]:
    # Axe is put into the page from outside, which the page's own policy would refuse.
    context = browser.new_context(reduced_motion="reduce", bypass_csp=True, has_touch=False, **options)
    context.add_init_script(path=AXE)
    context.clock.set_fixed_time(NINE)
    context.set_default_timeout(30_000)
    screen = Screen(context.new_page())
    answer: Callable[[Route], None] = screen.answer
    context.route("**/*", answer)
    try:
        yield screen
    finally:
        context.close()
