"""The greeter's phone in a real Chromium, 360 px wide: a verdict over the whole screen, and work that goes on without a network."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from pendopo.catalogue.numbering import paper_label
from pendopo.journal.models import Event
from pendopo.queue.models import Channel, Ticket, TicketState
from tests.situations.browser import HERE, answers
from tests.situations.hall import a_counter, a_greeter, a_line, a_mall, a_service, a_standard, a_zone
from tests.situations.line import a_ticket, again, an_open_desk
from tests.situations.times import NINE, minutes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

OpenPhone = Callable[..., "Page"]


@pytest.fixture
def line():
    mall = a_mall(code="kalianda", name="Mal Pelayanan Publik Bumi Khagom Mufakat")
    line = a_line(mall=mall, zone=a_zone(mall=mall, name="Kependudukan"), name="Kependudukan")
    a_standard(service=a_service(line=line, name="Akta Kelahiran"))
    other = a_line(mall=mall, name="Perizinan")
    a_standard(service=a_service(line=other, name="Persetujuan Bangunan Gedung (PBG) rumah tinggal sederhana"))
    an_open_desk(a_counter(line=line))
    return line


@pytest.fixture
def open_phone(chromium: "Browser", line) -> Iterator[OpenPhone]:
    client = Client()
    client.force_login(a_greeter(line.mall))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    contexts, faults = [], []

    def opened(path: str = "", *, width: int = 360, scripts: bool = True) -> "Page":
        context = chromium.new_context(
            base_url=HERE, viewport={"width": width, "height": 740}, java_script_enabled=scripts, has_touch=True
        )
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": HERE}])
        context.set_default_timeout(6000)
        context.route("**/*", answers())
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"/sambut/kalianda/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


def cut(page: "Page") -> None:
    """The network is gone: nothing is answered any more."""
    page.context.unroute_all()
    page.context.route("**/*", lambda route: route.abort())


def mend(page: "Page") -> None:
    page.context.unroute_all()
    page.context.route("**/*", answers())
    page.evaluate("window.dispatchEvent(new Event('online'))")


def check(page: "Page", typed: str) -> None:
    page.fill("#dicari", typed)
    page.keyboard.press("Enter")


def overflows(page: "Page") -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_scan_fills_the_screen_with_its_answer(open_phone, line):
    held = a_ticket(line, channel=Channel.HOME, at=NINE - minutes(10))
    page = open_phone()

    check(page, held.visit.code)

    verdict = page.locator("#verdict .verdict--good")
    expect(verdict).to_contain_text(f"{held.label} sudah masuk antrean")
    box = verdict.bounding_box()
    assert (box["width"], box["height"] >= 700) == (360, True)
    assert again(held).state == TicketState.WAITING
    page.click("text=Pengunjung berikutnya")
    expect(page.locator("#scans li").first).to_contain_text(held.label)
    expect(page.locator("#dicari")).to_be_focused()


def test_without_a_network_scans_are_kept_and_sent_once_it_is_back(open_phone, line):
    first, second = (a_ticket(line, channel=Channel.HOME, at=NINE - minutes(10)) for _ in range(2))
    page = open_phone()
    cut(page)

    for ticket in (first, second):
        check(page, ticket.visit.code)
        expect(page.locator("#verdict .verdict--kept")).to_be_visible()
        page.click("text=Pengunjung berikutnya")

    expect(page.locator("#sync")).to_have_text("Tanpa jaringan · 2 belum terkirim")
    assert again(first).state == TicketState.HELD

    mend(page)

    expect(page.locator("#sync")).to_have_text("Terhubung, semua terkirim")
    assert [again(ticket).state for ticket in (first, second)] == [TicketState.WAITING] * 2
    assert Event.objects.filter(type="queue.ticket.checked_in").count() == 2


def test_what_is_kept_survives_the_page(open_phone, line):
    held = a_ticket(line, channel=Channel.HOME, at=NINE - minutes(10))
    page = open_phone()
    cut(page)
    check(page, held.visit.code)
    expect(page.locator("#verdict .verdict--kept")).to_be_visible()

    page.context.unroute_all()
    page.context.route("**/*", answers())
    page.goto("/sambut/kalianda/antrean")

    expect(page.locator("#sync")).to_have_text("Terhubung, semua terkirim")
    assert again(held).state == TicketState.WAITING


def test_two_services_are_found_ticked_and_taken_with_a_thumb(open_phone, line):
    page = open_phone("nomor")
    page.fill("#q", "akta lahir")
    page.check("text=Akta Kelahiran")
    page.fill("#q", "bangunan")
    page.check("text=Persetujuan Bangunan")
    assert not overflows(page)
    page.click("text=Ambil nomor")

    expect(page.locator(".taken__number")).to_have_count(2)
    assert Ticket.objects.values("visit").distinct().count() == 1
    assert not overflows(page)


def test_without_a_script_the_same_pages_work(open_phone, line):
    held = a_ticket(line, channel=Channel.HOME, at=NINE - minutes(10))
    page = open_phone(scripts=False)
    page.fill("#dicari", held.label)
    page.click("text=Periksa")
    expect(page.locator(".verdict--good")).to_be_visible()
    page.click("text=Pengunjung berikutnya")
    expect(page.locator("#scans")).to_contain_text(held.label)


@pytest.mark.parametrize("path", ["", "nomor", "antrean"])
def test_nothing_is_wider_than_a_small_phone(open_phone, path):
    assert not overflows(open_phone(path, width=320))


def test_sheets_of_the_pad_are_entered_without_a_network_and_keep_time_and_line(open_phone, line):
    a_service(line=line, name="Kartu Identitas Anak")
    pad = [paper_label(line.mall_id, line.prefix, count) for count in (7, 8)]
    page = open_phone("kertas")
    cut(page)

    page.fill("#nomor", pad[0])
    services = page.locator("#layanan optgroup:not([hidden]) option")
    expect(services).to_have_count(2)
    page.select_option("#layanan", label="Kartu Identitas Anak")
    page.fill("#jam", "08:40")
    page.check("input[value=elderly]", force=True)
    page.click("text=Masukkan nomor")
    expect(page.locator("#verdict .verdict--kept")).to_be_visible()
    page.click("text=Pengunjung berikutnya")
    assert (page.input_value("#nomor"), page.input_value("#jam")) == ("", "08:40")
    page.fill("#nomor", pad[1])
    page.click("text=Masukkan nomor")
    page.click("text=Pengunjung berikutnya")
    assert not overflows(page)
    mend(page)

    expect(page.locator("#sync")).to_have_text("Terhubung, semua terkirim")
    tickets = Ticket.objects.order_by("number").values_list("number", "service__name", "priority", "joined_at")
    at = NINE - minutes(20)
    assert list(tickets) == [
        (90_007, "Kartu Identitas Anak", "elderly", at),
        (90_008, "Kartu Identitas Anak", "none", at),
    ]


def test_the_pad_prints_eight_sheets_on_a_page_and_nothing_else(open_phone, line):
    page = open_phone(f"kertas/bloknot?jalur={line.code}&banyak=24", width=1366)
    expect(page.locator(".pad__sheet")).to_have_count(24)

    page.emulate_media(media="print")

    assert page.locator(".pad-form, .greet__top, .greet__menu").evaluate_all("all => all.every(one => !one.offsetHeight)")
    paper = page.pdf(format="A4")
    assert paper.count(b"/Type /Page\n") == 3
