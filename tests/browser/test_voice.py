"""The voice of the hall through real processes: two displays of a zone, each with its loudspeaker, and a stream that dies."""

import pytest
from playwright.sync_api import Page, expect

from pendopo.directory.models import DeviceKind
from tests.situations.loudspeaker import LOUDSPEAKER, never_two_at_once, sentences

pytestmark = pytest.mark.browser


def a_listening_display(somebody, hall, name: str) -> Page:
    display = somebody(width=1920, height=1080)
    display.add_init_script(LOUDSPEAKER)
    display.goto(hall.pairing_link(DeviceKind.DISPLAY, name))
    ready(display)
    return display


def ready(display: Page) -> None:
    expect(display.locator("#sound-word")).to_have_text("Suara aktif")


def heard(display: Page, many: int) -> list[str]:
    """The numbers that were said, in their order."""
    display.wait_for_function(
        "many => window.played.filter((clip) => clip.word === 'id/nomor-antrian').length >= many", arg=many, timeout=45000
    )
    return [" ".join(sentence.split()[1:-3]) for sentence in sentences(display)]


def spoken(number: str) -> str:
    """A-00n as it is said."""
    words = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
    return f"huruf-{number[0].lower()} {words[int(number[2:])]}"


def test_each_call_is_said_once_on_each_display_also_when_the_stream_dies_and_the_page_comes_anew(somebody, hall):
    kiosk = hall.kiosk("Kios suara")
    for _person in range(4):
        hall.a_number(kiosk)
    displays = [a_listening_display(somebody, hall, f"Layar suara {place}") for place in (1, 2)]
    desks = [hall.desk(counter, officer) for counter, officer in zip(hall.counters, hall.officers, strict=True)]

    first = hall.press(desks[0], "panggil")["number"]
    assert [heard(display, 1) for display in displays] == [[spoken(first)]] * 2

    # Both desks call while nothing is heard: made up for in order, never two at once.
    hall.kill("live")
    second = hall.press(desks[1], "panggil")["number"]
    third = hall.press(desks[0], "lewat-lanjut", tiket=hall.line.tickets.get(number=int(first[2:])).id)["number"]
    for display in displays:
        assert heard(display, 3) == [spoken(number) for number in (first, second, third)]
        assert never_two_at_once(display)

    # A page that comes anew has said all of it.
    displays[0].wait_for_timeout(6500)
    displays[0].reload()
    ready(displays[0])
    fourth = hall.press(desks[1], "lewat-lanjut", tiket=hall.line.tickets.get(number=int(second[2:])).id)["number"]
    assert heard(displays[0], 1) == [spoken(fourth)]
    assert heard(displays[1], 4)[-1] == spoken(fourth)
