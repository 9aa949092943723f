"""Screens of a running hall as they are set up on the first morning."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from pendopo.accounts.models import User
from pendopo.directory.models import Counter, DeviceKind
from tests.situations.running_hall import PASSWORD, RunningHall

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]


def a_kiosk(somebody: OpenPage, hall: RunningHall, name: str = "Kios pintu utama") -> "Page":
    """Paired by the link that the administrator opens in it."""
    kiosk = somebody(width=1080, height=1920)
    kiosk.goto(hall.pairing_link(DeviceKind.KIOSK, name))
    kiosk.wait_for_selector(".kiosk--start")
    return kiosk


def a_display(somebody: OpenPage, hall: RunningHall, name: str = "Layar zona") -> "Page":
    display = somebody(width=1920, height=1080)
    display.goto(hall.pairing_link(DeviceKind.DISPLAY, name))
    display.wait_for_selector("#board")
    return display


def by_keyboard_to_the_desk(desk: "Page", officer: User, counter: Counter) -> None:
    """Sign in and open the counter without touching the mouse."""
    desk.goto("/masuk")
    expect(desk.locator("[name=surel]")).to_be_focused()
    desk.keyboard.type(officer.email)
    desk.keyboard.press("Tab")
    desk.keyboard.type(PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/pos")
    desk.locator(f"#loket-{counter.number} button").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/loket/{counter.code}/")
    desk.wait_for_selector("#utama[aria-keyshortcuts]")
