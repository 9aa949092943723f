"""The ends of the scale: the longest name, and pages with nothing, with one and with three hundred rows."""

from collections.abc import Iterator

from playwright.sync_api import Page

from pendopo.config.pictures.acts import at, kiosk_cookie, sign_in
from pendopo.config.pictures.hall import Hall
from pendopo.config.pictures.lens import DESK, DESKTOP, KIOSK, PHONE, TELEVISION
from pendopo.config.pictures.picture import Picture, Show


def extremes() -> Iterator[Picture]:
    yield Picture("longest-name-service", PHONE, _longest("{portal}/layanan/{code}"))
    yield Picture("longest-name-kiosk", KIOSK, _longest("/k/layanan/{code}"), kiosk_cookie)
    yield Picture("rows-0-search", DESKTOP, at("{portal}/cari?q=xqzwv"))
    yield Picture("rows-0-live-hall", DESK, _of_the_still_mall("/aula/{code}/"))
    yield Picture("rows-0-display", TELEVISION, at("/layar/"), lambda hall: {"layar": hall.still_display})
    yield Picture("rows-1-search", DESKTOP, at("{portal}/cari?q=rehab+tunggakan"))
    yield Picture("rows-300-services", DESKTOP, _of_the_still_mall("/m/{code}/layanan"))
    yield Picture("rows-300-data", DESK, _of_the_still_mall("/kelola/{code}/data/layanan"))


def _longest(path: str) -> Show:
    def show(page: Page, hall: Hall) -> None:
        page.goto(path.format(portal=hall.portal, code=hall.longest_name))

    return show


def _of_the_still_mall(path: str) -> Show:
    """A page of the mall with three hundred services, in which nobody has come yet."""

    def show(page: Page, hall: Hall) -> None:
        if not path.startswith("/m/"):
            sign_in(page, hall, hall.manager_of(hall.still))
        page.goto(path.format(code=hall.still.code))

    return show
