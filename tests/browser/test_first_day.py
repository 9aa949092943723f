"""The first day: from an empty database and a one-time link to a rehearsed mall, in a real browser, page by page."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from pendopo.config.supervisor import Installation, Supervisor, free_port
from pendopo.directory.first_administrator import invite_first_administrator
from pendopo.directory.models import Mall
from pendopo.kernel.clock import now
from tests.situations.hall import a_region
from tests.situations.own_database import a_database_in
from tests.situations.running_hall import PASSWORD
from tests.situations.workbooks import a_workbook

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SERVICE = {
    "Kode": "ktp", "Nama": "KTP hilang", "Instansi": "dukcapil", "Jenis": "nonperizinan", "Cara layanan": "langsung", "Jalur": "ktp",
}  # fmt: skip


@pytest.fixture
def empty(migrated_template, tmp_path: Path, django_db_blocker) -> Iterator[str]:
    """The address of an installation in which there is nothing yet."""
    with ExitStack() as stack:
        own = stack.enter_context(a_database_in(tmp_path, template=migrated_template))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(own.in_use())
        a_region()
        supervisor = Supervisor(
            Installation(own.data, own.address, port=free_port(), extra=own.more() | {"PENDOPO_SECOND_FACTOR": "optional"}),
            tell=lambda _line: None,
        )
        supervisor.start()
        try:
            supervisor.wait_until_ready(seconds=60)
            yield supervisor.installation.address
        finally:
            supervisor.stop()


@pytest.fixture
def somebody(chromium: "Browser", empty: str) -> Iterator[Callable[[], Page]]:
    contexts = []

    def opened() -> Page:
        contexts.append(chromium.new_context(base_url=empty, viewport={"width": 1366, "height": 768}))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def write(page: Page, **cells: str) -> None:
    """Type into the fields of a thing by their names; `kind_number_column`, or a label."""
    for name, value in cells.items():
        field = page.locator(f'[name="{name.replace("__", "-")}"]').first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            page.locator(f'[name="{name.replace("__", "-")}"][value="{value}"]').check(force=True)
        else:
            field.fill(value)


def added(page: Page, base: str, kind: str, **cells: str) -> None:
    page.goto(f"{base}tambah/{kind}")
    write(page, **cells)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tersimpan. Berlaku mulai sekarang.")).to_be_visible()


def steps_done(page: Page, base: str, number: int) -> None:
    page.goto(base)
    expect(page.get_by_text(f"{number} dari 10")).to_be_visible()


def sign_in(page: Page, email: str) -> None:
    page.goto("/masuk")
    page.fill('[type="email"]', email)
    page.fill('[type="password"]', PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/masuk" not in address)


def the_link_on(page: Page) -> str:
    return page.locator(".once__link").inner_text().strip()


def test_from_an_empty_database_to_a_rehearsed_mall(somebody, tmp_path):
    first = invite_first_administrator(at=now())
    assert first is not None
    page = somebody()
    page.goto(f"/undangan/{first.token}")
    page.fill('[name="sandi"]', PASSWORD)
    page.fill('[name="ulangi"]', PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/undangan/" not in address)
    page.goto("/kelola/")

    # The mall: a name and a regency are enough.
    expect(page.get_by_role("heading", name="Hari pertama")).to_be_visible()
    page.get_by_role("button", name="Dirikan mal").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Nama mal").fill("MPP Kalianda")
    page.get_by_label("Kabupaten/kota").select_option("18.01")
    page.get_by_role("button", name="Dirikan mal").click()
    page.wait_for_url(re.compile(r"/kelola/lampung-selatan/$"))
    base = "/kelola/lampung-selatan/"
    steps_done(page, base, 2)
    expect(page.locator("[aria-current=step] h2")).to_contain_text("Instansi")

    added(page, base, "instansi", instansi__1__kode="dukcapil", instansi__1__nama="Dinas Dukcapil",
          instansi__1__nama_pendek="Dukcapil", instansi__1__jenis="opd")  # fmt: skip
    added(page, base, "zona", zona__1__huruf="A", zona__1__nama="Kependudukan", zona__1__tempat="gedung-utama")
    added(page, base, "jalur", jalur__1__kode="ktp", jalur__1__awalan="A", jalur__1__nama="KTP-el", jalur__1__zona="A",
          jalur__1__instansi="dukcapil")  # fmt: skip
    # Left and taken up again: what is done stays done.
    page.context.clear_cookies()
    sign_in(page, first.email)
    steps_done(page, base, 4)

    sheet = tmp_path / "layanan.xlsx"
    sheet.write_bytes(a_workbook({"Layanan": [SERVICE]}))
    page.get_by_role("link", name="Buka buku kerja").click()
    page.set_input_files('[name="file"]', sheet)
    page.get_by_role("button", name="Impor", exact=True).click()
    expect(page.get_by_text("baris ditulis")).to_be_visible()

    added(page, base, "loket", loket__1__kode="loket-1", loket__1__nomor="1", loket__1__zona="A", loket__1__instansi="dukcapil",
          loket__1__jalur="ktp")  # fmt: skip
    added(page, base, "petugas", petugas__1__surel="budi@kalianda.example", petugas__1__nama="Budi", petugas__1__peran="petugas",
          petugas__1__instansi="dukcapil", petugas__1__mulai="2026-01-05")  # fmt: skip
    steps_done(page, base, 6)

    page.get_by_role("link", name="Undang petugas").click()
    page.locator("tr", has_text="Budi").get_by_role("button", name="Undang").click()
    budi = somebody()
    budi.goto(the_link_on(page))
    budi.fill('[name="sandi"]', PASSWORD)
    budi.fill('[name="ulangi"]', PASSWORD)
    budi.keyboard.press("Enter")
    budi.wait_for_url(lambda address: "/undangan/" not in address)
    steps_done(page, base, 7)

    for kind, name in (("kiosk", "Kios pintu utama"), ("display", "Layar zona A")):
        page.goto(f"{base}layar?jenis={kind}")
        page.locator(f'[name="kind"][value="{kind}"]').check(force=True)
        page.fill('[name="name"]', name)
        if kind == "display":
            page.locator('[name="zone"]').select_option(label=page.locator('[name="zone"] option').last.inner_text())
        page.locator("form:has([name=kind]) button[type=submit]").click()
        screen = somebody()
        screen.goto(the_link_on(page))
        screen.get_by_role("button").last.click()
        screen.wait_for_load_state()
    steps_done(page, base, 9)

    page.get_by_role("link", name="Ke halaman gladi").click()
    page.get_by_role("button", name="Mulai gladi").click()
    page.get_by_role("button", name=re.compile("Akhiri")).click()
    steps_done(page, base, 10)
    expect(page.get_by_text("Pintu sudah bisa dibuka")).to_be_visible()
    assert Mall.objects.get().time_zone == "Asia/Jakarta"
