"""Whatever dies behind a display, it says so, comes back by itself, and announces nobody twice and nobody late."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pendopo.journal.relay import give_positions
from pendopo.kernel.clock import now
from pendopo.queue.models import Channel, Ticket, TicketState
from pendopo.queue.open_desk import open_desk
from pendopo.queue.take_ticket import take_ticket
from tests.browser.screens import a_display, by_keyboard_to_the_desk
from tests.situations.hall import a_counter
from tests.situations.line import Desk

pytestmark = pytest.mark.browser

# A number that is announced pulses: each pulse is noted, so one announced twice stands here twice.
NOTE_PULSES = """() => { window.announced = [];
  document.addEventListener("animationstart", (event) => {
    if (event.animationName === "lamp") window.announced.push(event.target.dataset.number);
  });
}"""
STALE = timedelta(minutes=2)


def a_watched_display(somebody, hall, name: str) -> Page:
    display = a_display(somebody, hall, name)
    display.evaluate(NOTE_PULSES)
    return display


def announced(display: Page, *numbers: str) -> None:
    """These and no others were announced, in this order."""
    display.wait_for_function("many => window.announced.length >= many", arg=len(numbers))
    assert display.evaluate("window.announced") == list(numbers)


def pressed(desk: Page, key: str, then: str) -> str:
    """Press, and read the visitor's number once the desk shows what comes of it."""
    desk.keyboard.press(key)
    desk.wait_for_selector(then)
    return desk.inner_text(".serve__number").split()[-1]


def test_the_live_process_is_killed_and_the_next_call_is_announced_once(somebody, hall):
    display, desk, kiosk = a_watched_display(somebody, hall, "Layar satu"), somebody(), hall.kiosk("Kios satu")
    for _person in range(2):
        hall.a_number(kiosk)
    by_keyboard_to_the_desk(desk, hall.officers[0], hall.counters[0])
    first = pressed(desk, "Enter", "[data-key=L]")
    announced(display, first)

    hall.kill("live")
    second = pressed(desk, "l", f".serve__form:has-text('{_after(first)}')")

    expect(display.locator("#call-number")).to_have_text(second)
    announced(display, first, second)
    expect(display.locator("#alarm")).to_be_hidden()
    assert Ticket.objects.filter(line=hall.line, state=TicketState.CALLED).count() == 1


def test_the_web_process_is_killed_and_the_desk_goes_on_with_one_call(somebody, hall):
    display, desk, kiosk = a_watched_display(somebody, hall, "Layar tiga"), somebody(), hall.kiosk("Kios tiga")
    line, service = hall.a_service("Kartu Keluarga")
    counter = a_counter(line=line, number="7")
    number = hall.a_number(kiosk, service)
    by_keyboard_to_the_desk(desk, hall.an_officer(counter, "Tono"), counter)

    hall.kill("web")
    desk.keyboard.press("Enter")
    expect(desk.locator("#terputus")).to_be_visible()
    hall.supervisor.wait_until_ready()
    called = pressed(desk, "Enter", ".serve__number")

    assert called == number
    expect(display.locator("#call-number")).to_have_text(number)
    expect(display.locator("#call-counter")).to_have_text("7")
    announced(display, number)


def test_everything_dies_and_comes_back_and_what_was_called_long_ago_is_shown_but_not_announced(somebody, hall):
    line, service = hall.a_service("Surat Pindah")
    long_ago = now() - STALE
    order: dict[str, Any] = {"mall": hall.mall.id, "service": service.id, "channel": Channel.DESK, "actor": "visitor"}
    numbers = [take_ticket(**order, at=long_ago, command_key=None).label for _person in range(2)]
    counter = a_counter(line=line, number="8")
    wira = hall.an_officer(counter, "Wira")
    desk = Desk(counter, wira, open_desk(counter=counter, officer=wira, at=long_ago))
    display = a_watched_display(somebody, hall, "Layar empat")

    hall.lose_power()
    expect(display.locator("#alarm")).to_be_visible()
    expect(display.locator("#alarm")).to_contain_text("Nomor Anda tetap berlaku")
    desk.call(long_ago)
    give_positions()
    hall.get_power_back()

    expect(display.locator("#alarm")).to_be_hidden()
    expect(display.locator("#board")).to_contain_text(numbers[0])
    announced(display)

    another = a_counter(line=line, number="9")
    yani = hall.an_officer(another, "Yani")
    Desk(another, yani, open_desk(counter=another, officer=yani, at=now())).call(now())
    announced(display, numbers[1])
    expect(display.locator("#call-counter")).to_have_text("9")


def _after(number: str) -> str:
    prefix, _, written = number.partition("-")
    return f"{prefix}-{int(written) + 1:03d}"
