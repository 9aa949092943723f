"""The small scripts in a real Chromium: the live connection through loss and return, the clock, the keys, the dialogs."""

import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.web.stylesheets import STATIC

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="id"><body>
<time data-clock data-server-now="2026-11-23T09:42:10+07:00">–</time>
<span id="run" data-since="2026-11-23T09:36:00+07:00"></span>
<input id="field"><button id="finish" data-key="Enter">Selesai</button><button id="off" data-key="B" disabled>B</button>
<label><input type="radio" name="o" id="second" data-key="2">Dua</label>
<button id="opener" data-dialog="d">Buka</button>
<dialog id="d"><button id="inside" data-key="A">Alihkan</button><button data-close id="closer">Batal</button></dialog>
<button id="outside" data-key="A">A</button>
</body></html>"""


class Stream(SimpleHTTPRequestHandler):
    """A static server with one event stream whose behaviour the test sets."""

    asked: list[str]
    up: bool
    ended: threading.Event

    def do_GET(self) -> None:
        if self.path == "/page":
            self._answer("text/html; charset=utf-8", PAGE.encode())
        elif self.path.startswith("/live"):
            self._stream()
        elif self.path == "/poll":
            self.send_response(200 if self.server.polls else 503)  # type: ignore[attr-defined]
            self.end_headers()
        else:
            super().do_GET()

    def _answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        hall: Any = self.server
        hall.asked.append((self.path, self.headers.get("Last-Event-ID")))
        if not hall.up:
            self.send_error(503)
            return
        hall.position += 1
        call = f'retry: 100\nid: {hall.position}\nevent: call\ndata: {{"number": "A-04{hall.position}"}}\n\n'
        self._answer("text/event-stream", call.encode())
        self.wfile.flush()
        while hall.up:
            while hall.says:
                self.wfile.write(hall.says.pop(0).encode())
                self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hall() -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), partial(Stream, directory=str(STATIC)))
    server.daemon_threads = True
    server.asked, server.says, server.up, server.polls, server.position = [], [], True, True, 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.up = False
    server.shutdown()


@pytest.fixture
def page(hall: Any, chromium: Any) -> Iterator[Any]:
    opened = chromium.new_page()
    opened.goto(f"http://127.0.0.1:{hall.server_address[1]}/page")
    yield opened
    opened.close()


CONNECT = """async (poll) => {
  const { connectLive } = await import("/js/live.js");
  window.seen = [];
  const ask = async () => { const answer = await fetch("/poll"); if (!answer.ok) throw new Error(); window.seen.push("poll"); };
  window.live = connectLive({ url: "/live", types: ["call"], pollSeconds: 0.3, graceSeconds: 0.2, poll: poll ? ask : undefined,
    onMessage: (m) => window.seen.push(m.type + " " + m.data.number + " " + m.id),
    onLost: (since) => window.seen.push("lost " + (since instanceof Date)),
    onBack: ({ by }) => window.seen.push("back " + by) });
}"""


def wait_for(page: Any, text: str) -> None:
    page.wait_for_function("text => window.seen.some((line) => line.startsWith(text))", arg=text, timeout=8000)


def test_a_broken_line_is_told_once_and_the_return_catches_up(page: Any, hall: Any) -> None:
    page.evaluate(CONNECT, False)
    wait_for(page, "call A-041 1")
    hall.up = False
    wait_for(page, "lost true")
    hall.up = True
    wait_for(page, "call A-042 2")
    wait_for(page, "back stream")
    assert page.evaluate("window.seen.filter((line) => line.startsWith('lost')).length") == 1
    assert any("lastEventId=1" in path or header == "1" for path, header in hall.asked[1:])


def test_while_the_stream_is_away_the_page_asks_and_is_not_lost(page: Any, hall: Any) -> None:
    hall.up = False
    page.evaluate(CONNECT, True)
    wait_for(page, "poll")
    assert not page.evaluate("window.seen.some((line) => line.startsWith('lost'))")
    hall.polls = False
    wait_for(page, "lost")
    hall.polls = True
    wait_for(page, "back poll")


def test_a_hall_that_cannot_read_its_records_is_as_a_broken_line_until_the_next_beat(page: Any, hall: Any) -> None:
    """The stream stands, the page asks, and the answer is no."""
    hall.polls = False
    page.evaluate(CONNECT, True)
    wait_for(page, "call A-041 1")
    page.evaluate("Date.now = ((real) => () => real() + 86400000)(Date.now)")  # The device's clock jumps a day meanwhile.

    hall.says.append("event: stale\ndata: {}\n\n")
    wait_for(page, "lost true")
    hall.says.append("event: beat\ndata: {}\n\n")
    wait_for(page, "back stream")

    assert len(hall.asked) == 1


def test_a_closed_connection_stays_closed(page: Any, hall: Any) -> None:
    page.evaluate(CONNECT, False)
    wait_for(page, "call")
    page.evaluate("window.live.close()")
    asked = len(hall.asked)
    page.wait_for_timeout(600)
    assert len(hall.asked) == asked


def test_the_clock_shows_the_hall_s_time_and_runs(page: Any) -> None:
    page.evaluate("import('/js/clock.js').then((clock) => { window.clock = clock; clock.startClocks(); })")
    page.wait_for_function("window.clock && document.querySelector('time').textContent === '09.42'")
    assert page.inner_text("#run").startswith("06.1")
    page.evaluate("window.clock.syncClock('2026-11-23T13:05:00+07:00')")
    page.wait_for_function("document.querySelector('time').textContent === '13.05'")
    assert page.evaluate("window.clock.runningText(3984000)") == "1.06.24"
    assert page.evaluate("window.clock.syncClock('nonsense')") is False


def test_keys_press_what_shows_them_and_leave_fields_alone(page: Any) -> None:
    page.evaluate(
        """import('/js/keys.js').then((keys) => { window.pressed = [];
        document.addEventListener('click', (event) => window.pressed.push(event.target.id));
        keys.listenForKeys(); window.ready = true; })"""
    )
    page.wait_for_function("window.ready")
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    page.keyboard.press("b")
    page.keyboard.press("Control+a")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    page.fill("#field", "")
    page.type("#field", "a2")
    assert page.evaluate("window.pressed") == ["finish", "second", "outside"]
    assert page.get_attribute("#finish", "aria-keyshortcuts") == "Enter"


def test_in_an_open_dialog_only_its_own_keys_answer(page: Any) -> None:
    page.evaluate(
        """Promise.all([import('/js/keys.js'), import('/js/dialogs.js')]).then(([keys, dialogs]) => { window.pressed = [];
        keys.listenForKeys(); dialogs.listenForDialogs(); window.ready = true;
        document.addEventListener('click', (event) => window.pressed.push(event.target.id)); })"""
    )
    page.wait_for_function("window.ready")
    page.click("#opener")
    assert page.evaluate("document.getElementById('d').open")
    page.keyboard.press("a")
    page.keyboard.press("2")
    assert page.evaluate("window.pressed") == ["opener", "inside"]
    page.click("#closer")
    assert not page.evaluate("document.getElementById('d').open")
