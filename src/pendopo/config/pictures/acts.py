"""How a page is brought to what is pictured: what several pictures have in common."""

from playwright.sync_api import Page

from pendopo.config.pictures.hall import Hall
from pendopo.config.pictures.picture import Cookies, Show


def at(path: str) -> Show:
    return lambda page, hall: page.goto(path.format(portal=hall.portal), wait_until="load")


def first_hit(question: str) -> Show:
    def show(page: Page, hall: Hall) -> None:
        page.goto(f"{hall.portal}/cari?q={question}")
        page.goto(str(page.locator(f"a[href^='{hall.portal}/layanan/']").first.get_attribute("href")))

    return show


def kiosk_cookie(hall: Hall) -> dict[str, str]:
    return {"kios": hall.kiosk}


def display_cookie(letter: str) -> Cookies:
    return lambda hall: {"layar": hall.displays[letter]}


def quiet_display(hall: Hall) -> dict[str, str]:
    return {"layar": hall.displays[hall.quiet_zone]}


def kiosk_service(question: str) -> Show:
    def show(page: Page, _hall: Hall) -> None:
        page.goto(f"/k/cari?q={question}")
        page.goto(str(page.locator("#hits a[href^='/k/layanan/']").first.get_attribute("href")))

    return show


def sign_in(page: Page, hall: Hall, email: str) -> None:
    page.goto("/masuk")
    page.fill("input[name=surel]", email)
    page.fill("input[name=sandi]", hall.password)
    page.press("input[name=sandi]", "Enter")
    page.wait_for_url(lambda address: "/masuk" not in address)


def managed(page_of_mall: str, room: str = "kelola") -> Show:
    """A page of the mall as its administrator sees it."""

    def show(page: Page, hall: Hall) -> None:
        sign_in(page, hall, hall.manager)
        page.goto(f"/{room}/{hall.mall.code}/{page_of_mall}")

    return show
