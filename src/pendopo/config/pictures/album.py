"""Every screen that is pictured, in the order in which the pictures are taken: the last ones change the mall."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from playwright.sync_api import Page

from pendopo.config.pictures.hall import Desk, Hall
from pendopo.config.pictures.lens import DESK, DESKTOP, KIOSK, PHONE, TELEVISION, Lens

Cookies = Callable[[Hall], dict[str, str]]


def _nobody(_hall: Hall) -> dict[str, str]:
    return {}


def _nothing_special(_hall: Hall) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Picture:
    """`show` brings the page to what is pictured; `meanwhile` is what goes on in the mall; `cookies` are the browser's."""

    name: str
    lens: Lens
    show: Callable[[Page, Hall], object]
    cookies: Cookies = _nobody
    meanwhile: Callable[[Hall], AbstractContextManager[None]] = field(default=_nothing_special)


def album() -> Iterator[Picture]:
    yield from _public()
    yield from _ticket()
    yield from _kiosk()
    yield from _display()
    yield from _desk()
    yield from _backoffice()
    yield from _when_all_is_off()


def _public() -> Iterator[Picture]:
    yield Picture("portal", DESKTOP, at("{portal}/"))
    yield Picture("portal-phone", PHONE, at("{portal}/"))
    yield Picture("search", DESKTOP, at("{portal}/cari?q=bikin+ktp+ilang"))
    yield Picture("search-phone", PHONE, at("{portal}/cari?q=bikin+ktp+ilang"))
    yield Picture("services", DESKTOP, at("{portal}/layanan"))
    yield Picture("service", DESKTOP, _first_hit("ktp hilang"))
    yield Picture("service-phone", PHONE, _first_hit("ktp hilang"))
    yield Picture("facilities", DESKTOP, at("{portal}/fasilitas"))
    yield Picture("take-number-phone", PHONE, _take_from_home)


def _ticket() -> Iterator[Picture]:
    for face in ("waiting", "near", "called", "missed", "held", "done"):
        yield Picture(f"ticket-{face}", PHONE, _face(face))


def _kiosk() -> Iterator[Picture]:
    yield Picture("kiosk-start", KIOSK, at("/k/"), _kiosk_cookie)
    yield Picture("kiosk-search", KIOSK, at("/k/cari?q=akta"), _kiosk_cookie)
    yield Picture("kiosk-service", KIOSK, _kiosk_service("akta kelahiran"), _kiosk_cookie)
    yield Picture("kiosk-refusal", KIOSK, _kiosk_service("skck"), _kiosk_cookie, lambda hall: hall.stopped("FB"))
    yield Picture("kiosk-number", KIOSK, _kiosk_number("akta kelahiran"), _kiosk_cookie)


def _display() -> Iterator[Picture]:
    yield Picture("display", TELEVISION, _board, _display_cookie("A"))
    yield Picture("display-connection-lost", TELEVISION, _cut_off, _display_cookie("A"))
    yield Picture("display-sound-off", TELEVISION, _mute_board, _display_cookie("A"))
    yield Picture("display-break", TELEVISION, _board, _quiet_display, lambda hall: hall.on_break())


def _desk() -> Iterator[Picture]:
    yield Picture("sign-in", DESK, at("/masuk"))
    yield Picture("posts", DESK, _posts)
    yield Picture("desk-serving", DESK, _at_desk(Hall.serving))
    yield Picture("desk-send-on", DESK, _at_desk(Hall.serving, "a[data-key=A]"))
    yield Picture("desk-idle", DESK, _at_desk(Hall.idle))
    yield Picture("desk-called", DESK, _at_desk(Hall.called))
    yield Picture("desk-paused", DESK, _at_desk(Hall.paused))


def _backoffice() -> Iterator[Picture]:
    yield Picture("backoffice-first-steps", DESK, _managed(""))
    yield Picture("backoffice-data", DESK, _managed("data"))
    yield Picture("backoffice-today", DESK, _managed("hari-ini"), meanwhile=lambda hall: hall.stopped("AB"))
    yield Picture("backoffice-workbook-faults", DESK, _faulty_workbook)
    yield Picture("backoffice-screens", DESK, _managed("layar?jenis=display"))
    yield Picture("backoffice-people", DESK, _managed("petugas"))
    yield Picture("backoffice-voice", DESK, _managed("suara"))


