"""Hands that press the real buttons: the kiosk's, the phones' and the desks' pages, over HTTP."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pendopo.crowd import desk, phone
from pendopo.crowd.browser import Browser, Connections, Form, Refused
from pendopo.crowd.commands import Answer, AtDesk, ByPhone, CallNext, Command, ConfirmShown, Person, SitDown, TakeNumber
from pendopo.crowd.plan import SeatPlan

Facts = dict[str, Any]
UNCLEAR = "page.unclear"


@dataclass(slots=True)
class HttpHands:
    """`kiosk_cookie` is the paired kiosk's; `hall_word` tells the word of the QR that hangs in the hall today.

    `at_desks` are the cookies of the officers' browsers, by counter. `paper`: the kiosk has a printer, so that each number's page
    is opened too, which asks for its paper.
    """

    mall_code: str
    connections: Connections
    kiosk_cookie: str
    password: str
    hall_word: Callable[[], str]
    at_desks: dict[UUID, dict[str, str]] = field(default_factory=dict)
    paper: bool = False

    def obey(self, command: Command, _now: float) -> Answer:
        browser = Browser(self.connections, self._cookies(command), _address(command))
        try:
            facts = self._press(browser, command)
        except Refused as refusal:
            return Answer(refusal.code, {}, browser.seconds, browser.lost, browser.away)
        except LookupError:
            # The page or the document is not as it should be: counted like a refusal, so that the report names it.
            return Answer(UNCLEAR, {}, browser.seconds, browser.lost, browser.away)
        return Answer("", facts, browser.seconds, browser.lost, browser.away)

    def sign_in(self, seat: SeatPlan) -> None:
        """Before the day begins, so that no officer is late for the password."""
        desk.sign_in(Browser(self.connections, self.at_desks.setdefault(seat.counter, {})), seat, self.password)

    def _press(self, browser: Browser, command: Command) -> Facts:
        match command:
            case TakeNumber(person, key) if person.channel == "kiosk":
                return self._take_at_kiosk(browser, person, key)
            case TakeNumber(person, key):
                return phone.take(browser, self.mall_code, self.hall_word, person, key)
            case ConfirmShown(person):
                browser.command("/k/tampil", {"tiket": person.ticket}).granted()
                return {}
            case ByPhone(person) if command.verb == "check_in" and person.at_kiosk:
                return self._check_in_at_kiosk(browser, person)
            case ByPhone():
                return phone.on_ticket(browser, self.mall_code, self.hall_word, command)
            case SitDown(seat, take_over):
                return desk.sit_down(browser, seat, self.password, take_over=take_over)
            case CallNext(seat) | AtDesk(seat):
                if desk.LEASE not in browser.cookies:
                    desk.sit_down(browser, seat, self.password, take_over=True)
                return self._at_desk(browser, command)

    def _at_desk(self, browser: Browser, command: CallNext | AtDesk) -> Facts:
        if isinstance(command, AtDesk):
            return desk.press(browser, command)
        return desk.call_next(browser, command.key)

    def _cookies(self, command: Command) -> dict[str, str]:
        """Whose browser it is: the kiosk's, a phone's, or an officer's."""
        match command:
            case TakeNumber(person) if person.channel == "kiosk":
                return self._kiosk()
            case ConfirmShown():
                return self._kiosk()
            case ByPhone(person) if command.verb == "check_in" and person.at_kiosk:
                return self._kiosk()
            case TakeNumber(person) | ByPhone(person):
                return person.cookies
            case SitDown(seat) | CallNext(seat) | AtDesk(seat):
                return self.at_desks.setdefault(seat.counter, {})

    def _kiosk(self) -> dict[str, str]:
        return {"kios": self.kiosk_cookie}

    def _take_at_kiosk(self, browser: Browser, person: Person, key: UUID) -> Facts:
        pressed = {"layanan": str(person.service.id), "kunci": str(key), "prioritas": person.priority}
        told = browser.command("/k/nomor", pressed).granted().facts
        if self.paper:
            browser.press(Form("/k/nomor", pressed)).granted()
        return {"ticket": told["ticket"], "code": told["code"], "label": told["number"]}

    def _check_in_at_kiosk(self, browser: Browser, person: Person) -> Facts:
        browser.command("/k/datang/kode", {"kode": person.code}).granted()
        return {}


def _address(command: Command) -> str:
    """A phone has an address of its own; the hall's machines share theirs."""
    match command:
        case TakeNumber(person) | ByPhone(person) if person.channel != "kiosk":
            return person.address
    return ""
