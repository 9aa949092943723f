"""Sari's visit, followed by everybody's own screen: portal, kiosk, phone, desk and display of one running installation."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screens import a_display, a_kiosk, by_keyboard_to_the_desk

pytestmark = pytest.mark.browser


def test_one_visit_from_the_portal_to_the_end(somebody, hall):
    budi, counter = hall.officers[0], hall.counters[0]

    # At home: what to bring, by everyday words.
    home = somebody(width=390)
    home.goto("/")
    home.fill("[name=q]", "bikin akta anak lahir")
    home.keyboard.press("Enter")
    home.click(".row-service__name >> text=Akta Kelahiran")
    expect(home.locator("h1")).to_have_text("Akta Kelahiran")
    expect(home.locator(".needs")).to_contain_text("KK asli")

    # In the hall: somebody was there before her.
    kiosk, display, desk = a_kiosk(somebody, hall), a_display(somebody, hall), somebody()
    kiosk.click(".pick >> text=Akta Kelahiran")
    kiosk.click("text=Ambil nomor")
    kiosk.wait_for_selector("#finished:visible")
    kiosk.click("#finished")
    kiosk.wait_for_selector(".kiosk--start")
    kiosk.click(".pick >> text=Akta Kelahiran")
    kiosk.click("text=Ambil nomor")
    number = kiosk.inner_text(".slip__number").strip()
    code = kiosk.inner_text(".slip__code b")
    kiosk.wait_for_selector("#finished:visible")  # Confirmed: it will be called.

    # On her phone, by the code on the slip.
    phone = somebody(width=390)
    phone.goto(f"/t/{re.sub(r'[^0-9A-Za-z]', '', code)}")
    expect(phone.locator(".ticket__number")).to_have_text(number)
    expect(phone.locator("#depan")).to_contain_text("1 orang di depan Anda")

    # Budi, by keyboard alone: the first one does not come, the next is Sari.
    by_keyboard_to_the_desk(desk, budi, counter)
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".serve__number")
    expect(desk.locator(".serve__number")).not_to_contain_text(number)
    expect(display.locator("#call-counter")).to_have_text("3")
    expect(phone.locator(".pass__range")).to_have_text("Giliran Anda berikutnya")
    desk.keyboard.press("l")
    expect(desk.locator(".serve__number")).to_contain_text(number)

    # The display of the zone and the phone hear it live.
    expect(display.locator("#call-number")).to_have_text(number)
    expect(display.locator("#call-counter")).to_have_text("3")
    expect(display.locator("#rows")).not_to_contain_text(number)
    expect(phone.locator(".goto__counter")).to_contain_text("Loket 3")
    expect(phone).to_have_title(re.compile(number))

    # Served, and finished with an outcome.
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".serve__timer progress")
    expect(phone.locator(".pass__range")).to_have_text("Loket 3")
    desk.keyboard.press("1")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".serve__idle")
    expect(phone.locator("h1")).to_have_text("Selesai, terima kasih sudah datang")
    expect(desk.locator(".desk__today")).to_contain_text("1")


def test_a_double_tap_gives_one_number_and_a_lost_line_gives_the_same_again(somebody, hall):
    line, service = hall.a_service("Kartu Identitas Anak")
    kiosk = a_kiosk(somebody, hall, "Kios dua")

    kiosk.goto(f"/k/layanan/{service.code}")
    kiosk.dblclick("text=Ambil nomor")
    kiosk.wait_for_selector("#finished:visible")
    assert line.tickets.count() == 1
    kiosk.click("#finished")

    # The command arrives, the answer does not.
    kiosk.wait_for_selector(".kiosk--start")
    kiosk.goto(f"/k/layanan/{service.code}")
    kiosk.route("**/k/nomor", lambda route: (route.fetch(), route.abort()))
    kiosk.click("text=Ambil nomor")
    expect(kiosk.locator(".lost")).to_contain_text("nomor yang sama")
    given = line.tickets.order_by("number").last()
    kiosk.unroute("**/k/nomor")
    kiosk.click("[data-retry]")

    expect(kiosk.locator(".slip__number")).to_have_text(given.label)
    assert line.tickets.count() == 2


def test_a_call_of_another_counter_is_shown_with_that_counter(somebody, hall):
    display = a_display(somebody, hall, "Layar dua")
    hall.a_number(hall.kiosk("Kios tiga"))
    wati, counter = hall.officers[1], hall.counters[1]
    desk = somebody()

    by_keyboard_to_the_desk(desk, wati, counter)
    desk.keyboard.press("Enter")

    expect(display.locator("#call-number")).to_have_text(desk.inner_text(".serve__number").splitlines()[-1].strip())
    expect(display.locator("#call-counter")).to_have_text("4")
