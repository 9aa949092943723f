"""What staff see: the desk, the entrance, the live hall, the management pages and the record of personal data."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from pendopo.config.pictures.acts import at, managed, sign_in
from pendopo.config.pictures.hall import Desk, Hall
from pendopo.config.pictures.lens import DESK, PHONE
from pendopo.config.pictures.picture import Picture, Show


def for_staff() -> Iterator[Picture]:
    yield from _desk()
    yield from _entrance()
    yield from _live_hall()
    yield from _backoffice()
    yield from _data_of_persons()


def _desk() -> Iterator[Picture]:
    yield Picture("sign-in", DESK, at("/masuk"))
    yield Picture("posts", DESK, _posts)
    yield Picture("desk-serving", DESK, _at_desk(Hall.serving))
    yield Picture("desk-send-on", DESK, _at_desk(Hall.serving, "a[data-key=A]"))
    yield Picture("desk-idle", DESK, _at_desk(Hall.idle))
    yield Picture("desk-called", DESK, _at_desk(Hall.called))
    yield Picture("desk-paused", DESK, _at_desk(Hall.paused))


def _entrance() -> Iterator[Picture]:
    yield Picture("greeter", PHONE, managed("", "sambut"))
    yield Picture("greeter-number", PHONE, managed("nomor", "sambut"))
    yield Picture("greeter-paper", PHONE, managed("kertas", "sambut"))
    yield Picture("greeter-lines", PHONE, managed("antrean", "sambut"))
    yield Picture("greeter-requests", PHONE, managed("bantuan", "sambut"))


def _live_hall() -> Iterator[Picture]:
    yield Picture("live-hall", DESK, managed("", "aula"))
    yield Picture("live-hall-phone", PHONE, managed("", "aula"))
    yield Picture("figures", DESK, managed("angka", "aula"))
    yield Picture("roster", DESK, managed("jaga", "aula"))


def _backoffice() -> Iterator[Picture]:
    yield Picture("backoffice-first-steps", DESK, managed(""))
    yield Picture("backoffice-data", DESK, managed("data"))
    yield Picture("backoffice-today", DESK, managed("hari-ini"), meanwhile=lambda hall: hall.stopped("AB"))
    yield Picture("backoffice-workbook-faults", DESK, _faulty_workbook)
    yield Picture("backoffice-screens", DESK, managed("layar?jenis=display"))
    yield Picture("backoffice-people", DESK, managed("petugas"))
    yield Picture("backoffice-voice", DESK, managed("suara"))
    yield Picture("backoffice-services", DESK, managed("data/layanan"))
    yield Picture("backoffice-holidays", DESK, managed("libur"))
    yield Picture("backoffice-imports", DESK, managed("impor"))
    yield Picture("backoffice-printers", DESK, managed("printer"))
    yield Picture("backoffice-map", DESK, managed("denah"))
    yield Picture("account", DESK, _account)
    yield Picture("guides", DESK, _guides)


def _data_of_persons() -> Iterator[Picture]:
    yield Picture("privacy-rights", DESK, _rights_of_somebody)
    yield Picture("privacy-looks", DESK, _audited("pdp/{mall}/lihat"))
    yield Picture("privacy-retention", DESK, managed("simpan", "pdp"))
    yield Picture("privacy-breaches", DESK, managed("kejadian", "pdp"))
    yield Picture("history", DESK, _audited("kelola/{mall}/riwayat"))


def _posts(page: Page, hall: Hall) -> None:
    """Of somebody who may sit at several counters of the agency."""
    sign_in(page, hall, hall.versatile)
    page.goto("/pos")


def _at_desk(sit_down: Callable[[Hall], Desk], press: str = "") -> Show:
    """The officer signs in, sits at the counter that is in the wanted state, and perhaps opens a sheet."""

    def show(page: Page, hall: Hall) -> None:
        desk = sit_down(hall)
        sign_in(page, hall, desk.email)
        page.context.add_cookies([{"name": "meja", "value": desk.cookie, "url": hall.address}])
        page.goto(f"/loket/{desk.counter}/")
        page.wait_for_timeout(400)
        if press:
            page.locator(press).click()
            page.locator("dialog[open]").wait_for()
            page.wait_for_timeout(300)

    return show


def _faulty_workbook(page: Page, hall: Hall) -> None:
    managed("buku")(page, hall)
    page.set_input_files("input[type=file]", {"name": "lampung-selatan.xlsx", "mimeType": "", "buffer": hall.faulty_workbook()})
    page.click("button[name=check]")
    page.locator(".table--faults").wait_for()


def _rights_of_somebody(page: Page, hall: Hall) -> None:
    managed("hak", "pdp")(page, hall)
    page.fill("#kode", hall.faces["waiting"])
    page.click("main form button")
    page.wait_for_load_state()


def _audited(path: str) -> Show:
    def show(page: Page, hall: Hall) -> None:
        sign_in(page, hall, hall.auditor)
        page.goto("/" + path.format(mall=hall.mall.code))

    return show


def _account(page: Page, hall: Hall) -> None:
    sign_in(page, hall, hall.manager)
    page.goto("/akun")


def _guides(page: Page, hall: Hall) -> None:
    sign_in(page, hall, hall.manager)
    page.goto("/panduan/loket")
