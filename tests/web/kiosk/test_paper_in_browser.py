"""Paper at the kiosk in a real Chromium: its own print on 58 and 80 mm, and the hall's printer from press to paper."""

import re
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from pendopo.directory.models import Device, Mall
from pendopo.printing.choose_paper import choose_paper
from pendopo.printing.models import JobState, Printer, PrintJob
from pendopo.printing.tend import tend
from pendopo.web.paper.strip import compose
from tests.situations.browser import HERE, answers
from tests.situations.hall import a_counter, a_kiosk, a_line, a_mall, a_service, a_standard, a_zone, an_agency
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.paper import read_paper
from tests.situations.printers import FakePrinter, a_printer, it_prints_at
from tests.situations.times import NINE, minutes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

POINTS_PER_MM = 72 / 25.4
COUNT_PRINTS = "window.prints = 0; window.print = () => { document.documentElement.dataset.prints = ++window.prints; };"
PRINTED_ONCE = 'html[data-prints="1"]'


@pytest.fixture
def mall() -> Mall:
    """A birth certificate for which five people wait at counters 1 to 3."""
    mall = a_mall(name="Mal Pelayanan Publik Kabupaten Bolaang Mongondow Utara")
    agency = an_agency(mall=mall, short_name="Dukcapil")
    line = a_line(mall=mall, zone=a_zone(mall=mall, name="Kependudukan", hint="Sebelah kiri pintu masuk"), agency=agency)
    service = a_service(line=line, code="akta", name="Akta Kelahiran")
    a_standard(service=service, requirements=["Surat keterangan lahir", "KK asli dan fotokopi", "KTP-el kedua orang tua"])
    for number in ("1", "2", "3"):
        an_open_desk(a_counter(line=line, number=number))
    for _ in range(5):
        a_ticket(line, at=NINE - minutes(5))
    return mall


@pytest.fixture
def kiosk(mall: Mall) -> tuple[Device, str]:
    return a_kiosk(mall=mall, name="Kios 2 · Pintu utama")


@pytest.fixture
def take(chromium: "Browser", kiosk: tuple[Device, str]) -> Iterator[Callable[..., "Page"]]:
    """Take a number at the kiosk, and come to its page."""
    contexts = []

    def taken(*, language: str = "id", look: str = "") -> "Page":
        context = chromium.new_context(base_url=HERE, viewport={"width": 1080, "height": 1920})
        cookies = {"kios": f"{kiosk[0].id}.{kiosk[1]}", "bahasa_kios": language, "tampilan": look}
        context.add_cookies([{"name": name, "value": value, "url": f"{HERE}/k/"} for name, value in cookies.items() if value])
        context.set_default_timeout(6000)
        context.add_init_script(COUNT_PRINTS)
        context.route("**/*", answers())
        contexts.append(context)
        page = context.new_page()
        page.goto("/k/layanan/akta")
        page.click(".take .btn--main")
        page.wait_for_selector(".slip__number")
        return page

    yield taken
    for context in contexts:
        context.close()


