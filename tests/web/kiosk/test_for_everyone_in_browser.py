"""The kiosk for who sits in a wheelchair and for who cannot read: within reach, and read aloud without internet."""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pendopo.directory.models import Mall
from tests.situations.browser import HERE, answers
from tests.situations.hall import a_counter, a_kiosk, a_line, a_mall, a_service, a_standard
from tests.situations.line import an_open_desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Above this share of a standing panel a seated person does not reach.
OUT_OF_REACH = 0.2
CONTROLS_TOO_HIGH = """(share) => [...document.querySelectorAll("a[href], button, input:not([type=hidden])")]
  .filter((e) => e.getClientRects().length && e.getBoundingClientRect().top < innerHeight * share).map((e) => e.outerHTML.slice(0, 90))"""
# A device with the given voices; `said` is what it was told to say.
A_VOICE = """([voices]) => {
  window.said = [];
  const speech = { speaking: false, getVoices: () => voices, addEventListener: () => {},
    speak: (one) => { window.said.push(one); speech.speaking = true; },
    cancel: () => { window.said = []; speech.speaking = false; } };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""
INDONESIAN = {"lang": "id-ID", "localService": True, "name": "Damayanti"}
ONLINE = {"lang": "id-ID", "localService": False, "name": "Google Bahasa Indonesia"}
OpenPage = Callable[..., "Page"]


@pytest.fixture
def mall() -> Mall:
    mall = a_mall()
    line = a_line(mall=mall)
    a_standard(service=a_service(line=line, code="akta", name="Akta Kelahiran"))
    an_open_desk(a_counter(line=line))
    return mall


@pytest.fixture
def open_page(chromium: "Browser", mall: Mall) -> Iterator[OpenPage]:
    device, token = a_kiosk(mall=mall)
    contexts = []

    def opened(path: str = "/k/", *, voices: list[dict[str, Any]] | None = None, **cookies: str) -> "Page":
        context = chromium.new_context(base_url=HERE, viewport={"width": 1080, "height": 1920})
        all_cookies = {"kios": f"{device.id}.{token}", **cookies}
        context.add_cookies([{"name": name, "value": value, "url": f"{HERE}/k/"} for name, value in all_cookies.items()])
        context.route("**/*", answers())
        context.add_init_script(f"({A_VOICE})([{json.dumps(voices or [])}])")
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["/k/", "/k/layanan/akta", "/k/instansi", "/k/cari?q=akta", "/k/datang", "/k/bantuan"])
def test_a_seated_person_reaches_every_control_of_the_lowered_screen(open_page: OpenPage, path: str) -> None:
    page = open_page(path, tampilan="rendah")
    assert page.evaluate(CONTROLS_TOO_HIGH, OUT_OF_REACH) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_is_read_aloud_and_so_is_every_further_one(open_page: OpenPage) -> None:
    page = open_page(voices=[ONLINE, INDONESIAN])
    page.click("[data-listen]")

    read = page.evaluate("said.map((one) => one.text)")
    assert read[0] == "Mau urus apa hari ini?"
    assert "Akta Kelahiran" in read
    assert page.evaluate("said.every((one) => one.voice.localService)")
    assert page.get_attribute("[data-listen]", "aria-pressed") == "true"

    page.click("text=Akta Kelahiran")
    page.wait_for_selector("text=Sudah Anda bawa?")
    page.wait_for_selector("[data-listen][aria-pressed=true]")
    assert "Sudah Anda bawa?" in page.evaluate("said.map((one) => one.text)")
    page.click("[data-listen]")
    assert page.evaluate("said") == []
    assert page.get_attribute("[data-listen]", "aria-pressed") == "false"


def test_the_next_visitor_begins_in_silence(open_page: OpenPage) -> None:
    page = open_page("/k/layanan/akta", voices=[INDONESIAN])
    page.click("[data-listen]")
    assert page.evaluate("said.length") > 3

    page.click("text=Mulai dari awal")
    page.wait_for_selector(".kiosk--start")

    assert page.evaluate("said") == []
    assert page.get_attribute("[data-listen]", "aria-pressed") == "false"


@pytest.mark.parametrize(("voices", "language"), [([], "id"), ([ONLINE], "id"), ([INDONESIAN], "en")])
def test_without_a_voice_of_the_device_for_this_language_nothing_is_offered(
    open_page: OpenPage, voices: list[dict[str, Any]], language: str
) -> None:
    page = open_page(voices=voices, bahasa_kios=language)
    assert page.locator("[data-listen]").is_hidden()


def test_javanese_is_read_by_an_indonesian_voice(open_page: OpenPage) -> None:
    page = open_page(voices=[INDONESIAN], bahasa_kios="jv")
    page.click("[data-listen]")
    assert page.evaluate("said[0].text") == "Badhe ngurus punapa?"
