"""What visitors see: the portal, the ticket on the phone, the kiosk and the displays."""

from collections.abc import Iterator

from playwright.sync_api import Page

from pendopo.config.pictures.acts import at, display_cookie, first_hit, kiosk_cookie, kiosk_service, quiet_display
from pendopo.config.pictures.hall import Hall
from pendopo.config.pictures.lens import DESKTOP, KIOSK, PHONE, TELEVISION
from pendopo.config.pictures.picture import Picture, Show


def for_visitors() -> Iterator[Picture]:
    yield from _portal()
    yield from _ticket()
    yield from _kiosk()
    yield from _display()


def _portal() -> Iterator[Picture]:
    yield Picture("portal", DESKTOP, at("{portal}/"))
    yield Picture("portal-phone", PHONE, at("{portal}/"))
    yield Picture("search", DESKTOP, at("{portal}/cari?q=bikin+ktp+ilang"))
    yield Picture("search-phone", PHONE, at("{portal}/cari?q=bikin+ktp+ilang"))
    yield Picture("services", DESKTOP, at("{portal}/layanan"))
    yield Picture("service", DESKTOP, first_hit("ktp hilang"))
    yield Picture("service-phone", PHONE, first_hit("ktp hilang"))
    yield Picture("facilities", DESKTOP, at("{portal}/fasilitas"))
    yield Picture("take-number-phone", PHONE, _take_from_home)
    yield Picture("estimates", DESKTOP, at("{portal}/perkiraan"))
    yield Picture("trust-phone", PHONE, at("/percaya"))


def _ticket() -> Iterator[Picture]:
    for face in ("waiting", "near", "called", "missed", "held", "done"):
        yield Picture(f"ticket-{face}", PHONE, _face(face))
    for page in ("denah", "bantuan", "data"):
        yield Picture(f"ticket-{_ENGLISH[page]}", PHONE, _of_ticket(page))


def _kiosk() -> Iterator[Picture]:
    yield Picture("kiosk-start", KIOSK, at("/k/"), kiosk_cookie)
    yield Picture("kiosk-search", KIOSK, at("/k/cari?q=akta"), kiosk_cookie)
    yield Picture("kiosk-service", KIOSK, kiosk_service("akta kelahiran"), kiosk_cookie)
    yield Picture("kiosk-refusal", KIOSK, kiosk_service("skck"), kiosk_cookie, lambda hall: hall.stopped("FB"))
    yield Picture("kiosk-number", KIOSK, _kiosk_number("akta kelahiran"), kiosk_cookie)
    yield Picture("kiosk-by-picture", KIOSK, at("/k/gambar"), kiosk_cookie)
    yield Picture("kiosk-map", KIOSK, at("/k/denah"), kiosk_cookie)
    yield Picture("kiosk-javanese", KIOSK, at("/k/"), lambda hall: {**kiosk_cookie(hall), "bahasa_kios": "jv"})


def _display() -> Iterator[Picture]:
    yield Picture("display", TELEVISION, show_board, display_cookie("A"))
    yield Picture("display-connection-lost", TELEVISION, _cut_off, display_cookie("A"))
    yield Picture("display-sound-off", TELEVISION, _mute_board, display_cookie("A"))
    yield Picture("display-break", TELEVISION, show_board, quiet_display, lambda hall: hall.on_break())


_ENGLISH = {"denah": "map", "bantuan": "help", "data": "own-data"}


def _take_from_home(page: Page, hall: Hall) -> None:
    first_hit("ktp hilang")(page, hall)
    page.goto(page.url + "/nomor")


def _face(face: str) -> Show:
    return lambda page, hall: page.goto(f"/t/{hall.faces[face]}")


def _of_ticket(page_of_ticket: str) -> Show:
    return lambda page, hall: page.goto(f"/t/{hall.faces['waiting']}/{page_of_ticket}")


def _kiosk_number(question: str) -> Show:
    def show(page: Page, hall: Hall) -> None:
        kiosk_service(question)(page, hall)
        page.locator("form.take .btn--main").click()
        page.locator("#slip").wait_for()
        page.wait_for_timeout(400)

    return show


def show_board(page: Page, _hall: Hall) -> None:
    page.goto("/layar/")
    page.wait_for_timeout(600)


# The television is started so that its pages may sound; here nobody did that.
_MUTE = "Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'suspended' });"


def _mute_board(page: Page, hall: Hall) -> None:
    page.add_init_script(_MUTE)
    show_board(page, hall)
    page.locator("#mute:not([hidden])").wait_for()
    page.wait_for_timeout(300)


def _cut_off(page: Page, hall: Hall) -> None:
    show_board(page, hall)
    page.context.set_offline(True)
    page.locator("#alarm:not([hidden])").wait_for()
    page.wait_for_timeout(300)
