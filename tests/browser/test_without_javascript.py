"""The public way through the mall in a browser whose JavaScript is off, and on the narrowest phone."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.situations.hall import a_counter

pytestmark = pytest.mark.browser

NARROWEST = 320


@pytest.fixture
def phone(somebody) -> Page:
    return somebody(width=NARROWEST, height=640, scripts=False)


def fits(page: Page) -> None:
    """No part of the page is wider than the phone."""
    assert page.locator("html").bounding_box()["width"] == NARROWEST
    widest = page.evaluate("document.scrollingElement.scrollWidth")
    assert widest <= NARROWEST, page.url


def test_a_visit_from_home_to_the_end_without_javascript(phone, hall):
    line, _service = hall.a_service("Kartu Tanda Penduduk")
    counter = a_counter(line=line, number="12")
    desk = hall.desk(counter, hall.an_officer(counter, "Asih"))
    press = partial(hall.press, desk)

    phone.goto("/")
    phone.fill("[name=q]", "bikin ktp hilang")
    phone.press("[name=q]", "Enter")
    phone.click(".row-service__name >> text=Kartu Tanda Penduduk")
    fits(phone)
    phone.click("text=Ambil nomor dari rumah")
    fits(phone)
    phone.click("button:has-text('Ambil nomor')")

    # Held, until she is in the hall; the page asks again by itself.
    phone.wait_for_url("**/t/*")
    ticket = phone.url
    expect(phone.locator("[data-face=held]")).to_contain_text("Datang sebelum")
    assert "20" in phone.content().partition('http-equiv="refresh"')[2][:30]
    number = phone.inner_text(".ticket__number").strip()
    phone.goto(hall.code_of_the_day)
    phone.goto(ticket)
    phone.click("button:has-text('Saya di aula, masuk antrean')")
    expect(phone.locator("[data-face=near], [data-face=waiting]")).to_contain_text(number)
    fits(phone)

    called = press("panggil")
    assert called["number"] == number
    phone.reload()
    expect(phone.locator("[data-face=called] .goto__counter")).to_contain_text("Loket 12")
    fits(phone)

    # She was outside for a moment.
    press("lewat", tiket=called["ticket"])
    phone.reload()
    phone.click("button:has-text('Saya sudah di sini')")
    expect(phone.locator("[data-face=near], [data-face=waiting]")).to_contain_text(number)

    again = press("panggil")
    press("datang", tiket=again["ticket"])
    phone.reload()
    expect(phone.locator("[data-face=serving]")).to_contain_text("Loket 12")
    press("selesai", tiket=again["ticket"], hasil="served")
    phone.reload()
    expect(phone.locator("[data-face=done]")).to_contain_text("Selesai, terima kasih")
    fits(phone)


def test_a_number_is_given_up_without_javascript(phone, hall):
    _line, service = hall.a_service("Surat Keterangan Pindah")
    phone.goto(f"/m/{hall.mall.code}/layanan/{service.code}/nomor")
    phone.click("button:has-text('Ambil nomor')")
    phone.click("text=Batalkan")
    fits(phone)
    phone.click("main button")

    expect(phone.locator("[data-face=cancelled]")).to_be_visible()


def test_the_language_is_changed_without_javascript(phone, hall):
    phone.goto("/")
    phone.locator("button:has-text('English')").first.click()

    expect(phone.locator("html")).to_have_attribute("lang", "en")
    fits(phone)


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_public_page_is_wider_than_the_narrowest_phone(phone, hall, language):
    phone.context.add_cookies([{"name": "bahasa", "value": language, "url": hall.address}])
    mall = f"/m/{hall.mall.code}"
    phone.goto(hall.code_of_the_day)
    pages = [
        "/", f"{mall}/cari?q=akta", f"{mall}/cari?q=tidakada", f"{mall}/layanan", f"{mall}/layanan/{hall.service.code}",
        f"{mall}/layanan/{hall.service.code}/nomor", f"{mall}/instansi", f"{mall}/instansi/{hall.agency.code}",
        f"{mall}/peristiwa", f"{mall}/fasilitas", f"{mall}/aula", "/t/SALAH", "/tidak-ada", "/masuk",
    ]  # fmt: skip
    for path in pages:
        phone.goto(path)
        expect(phone.locator("h1").first).not_to_be_empty()
        assert re.match(language, phone.get_attribute("html", "lang") or ""), path
        fits(phone)
