"""Every page is usable for everyone: looked over by axe, measured narrow, by keyboard, by finger and without motion."""

import pytest

from tests.browser.every_page import Shown, every_page, what_is_there
from tests.browser.for_everyone import a_screen
from tests.house.addresses import WholeMall, addresses, stand_at
from tests.situations.line import a_ticket
from tests.situations.times import NINE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

#: Addresses at which nobody sees a page, and why. One that only takes what is posted (405) needs no reason.
NO_PAGE = {
    "backoffice": "leads on to the mall of one's post",
    "display_board": "a part of the display, looked over there",
    "display_voice": "data of the voice",
    "enter_hall": "leads on to the hall's page",
    "favicon": "leads on to the picture",
    "greeter_entrance": "leads on to the mall of one's post",
    "greeter_heartbeat": "data for the greeter's phone",
    "health": "for machines that watch",
    "import_file": "a workbook to be saved",
    "kiosk_begin_again": "leads on to the first page",
    "kiosk_choose": "leads on to where one was",
    "kiosk_heartbeat": "the time, for the kiosk's script",
    "kiosk_paper": "data of the printer",
    "looks_csv": "a file to be saved",
    "outside": "leads on to the sign-in service, or to sign-in where there is none",
    "outside_back": "leads on to sign-in unless one was sent there",
    "plan_picture": "a picture",
    "privacy": "leads on to one's own page of personal data",
    "recording": "a sound",
    "robots": "for search engines",
    "seals_file": "a file to be saved, by which seals are checked elsewhere",
    "sign_in_code": "leads on to sign-in; while the code of the phone is awaited it is looked over as a situation of its own",
    "ticket_state": "a part of the ticket, looked over there",
    "voice_sample": "a sound",
    "workbook_export": "a workbook to be saved",
    "workbook_template": "a workbook to be saved",
}


@pytest.fixture
def mall(monkeypatch) -> WholeMall:
    stand_at(monkeypatch, NINE)
    return WholeMall()


def test_every_address_is_a_page_looked_over_or_says_why_not(mall):
    there = {address.name: what_is_there(mall, address) for address in addresses()}
    bare = {name: what for name, what in there.items() if what not in {"page", "posted"}}
    assert bare.keys() == NO_PAGE.keys(), f"to be looked over, or listed with its reason: {bare.keys() ^ NO_PAGE.keys()}"


def test_every_page_is_usable_for_everyone(mall, chromium):
    faults = {}
    pages = [*every_page(mall)]
    with a_screen(chromium) as screen:
        for shown in pages:
            screen.show(shown)
            if found := screen.faults():
                faults[shown.name] = found
    assert not faults, "\n".join(f"{name}:\n    " + "\n    ".join(found) for name, found in faults.items())


def test_a_page_that_changes_asks_for_itself_but_not_under_somebody_s_hands(mall, chromium):
    greeter = next(address for address in addresses() if address.name == "greeter_lines")
    with a_screen(chromium) as screen:
        screen.page.clock.install()
        screen.show(Shown("lines", mall.path(greeter), mall.browser(greeter)))
        waiting = screen.page.locator("h1 + p")
        before = waiting.inner_text()
        screen.page.evaluate("document.querySelector('main').append(document.createElement('input'))")
        screen.page.locator("main input").focus()
        a_ticket(mall.line, at=NINE)

        screen.page.clock.run_for(31_000)
        assert waiting.inner_text() == before
        screen.page.locator("main input").blur()
        screen.page.clock.run_for(31_000)

        screen.page.wait_for_function("before => document.querySelector('h1 + p').innerText !== before", arg=before)
        assert screen.page.locator("main").count() == 1
