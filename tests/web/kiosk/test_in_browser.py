"""The kiosk in a real Chromium: by touch, through a lost line, with its own keyboard, and without a script."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from pendopo.directory.models import Mall
from pendopo.queue.models import Channel, Ticket, TicketState
from tests.situations.browser import HERE, answer_to, answers
from tests.situations.hall import a_counter, a_kiosk, a_line, a_mall, a_service, a_standard, a_zone, an_agency
from tests.situations.line import a_ticket, again, an_open_desk
from tests.situations.times import NINE, minutes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LONGEST = "Rekomendasi Persetujuan Penyelenggaraan Pengumpulan Sumbangan Uang atau Barang bagi Lembaga Kesejahteraan Sosial"
PANELS = [(1080, 1920), (768, 1366)]
OpenPage = Callable[..., "Page"]


@pytest.fixture
def mall() -> Mall:
    """A hall with a birth certificate, a service of the longest name, and thirty more."""
    mall = a_mall(name="Mal Pelayanan Publik Kabupaten Bolaang Mongondow Utara")
    agency = an_agency(mall=mall, short_name="Dukcapil")
    line = a_line(mall=mall, zone=a_zone(mall=mall, hint="Sebelah kiri pintu masuk"), agency=agency)
    a_standard(service=a_service(line=line, code="akta", name="Akta Kelahiran"), requirements=["KK asli dan fotokopi KTP"] * 9)
    a_standard(service=a_service(line=line, code="panjang", name=LONGEST), requirements=[LONGEST] * 3)
    for _ in range(30):
        a_service(line=line)
    an_open_desk(a_counter(line=line))
    return mall


@pytest.fixture
def open_page(chromium: "Browser", mall: Mall) -> Iterator[OpenPage]:
    device, token = a_kiosk(mall=mall, name="Kios 2 · Pintu utama")
    contexts = []

    def opened(path: str = "/k/", *, panel: tuple[int, int] = PANELS[0], language: str = "id", scripts: bool = True) -> "Page":
        context = chromium.new_context(
            base_url=HERE, viewport={"width": panel[0], "height": panel[1]}, java_script_enabled=scripts
        )
        cookies = {"kios": f"{device.id}.{token}", "bahasa_kios": language}
        context.add_cookies([{"name": name, "value": value, "url": f"{HERE}/k/"} for name, value in cookies.items()])
        context.set_default_timeout(6000)
        context.route("**/*", answers())
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def the_number(page: "Page") -> str:
    page.wait_for_selector(".slip__number")
    return page.inner_text(".slip__number").strip()


def test_two_presses_to_a_number_that_is_then_confirmed(open_page: OpenPage) -> None:
    page = open_page()

    page.click("text=Akta Kelahiran")
    page.click("text=Ambil nomor")

    label = the_number(page)
    ticket = Ticket.objects.get()
    assert label == ticket.label
    page.wait_for_selector("#finished:visible")
    assert again(ticket).shown_at is not None
    assert page.url == f"{HERE}/k/"
    page.click("#finished")
    page.wait_for_selector(".kiosk--start")
    assert page.evaluate("history.length") <= 2


def test_an_answer_that_is_lost_is_asked_for_again_and_is_the_same_number(open_page: OpenPage) -> None:
    page = open_page("/k/layanan/akta")

    ours = connections[DEFAULT_DB_ALIAS]

    def lose_the_answer(route: "Route") -> None:
        connections[DEFAULT_DB_ALIAS] = ours
        answer_to(route)
        route.abort()

    page.context.route("**/k/nomor", lose_the_answer)
    page.click("text=Ambil nomor")
    page.wait_for_selector(".lost")
    assert "nomor yang sama" in page.inner_text(".lost")
    assert page.inner_text("#line-state") == "tidak tersambung"
    page.context.unroute("**/k/nomor")
    page.click("[data-retry]")

    assert the_number(page) == Ticket.objects.get().label


def test_a_page_that_does_not_come_says_so_and_the_way_on(open_page: OpenPage) -> None:
    page = open_page(language="en")
    page.context.route("**/k/layanan/**", lambda route: route.abort())

    page.click("text=Akta Kelahiran")
    page.wait_for_selector(".lost")

    assert "The page could not be opened" in page.inner_text(".lost")
    page.context.unroute("**/k/layanan/**")
    page.click("[data-retry]")
    page.wait_for_selector(".take")


def test_a_hall_that_cannot_keep_a_number_says_why_and_the_way_on(open_page: OpenPage) -> None:
    page = open_page()
    why = "Penyimpanan komputer aula penuh."
    refused = {
        "status": 503,
        "content_type": "text/html",
        "body": f"<main><h1>Mohon tunggu</h1><p class='lead'>{why}</p></main>",
    }
    page.context.route("**/k/nomor", lambda route: route.fulfill(**refused))

    page.click("text=Akta Kelahiran")
    page.click("text=Ambil nomor")
    page.wait_for_selector(".lost")
    assert why in page.inner_text(".lost")
    assert page.inner_text("h1") == "Mohon tunggu"
    page.context.unroute("**/k/nomor")
    page.click("[data-retry]")

    assert the_number(page) == "A-001"


def test_a_kiosk_types_with_its_own_keyboard(open_page: OpenPage) -> None:
    page = open_page()

    page.click(".search__input")
    page.wait_for_selector(".board button")
    for sign in "akta":
        page.click(f'.board button[data-press="{sign}"]')
    page.wait_for_selector("#hits .pick:only-child")
    assert page.input_value("#q") == "akta"
    page.click('.board button[data-press="erase"]')
    assert page.input_value("#q") == "akt"
    page.click('.board button[data-press="clear"]')
    assert page.input_value("#q") == ""


def test_a_code_is_typed_on_the_screen(open_page: OpenPage, mall: Mall) -> None:
    held = a_ticket(service=mall.services.get(code="akta"), channel=Channel.HOME, at=NINE - minutes(30))
    page = open_page("/k/datang")

    for sign in held.visit.code:
        page.click(f'.board button[data-press="{sign}"]')
    page.click("text=Saya sudah di sini")

    assert the_number(page) == held.label
    assert again(held).state == TicketState.WAITING


def test_a_scanner_checks_in_from_any_page(open_page: OpenPage, mall: Mall) -> None:
    held = a_ticket(service=mall.services.get(code="akta"), channel=Channel.HOME, at=NINE - minutes(30))
    page = open_page()

    page.keyboard.type(f"https://mpp.contoh.go.id/t/{held.visit.code}")
    page.keyboard.press("Enter")

    assert the_number(page) == held.label


def test_whoever_leaves_is_forgotten(open_page: OpenPage) -> None:
    page = open_page("/k/instansi", language="en")

    page.evaluate("document.body.dataset.idle = '2'")
    page.wait_for_selector("#idle:visible")
    assert "Back to the first screen in" in page.inner_text("#idle")
    page.click("#idle-stay")
    page.wait_for_selector(".kiosk--start", timeout=6000)

    assert "Mau urus apa hari ini?" in page.inner_text("h1")


def test_a_device_whose_clock_is_set_back_an_hour_still_forgets_whoever_leaves(open_page: OpenPage) -> None:
    page = open_page("/k/instansi")

    page.evaluate("(() => { const real = Date.now; Date.now = () => real() - 3600000; document.body.dataset.idle = '2'; })()")
    page.wait_for_selector(".kiosk--start", timeout=6000)

    assert "Mau urus apa hari ini?" in page.inner_text("h1")


def test_an_idle_screen_never_leaves_for_a_page_that_is_not_there(open_page: OpenPage) -> None:
    page = open_page("/k/instansi")
    page.context.route("**/k/detak*", lambda route: route.abort())

    page.evaluate("document.body.dataset.idle = '1'")
    page.wait_for_selector("#line-state.is-lost")

    assert page.inner_text("h1") == "Pilih instansi"


def test_the_screen_is_lowered_and_its_contrast_raised(open_page: OpenPage) -> None:
    page = open_page()

    page.click('[data-look="rendah"]')
    page.click('[data-look="kontras"]')
    assert page.evaluate("document.querySelector('h1').getBoundingClientRect().top > innerHeight * 0.35")
    page.click("text=Akta Kelahiran")
    page.wait_for_selector(".kiosk--confirm.kiosk--contrast.kiosk--low")


def test_the_number_changes_its_language_and_stays_the_same(open_page: OpenPage) -> None:
    page = open_page("/k/layanan/akta")
    page.click("text=Ambil nomor")
    number = the_number(page)

    page.click("text=English")
    page.wait_for_selector("text=Your number")

    assert the_number(page) == number
    assert Ticket.objects.count() == 1


def test_without_a_script_a_number_is_taken_and_confirmed(open_page: OpenPage) -> None:
    page = open_page(scripts=False)

    page.click("text=Akta Kelahiran")
    page.click("text=Ambil nomor")
    the_number(page)
    ticket = Ticket.objects.get()
    assert the_number(page) == ticket.label
    page.click("text=Saya sudah melihat nomor saya")

    assert "Mau urus apa hari ini?" in page.inner_text("h1")
    assert again(ticket).shown_at is not None


PAGES = ("/k/", "/k/cari?q=akta", "/k/cari?q=xyzabc", "/k/instansi", "/k/instansi/{agency}?page=2", "/k/layanan/akta",
         "/k/layanan/panjang", "/k/layanan/tidak-ada", "/k/bantuan", "/k/datang", "/pasang")  # fmt: skip
STICKS_OUT = """() => [...document.querySelectorAll("body *")]
  .filter((e) => !e.closest(".visually-hidden, .kiosk__look, template"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.tagName + "." + e.className).slice(0, 5)"""
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]):not([type=radio])")]
  .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 64)
  .map((e) => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("panel", PANELS)
def test_everything_fits_the_panel(open_page: OpenPage, mall: Mall, panel: tuple[int, int], language: str) -> None:
    page = open_page(panel=panel, language=language)
    agency = mall.agencies.order_by("pk").first().code

    for path in PAGES:
        page.goto(path.format(agency=agency))

        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate(STICKS_OUT) == [], path


def test_everything_is_large_enough_for_a_finger(open_page: OpenPage, mall: Mall) -> None:
    page = open_page()
    agency = mall.agencies.order_by("pk").first().code

    for path in PAGES:
        page.goto(path.format(agency=agency))

        assert page.evaluate(TOO_SMALL) == [], path


def test_the_button_that_takes_the_number_is_always_in_sight(open_page: OpenPage) -> None:
    for path in ("/k/layanan/akta", "/k/layanan/panjang"):
        page = open_page(path)
        assert page.evaluate("document.querySelector('.take .btn--main').getBoundingClientRect().bottom < innerHeight"), path


def test_no_page_stumbles(open_page: OpenPage, mall: Mall) -> None:
    page = open_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" and "404" not in message.text else None,
    )

    for path in PAGES:
        page.goto(path.format(agency=mall.agencies.order_by("pk").first().code))

    assert faults == []


@pytest.mark.parametrize("panel", PANELS)
def test_every_tile_speaks_in_letters_of_one_size(open_page: OpenPage, mall: Mall, panel: tuple[int, int]) -> None:
    """A long name does not make a service look smaller than its neighbours."""
    for code in ("akta", "panjang"):
        a_ticket(service=mall.services.get(code=code))

    for path in ("/k/", "/k/cari?q=layanan"):
        page = open_page(path, panel=panel)
        sizes = page.eval_on_selector_all(".pick__name", "all => all.map(one => getComputedStyle(one).fontSize)")

        assert len(sizes) > 1
        assert len(set(sizes)) == 1
