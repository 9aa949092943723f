"""The public pages in a real Chromium: narrow screens, the search while one types, and everything without JavaScript."""

from collections.abc import Iterator
from contextvars import copy_context
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from pendopo.directory.models import Facility, Site
from tests.situations.hall import a_closed_day, a_counter, a_line, a_service
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.times import MONDAY, days
from tests.web.public.conftest import LONGEST_NAME, a_mall_with_services

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HERE = "http://localhost"

PAGES = (
    "/",
    "/m/kalianda/cari?q=sumbangan",
    "/m/kalianda/cari?q=xyzabc",
    "/m/kalianda/layanan",
    "/m/kalianda/layanan/akta-lahir",
    "/m/kalianda/layanan/panjang",
    "/m/kalianda/instansi",
    "/m/kalianda/instansi/dukcapil",
    "/m/kalianda/peristiwa",
    "/m/kalianda/fasilitas",
    "/tidak-ada",
)
# Whatever sticks out on the right, apart from what scrolls within its own box or is hidden from sight.
STICKS_OUT = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter((e) => !e.closest(".masthead__nav, .visually-hidden, .skip"))
  .map((e) => e.tagName + "." + e.className).slice(0, 5)"""


@pytest.fixture
def a_busy_mall() -> None:
    mall = a_mall_with_services()
    line = mall.services.get(code="akta-lahir").line
    an_open_desk(a_counter(line=line))
    for _ in range(4):
        a_ticket(line)
    a_service(line=a_line(mall=mall), code="panjang", name=LONGEST_NAME, summary=LONGEST_NAME)
    a_service(line=a_line(mall=mall), code="kia", name="Kartu Identitas Anak (KIA)")
    a_closed_day(mall=mall, day=MONDAY + days(3), reason="Hari jadi kabupaten")
    site = Site.objects.get(mall=mall)
    Facility.objects.create(mall=mall, site=site, code="atm", name="Galeri ATM bersama", kind="ATM")


def answer(route: "Route") -> None:
    """Pendopo's own answer, from within the test's transaction: the journal cannot be flushed after a server of its own."""
    asked = route.request
    address = urlsplit(asked.url)
    # A body handed over by hand is not unpacked by the browser.
    headers = {name: value for name, value in asked.all_headers().items() if name != "accept-encoding"}
    got = Client().generic(
        asked.method, f"{address.path}?{address.query}", asked.post_data or "",
        content_type=asked.headers.get("content-type", ""), headers=headers,
    )  # fmt: skip
    body = b"".join(got.streaming_content) if got.streaming else got.content
    route.fulfill(status=got.status_code, headers=dict(got.headers), body=body)


@pytest.fixture
def open_page(chromium: "Browser", a_busy_mall: None) -> Iterator[Any]:
    contexts = []
    # Playwright answers in a context of its own, in which Django would open a second connection and see nothing of the test.
    within_the_test = copy_context()

    def opened(width: int, *, language: str = "id", scripts: bool = True) -> "Page":
        context = chromium.new_context(base_url=HERE, viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        context.add_cookies([{"name": "bahasa", "value": language, "url": HERE}])
        context.route("**/*", lambda route: within_the_test.copy().run(answer, route))
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [320, 390, 1366])
def test_nothing_sticks_out_of_the_screen(open_page: Any, width: int, language: str) -> None:
    page = open_page(width, language=language)
    for address in PAGES:
        page.goto(address)

        assert page.locator("h1").count() == 1, address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        assert page.evaluate(STICKS_OUT) == [], address


def test_what_one_presses_is_large_enough(open_page: Any) -> None:
    page = open_page(390)
    for address in PAGES:
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll("a[href], button, select, input:not([type=hidden])")]
              .filter((e) => !e.closest("p, dd, .skip, .service") && e.getBoundingClientRect().height < 24)
              .map((e) => e.outerHTML.slice(0, 80))"""
        )

        assert small == [], address


def test_hits_stand_below_the_box_while_one_types(open_page: Any) -> None:
    page = open_page(390)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto("/")

    page.locator("input[type=search]").press_sequentially("ktp ila", delay=20)
    page.wait_for_selector("#hits .hit")

    assert page.locator("#hits .hit").first.get_attribute("href") == "/m/kalianda/layanan/ktp-hilang"
    page.locator("input[type=search]").fill("")
    page.locator("#hits .hit").first.wait_for(state="detached")
    assert faults == []


def test_the_search_page_answers_and_its_address_follows(open_page: Any) -> None:
    page = open_page(1366)
    page.goto("/m/kalianda/cari?q=akta")

    page.locator("input[type=search]").fill("kartu identitas")
    page.wait_for_url("**/cari?q=kartu**")

    assert "KIA" in page.inner_text("#results")
    page.reload()
    assert "KIA" in page.inner_text("#results")


def test_a_choice_narrows_the_list_at_once(open_page: Any) -> None:
    page = open_page(1366)
    page.goto("/m/kalianda/layanan")

    page.select_option("[name=instansi]", "perpus")
    page.wait_for_url("**instansi=perpus**")

    assert "1 layanan" in page.inner_text("#results")


def test_all_of_it_works_without_javascript(open_page: Any) -> None:
    page = open_page(390, scripts=False)
    page.goto("/")

    page.locator("input[type=search]").fill("ktp ilang")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="KTP-el karena hilang").click()
    assert "Yang perlu dibawa" in page.inner_text("main")

    page.get_by_role("link", name="Layanan", exact=True).first.click()
    page.select_option("[name=instansi]", "perpus")
    page.get_by_role("button", name="Tampilkan").click()
    assert "1 layanan" in page.inner_text("#results")


def test_the_keyboard_reaches_the_content_first(open_page: Any) -> None:
    page = open_page(1366)
    page.goto("/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "search"
