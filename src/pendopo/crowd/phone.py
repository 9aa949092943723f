"""What a visitor does on a phone, page by page: take a number from home or in the hall, and whatever the ticket's page offers."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from uuid import UUID

from pendopo.crowd.browser import Browser, Page, Refused
from pendopo.crowd.commands import ByPhone, Person
from pendopo.crowd.plan import ServicePlan

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_LABEL = re.compile(r"\b[A-Z]{1,2}-\d{3,}\b")


def take(browser: Browser, mall_code: str, hall_word: Callable[[], str], person: Person, key: UUID) -> dict[str, Any]:
    """Look at the service's line and take a number; in the hall after scanning the display's QR."""
    if person.channel == "hall" and "aula" not in browser.cookies:
        _enter_hall(browser, mall_code, hall_word)
    address = f"/m/{mall_code}/layanan/{person.service.code}/nomor"
    asked = browser.get(address).granted()
    if not any("kunci" in form.fields for form in asked.forms):
        raise Refused("page.not_offered")
    taken = browser.press(asked.form(address), kunci=str(key), priority=person.priority).granted()
    code = urlsplit(taken.goes_to).path.rpartition("/")[2]
    return {"code": code, "ticket": "", "label": _label(browser.get(f"/t/{code}").granted())}


def on_ticket(browser: Browser, mall_code: str, hall_word: Callable[[], str], command: ByPhone) -> dict[str, Any]:
    """Press what the page behind the link offers. Raises Refused when it does not offer it."""
    person, link = command.person, f"/t/{command.person.code}"
    match command.verb:
        case "look":
            browser.get(f"{link}?n={quote(person.label)}").granted()
        case "check_in":
            _enter_hall(browser, mall_code, hall_word)
            browser.press(browser.get(link).granted().form("/datang")).granted()
        case "rejoin":
            page = browser.get(f"{link}?n={quote(person.label)}").granted()
            browser.press(page.form("/kembali")).granted()
        case "cancel":
            page = browser.get(f"{link}/batal?n={quote(person.label)}").granted()
            browser.press(page.form("/batal")).granted()
        case "add" if command.service:
            return _add(browser, person, command.service, command.key)
    return {}


def _add(browser: Browser, person: Person, service: ServicePlan, key: UUID) -> dict[str, Any]:
    address = f"/t/{person.code}/layanan"
    page = browser.get(f"{address}?pilih={service.code}").granted()
    form = next((form for form in page.forms if "kunci" in form.fields), None)
    if form is None:
        raise Refused("page.not_offered")
    added = browser.press(form, kunci=str(key)).granted()
    label = parse_qs(urlsplit(added.goes_to).query).get("n", [""])[0]
    return {"code": person.code, "ticket": "", "label": label}


def _enter_hall(browser: Browser, mall_code: str, hall_word: Callable[[], str]) -> None:
    browser.get(f"/m/{mall_code}/aula/{hall_word()}").granted()


def _label(page: Page) -> str:
    title = _TITLE.search(page.text)
    label = _LABEL.search(title[1] if title else "")
    return label[0] if label else ""
