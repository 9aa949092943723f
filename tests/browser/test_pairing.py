"""A screen is paired by its link and taken out of service by the page, and the display feels it at once."""

import pytest
from playwright.sync_api import expect

from pendopo.directory.models import Device
from tests.situations.hall import a_manager
from tests.situations.running_hall import PASSWORD

pytestmark = pytest.mark.browser


def test_a_display_is_paired_calls_appear_and_revoked_it_stops_at_once(somebody, hall):
    manager = a_manager(hall.mall)
    manager.set_password(PASSWORD)
    manager.save()
    office, display = somebody(), somebody(width=1920, height=1080)
    office.goto("/masuk")
    office.fill("[name=surel]", manager.email)
    office.fill("[name=sandi]", PASSWORD)
    office.keyboard.press("Enter")
    office.wait_for_url("**/kelola/**")
    office.goto(f"/kelola/{hall.mall.code}/layar?jenis=display")

    office.fill("[name=name]", "Layar baru")
    office.get_by_role("button", name="Tambah dan pasang").click()
    link = office.locator(".once__link").inner_text().strip()
    display.goto(link)
    display.wait_for_selector("#board")
    device = Device.objects.get(mall=hall.mall, name="Layar baru")
    expect(display.locator("#alarm")).to_be_hidden()

    office.goto(f"/kelola/{hall.mall.code}/layar")
    row = office.locator("tr", has_text="Layar baru")
    row.locator("summary").click()
    row.get_by_role("button", name="Ya, berhenti dipakai").click()

    # By the stream, not by the next minute's question for the board.
    expect(display.locator("h1")).to_contain_text("belum menjadi layar zona", timeout=8_000)
    device.refresh_from_db()
    assert device.revoked_at is not None
    expect(office.locator("tr", has_text="Layar baru")).to_contain_text("tidak dipakai")