def _when_all_is_off() -> Iterator[Picture]:
    yield Picture("display-closed", TELEVISION, _closed_board, _quiet_display)


def at(path: str) -> Callable[[Page, Hall], object]:
    return lambda page, hall: page.goto(path.format(portal=hall.portal), wait_until="load")


def _first_hit(question: str) -> Callable[[Page, Hall], object]:
    def show(page: Page, hall: Hall) -> None:
        page.goto(f"{hall.portal}/cari?q={question}")
        page.goto(str(page.locator(f"a[href^='{hall.portal}/layanan/']").first.get_attribute("href")))

    return show


def _take_from_home(page: Page, hall: Hall) -> None:
    _first_hit("ktp hilang")(page, hall)
    page.goto(page.url + "/nomor")


def _face(face: str) -> Callable[[Page, Hall], object]:
    return lambda page, hall: page.goto(f"/t/{hall.faces[face]}")


def _kiosk_cookie(hall: Hall) -> dict[str, str]:
    return {"kios": hall.kiosk}


def _display_cookie(letter: str) -> Cookies:
    return lambda hall: {"layar": hall.displays[letter]}


def _quiet_display(hall: Hall) -> dict[str, str]:
    return {"layar": hall.displays[hall.quiet_zone]}


def _kiosk_service(question: str) -> Callable[[Page, Hall], object]:
    def show(page: Page, _hall: Hall) -> None:
        page.goto(f"/k/cari?q={question}")
        page.goto(str(page.locator("#hits a[href^='/k/layanan/']").first.get_attribute("href")))

    return show


def _kiosk_number(question: str) -> Callable[[Page, Hall], object]:
    def show(page: Page, hall: Hall) -> None:
        _kiosk_service(question)(page, hall)
        page.locator("form.take .btn--main").click()
        page.locator("#slip").wait_for()
        page.wait_for_timeout(400)

    return show


def _board(page: Page, _hall: Hall) -> None:
    page.goto("/layar/")
    page.wait_for_timeout(600)


# The television is started so that its pages may sound; here nobody did that.
_MUTE = "Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'suspended' });"


def _mute_board(page: Page, hall: Hall) -> None:
    page.add_init_script(_MUTE)
    _board(page, hall)
    page.locator("#mute:not([hidden])").wait_for()
    page.wait_for_timeout(300)


def _cut_off(page: Page, hall: Hall) -> None:
    _board(page, hall)
    page.context.set_offline(True)
    page.locator("#alarm:not([hidden])").wait_for()
    page.wait_for_timeout(300)


def _closed_board(page: Page, hall: Hall) -> None:
    hall.close()
    _board(page, hall)


def _sign_in(page: Page, hall: Hall, email: str) -> None:
    page.goto("/masuk")
    page.fill("input[name=surel]", email)
    page.fill("input[name=sandi]", hall.password)
    page.press("input[name=sandi]", "Enter")
    page.wait_for_url(lambda address: "/masuk" not in address)


def _posts(page: Page, hall: Hall) -> None:
    """Of somebody who may sit at several counters of the agency."""
    _sign_in(page, hall, hall.versatile)
    page.goto("/pos")


def _at_desk(sit_down: Callable[[Hall], Desk], press: str = "") -> Callable[[Page, Hall], object]:
    """The officer signs in, sits at the counter that is in the wanted state, and perhaps opens a sheet."""

    def show(page: Page, hall: Hall) -> None:
        desk = sit_down(hall)
        _sign_in(page, hall, desk.email)
        page.context.add_cookies([{"name": "meja", "value": desk.cookie, "url": hall.address}])
        page.goto(f"/loket/{desk.counter}/")
        page.wait_for_timeout(400)
        if press:
            page.locator(press).click()
            page.locator("dialog[open]").wait_for()
            page.wait_for_timeout(300)

    return show


def _managed(page_of_mall: str) -> Callable[[Page, Hall], object]:
    def show(page: Page, hall: Hall) -> None:
        _sign_in(page, hall, hall.manager)
        page.goto(f"/kelola/{hall.mall.code}/{page_of_mall}")

    return show


def _faulty_workbook(page: Page, hall: Hall) -> None:
    _managed("buku")(page, hall)
    page.set_input_files("input[type=file]", {"name": "lampung-selatan.xlsx", "mimeType": "", "buffer": hall.faulty_workbook()})
    page.click("button[name=check]")
    page.locator(".table--faults").wait_for()
