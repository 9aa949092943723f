"""The desk in a real Chromium, at the size of an officer's screen."""

from typing import TYPE_CHECKING

import pytest

from pendopo.queue.models import DeskLease
from tests.situations.browser import HERE, answers
from tests.situations.desk_screen import a_desk_screen
from tests.situations.hall import a_service
from tests.situations.line import a_ticket
from tests.situations.times import NINE, minutes

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ORDINARY, LONGEST = "Pendaftaran bayi baru lahir", "Rekomendasi Persetujuan Penyelenggaraan Pengumpulan Sumbangan Uang"


def test_the_next_visitors_services_are_told_apart_and_only_the_longest_ends_in_an_ellipsis(chromium: "Browser") -> None:
    screen = a_desk_screen().signed_in()
    for age, name in enumerate((ORDINARY, LONGEST)):
        a_ticket(service=a_service(line=screen.line, name=name), at=NINE - minutes(9 - age), priority="elderly")
    context = chromium.new_context(base_url=HERE, viewport={"width": 1366, "height": 768})
    try:
        context.add_cookies([{"name": name, "value": one.value, "url": HERE} for name, one in screen.client.cookies.items()])
        context.route("**/*", answers())
        page = context.new_page()
        page.goto(f"/loket/{screen.counter.code}/")

        # What of a name lies below its box, and whether the class that puts a visitor forward stands below it.
        hidden = page.eval_on_selector_all(
            "#antrean .qrow__name", "all => all.map(one => [one.textContent, one.scrollHeight > one.clientHeight + 1])"
        )
        marks = page.locator("#antrean .qrow__marks")

        assert hidden == [[ORDINARY, False], [LONGEST, True]]
        assert [marks.nth(place).is_visible() for place in range(2)] == [True, True]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        context.close()


@pytest.mark.parametrize("scripts", [False, True])
def test_a_browser_without_javascript_says_so_by_itself(chromium: "Browser", scripts) -> None:
    screen = a_desk_screen().signed_in()
    context = chromium.new_context(base_url=HERE, java_script_enabled=scripts)
    try:
        context.add_cookies([{"name": name, "value": one.value, "url": HERE} for name, one in screen.client.cookies.items()])
        context.route("**/*", answers())
        page = context.new_page()
        page.goto(f"/loket/{screen.counter.code}/", wait_until="load")
        page.wait_for_selector("#utama")
        page.wait_for_timeout(300)

        assert DeskLease.objects.get().by_hand is not scripts
    finally:
        context.close()
