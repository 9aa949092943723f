"""What an officer does at the desk's pages: sign in, open the counter, and press what is pressed all day."""

from threading import Lock
from typing import Any
from uuid import UUID

from pendopo.crowd.browser import Browser
from pendopo.crowd.commands import AtDesk
from pendopo.crowd.plan import SeatPlan

# The word in the address and, for what is chosen with it, the names of its fields (`web.desk` explains them).
_WORDS = {
    "arrive": "tiba", "start": "datang", "recall": "panggil-ulang", "miss": "lewat", "park": "tahan", "resume": "lanjut",
    "transfer": "alihkan", "finish": "selesai", "pause": "jeda", "return": "buka-lagi", "close": "tutup",
    "call_certain": "panggil-ini", "note": "catatan",
}  # fmt: skip
_FIELDS = {
    "outcome": "hasil", "reason": "alasan", "minutes": "menit", "place": "tempat", "waiting": "menunggu", "line": "tujuan",
    "note": "catatan",
}  # fmt: skip


#: The cookie of a browser that holds a counter.
LEASE = "meja"
_FORGERY = "csrfmiddlewaretoken"
# A password is made slow and large to check on purpose: thirty at once would fill a small machine.
_one_at_a_time = Lock()


def sit_down(browser: Browser, seat: SeatPlan, password: str, *, take_over: bool) -> dict[str, Any]:
    """Sign in unless signed in already, and open the counter; `take_over` it from another window of this officer.

    Gives the visitor whom the counter has in front of it, if any.
    """
    browser.cookies.pop(LEASE, None)
    sign_in(browser, seat, password)
    posts = browser.get("/pos")
    proof = posts.granted().forms[0].fields[_FORGERY]
    wish = {_FORGERY: proof, "loket": seat.counter_code, "ambil_alih": "ya" if take_over else ""}
    opened = browser.command("/pos/buka", wish).granted().facts
    if "ticket" not in opened:
        return {}
    return {"ticket": opened["ticket"], "label": opened["number"], "state": opened["state"]}


def sign_in(browser: Browser, seat: SeatPlan, password: str) -> None:
    """As the seat's officer, unless this browser is signed in already."""
    if not browser.get("/pos").goes_to:
        return
    form = browser.get("/masuk").granted().form("/masuk")
    with _one_at_a_time:
        browser.press(form, surel=seat.email, sandi=password).granted()


def call_next(browser: Browser, key: UUID) -> dict[str, Any]:
    told = browser.command("/d/panggil", {"kunci": str(key)}).granted().facts
    return {"ticket": told["ticket"], "label": told["number"]}


def press(browser: Browser, command: AtDesk) -> dict[str, Any]:
    """Any other button of the desk."""
    fields = {"kunci": str(command.key), "tiket": command.ticket}
    for name, value in command.choice.items():
        fields[_FIELDS[name]] = f"jalur:{value}" if name == "line" else value
    browser.command(f"/d/{_WORDS[command.verb]}", fields).granted()
    return {}
