"""An officer's key is never lost, whatever the desk asks for by itself at that moment."""

import pytest
from playwright.sync_api import Route

from tests.browser.screens import by_keyboard_to_the_desk

pytestmark = pytest.mark.browser


def test_a_key_pressed_while_the_lists_are_on_their_way_counts(somebody, hall):
    desk, kiosk = somebody(), hall.kiosk("Kios")
    by_keyboard_to_the_desk(desk, hall.officers[0], hall.counters[0])
    on_their_way: list[Route] = []
    desk.route("**/d/antrean", lambda route: on_their_way.append(route))  # noqa: PLW0108 - a list's own method cannot be marked
    with desk.expect_request("**/d/antrean"):
        number = hall.a_number(kiosk)  # The hall says so, and the desk asks for its lists.

    desk.keyboard.press("Enter")

    desk.wait_for_selector(f".serve__number:has-text('{number}')")
    for route in on_their_way:
        route.continue_()