def pages_of(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page of a PDF, in millimetres."""
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    return [(float(width) / POINTS_PER_MM, float(height) / POINTS_PER_MM) for width, height in boxes]


def drawn_on(pdf: bytes) -> bool:
    """Whether anything at all is on the page."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return any(b" Tf" in zlib.decompress(one) for one in streams if one[:1] == b"x")


SEEN = """() => [...document.querySelectorAll("body *")].filter((e) => e.getClientRects().length && !e.closest(".paper")
  && !e.querySelector(".paper") && e.tagName !== "MAIN").map((e) => e.tagName + "." + e.className).slice(0, 5)"""
STICKS_OUT = """() => { const paper = document.querySelector(".paper").getBoundingClientRect();
  return [...document.querySelectorAll(".paper *")].filter((e) => e.getClientRects().length)
    .filter((e) => e.getBoundingClientRect().right > paper.right + 1 || e.getBoundingClientRect().left < paper.left - 1)
    .map((e) => e.className || e.textContent).slice(0, 5); }"""


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("width", [58, 80])
def test_the_browsers_own_print_is_one_page_of_the_roll_as_long_as_the_ticket(take, kiosk, tmp_path, width, large):
    choose_paper(kiosk=kiosk[0], width_mm=width, at=NINE, actor="system")

    page = take(look="kontras" if large else "")
    page.wait_for_selector(PRINTED_ONCE)
    pdf = page.pdf(prefer_css_page_size=True, print_background=False, path=tmp_path / f"{width}.pdf")
    page.emulate_media(media="print")

    (size,) = pages_of(pdf)
    assert size[0] == pytest.approx(width, abs=0.5)
    assert 80 < size[1] < 320
    assert drawn_on(pdf)
    assert page.evaluate(SEEN) == []
    assert page.evaluate(STICKS_OUT) == []
    page.set_viewport_size({"width": round(width * 96 / 25.4), "height": round(size[1] * 96 / 25.4)})
    page.screenshot(path=tmp_path / f"{width}.png")
    words = " ".join(page.inner_text(".paper").split())
    number = page.inner_text(".paper__number")
    for said in (number, "Bolaang Mongondow Utara", "Zona A", "5 orang di depan Anda"):
        assert said in words
    assert "Tanpa internet: dengarkan panggilan dan lihat layar zona A." in words


def test_large_print_by_the_browser_on_request(take, kiosk):
    choose_paper(kiosk=kiosk[0], width_mm=80, automatic=False, at=NINE, actor="system")
    page = take()
    assert page.evaluate("window.prints") == 0

    page.click("text=Huruf besar")

    page.wait_for_selector(PRINTED_ONCE)
    assert page.query_selector(".paper--large")


def test_from_the_press_to_the_paper_of_the_halls_printer(take, kiosk, mall):
    with FakePrinter() as device:
        printer = a_printer(device, mall=mall, name="Printer kios 2")
        it_prints_at(printer, kiosk[0])

        page = take(language="en")
        assert page.inner_text("[data-paper-says]") == "Your paper is being printed…"
        tend(printer, compose=compose, now=lambda: NINE)
        page.wait_for_selector("text=Please take your paper below the screen.")

        assert page.inner_text(".slip__number").replace("\n", "") in read_paper(device.papers[0]).text
        assert "5 people ahead of you" in read_paper(device.papers[0]).text

        page.click("text=Large print")
        page.wait_for_selector("text=Your paper is being printed…")
        tend(Printer.objects.get(), compose=compose, now=lambda: NINE)
        page.wait_for_selector("text=Please take your paper below the screen.")

    assert [read_paper(paper).text.count("Printed again: the same number") for paper in device.papers] == [0, 1]
    assert set(PrintJob.objects.values_list("state", flat=True)) == {JobState.PRINTED}


def test_a_printer_without_paper_leaves_number_and_code_on_the_screen(take, kiosk, mall):
    with FakePrinter() as device:
        device.run_out()
        printer = a_printer(device, mall=mall)
        it_prints_at(printer, kiosk[0])

        page = take()
        tend(printer, compose=compose, now=lambda: NINE)

        page.wait_for_selector(".slip__paper.is-bad")
    assert "Kertas sedang tidak keluar" in page.inner_text(".slip__paper")
    assert page.is_visible(".slip__number")
    assert page.is_visible(".slip__qr svg")
    assert page.evaluate("document.querySelector('main').scrollHeight <= document.querySelector('main').clientHeight")


def test_the_kiosk_asks_how_its_paper_fares_no_longer_than_it_must(take, kiosk, mall):
    printer = a_printer(9100, mall=mall)
    it_prints_at(printer, kiosk[0])
    page = take()
    PrintJob.objects.update(state=JobState.PRINTED)
    page.wait_for_selector(".slip__paper.is-well")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.wait_for_timeout(1200)

    assert [address for address in asked if "/k/kertas" in address] == []
