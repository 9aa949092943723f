"""Every address of the product, and a mall in which each of them leads somewhere."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from pendopo.accounts.invite import invite
from pendopo.accounts.models import User
from pendopo.directory.add_holiday import add_holiday
from pendopo.directory.models import DeviceKind
from pendopo.directory.pair_device import offer_pairing
from pendopo.kernel import clock
from pendopo.queue.alerts import raise_alert
from pendopo.queue.hall_token import hall_token
from pendopo.queue.models import Channel
from pendopo.queue.watch_models import AlertKind
from pendopo.web.audience import Audience
from tests.situations.assistance import a_request_for_help
from tests.situations.hall import (
    a_counter,
    a_device,
    a_display,
    a_duty,
    a_greeter,
    a_holder_of,
    a_kiosk,
    a_line,
    a_mall,
    a_manager,
    a_pause,
    a_person,
    a_service,
    a_standard,
    an_administrator,
    an_agency,
    an_agency_head,
    an_officer,
)
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.master_data import a_kept_import, changed
from tests.situations.plans import a_plan
from tests.situations.privacy import a_breach
from tests.situations.sounds import a_clip
from tests.situations.times import EIGHT, FRIDAY, MONDAY, NINE, days, minutes

STAFF = (
    Audience.SIGNED_IN, Audience.OFFICER, Audience.GREETER, Audience.MANAGER, Audience.AGENCY_HEAD, Audience.FIGURES,
    Audience.AUDITOR,
)  # fmt: skip
HOT = ("/k/", "/d/")


@dataclass(frozen=True)
class Address:
    """One entry of a room's `urls.py`."""

    name: str
    route: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]

    @property
    def audience(self) -> Audience:
        return self.view.audience  # type: ignore[attr-defined]


def addresses() -> list[Address]:
    return list(_within(get_resolver().url_patterns, ""))


def _within(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _within(pattern.url_patterns, route)
        else:
            yield Address(str(pattern.name), route, pattern.callback, tuple(pattern.pattern.converters))


def of_staff(*audiences: Audience) -> list[Address]:
    """Addresses for people with an account, or for these audiences."""
    return [address for address in addresses() if address.audience in (audiences or STAFF)]


def stand_at(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    """The clock of the whole product stands, however a module came by it. May be called again with another instant."""
    asks = clock.now

    def stands() -> datetime:
        return instant

    for name, module in list(sys.modules.items()):
        if name.startswith("pendopo.") and getattr(module, "now", None) is asks:
            monkeypatch.setattr(module, "now", stands)


class WholeMall:
    """A mall with something behind every address; whoever belongs to an address has a browser in it."""

    def __init__(self) -> None:
        self.mall = mall = a_mall()
        self.agency = an_agency(mall=mall)
        self.line = a_line(mall=mall, agency=self.agency)
        self.service = a_service(line=self.line, name="Akta Kelahiran")
        a_standard(service=self.service)
        for name in ("Kartu Keluarga", "Kartu Identitas Anak (KIA)"):  # A life event needs two services of the mall.
            a_service(line=self.line, name=name)
        self.counter = a_counter(line=self.line)
        self.duty = a_duty(self.counter)
        self.desk = an_open_desk(self.counter, at=EIGHT, officer=an_officer(self.counter))
        self.manager = a_manager(mall)
        self.greeter = a_greeter(mall)
        self.agency_head = an_agency_head(self.agency)
        self.executive, self.auditor = a_holder_of("executive", mall), a_holder_of("auditor", mall)
        self.kiosk, self._kiosk_token = a_kiosk(mall=mall)
        self.display, self._display_token = a_display(zone=self.line.zone)
        self.pairing = offer_pairing(device=a_device(mall=mall)[0], at=NINE, actor="system").code
        self.pause = a_pause(mall=mall, starts_at=NINE + minutes(60), ends_at=NINE + minutes(90))
        self.invited = a_person("Dewi")
        self.invitation = invite(person=self.invited, at=NINE, actor="system").token
        self.waiting = a_ticket(self.line, at=NINE - minutes(8))
        self.held = a_ticket(service=self.service, channel=Channel.HOME, at=NINE - minutes(8))
        self.recording = a_clip(mall)
        self.change = changed(mall, "layanan", self.service.code, {"Ringkasan": "Dicetak di sini."}, on=FRIDAY)
        self.plan = a_plan(mall)
        self.breach = a_breach(mall)
        self.administrator = an_administrator(mall)
        self.imported = a_kept_import(mall)
        self.holiday = add_holiday(
            day=FRIDAY + days(7), name="Hari jadi kabupaten", region_code=mall.region_id, at=NINE, actor="system"
        )
        self.asked = a_request_for_help(mall, at=NINE - minutes(3))
        crowded = a_counter(line=a_line(mall=mall))
        self.alert = raise_alert(mall=mall, kind=AlertKind.HELP, about=crowded.id, at=NINE - minutes(2), counter=crowded)

    def path(self, address: Address) -> str:
        """This address with arguments that exist here."""
        return reverse(f"web:{address.name}", kwargs={name: self._argument(address, name) for name in address.arguments})

    def _argument(self, address: Address, name: str) -> Any:
        codes = {
            "service": self.service.code, "kiosk_service": self.service.code, "agency": self.agency.code,
            "thing": self.service.code, "thing_end": self.service.code,
            "keeping_change": self.service.code,
            "guide": "loket", "kiosk_agency": self.agency.code, "life_event": "anak-lahir", "pair": self.pairing,
        }  # fmt: skip
        known = {
            "passkey": self.mall.id, "place": self.mall.id,
            "mall": self.mall.code, "mall_code": self.mall.code, "service_code": self.service.code,
            "counter_code": self.counter.code, "device": self.kiosk.id, "person": self.desk.officer.id, "line": self.line.code,
            "pause_id": self.pause.id, "word": "meja",
            "breach": self.breach.id, "whom": "orang",
            "sha256": self.plan.picture if address.name == "plan_picture" else self.recording.sha256,
            "kind": "layanan" if address.name.startswith("thing") else "absent", "change": self.change.id,
            "counter": self.counter.code, "about": self.counter.id, "duty": self.duty.id, "language": "id", "phrase": "satu",
            "import_id": self.imported.id, "holiday": self.holiday.id, "made": self.asked.id, "alert": self.alert.id, "plan": self.plan.id,
            "code": codes.get(address.name, self.waiting.visit.code),
            "token": hall_token(self.mall.id, MONDAY) if address.name == "enter_hall" else self.invitation,
        }  # fmt: skip
        return known[name]

    def browser(self, address: Address) -> Client:
        """A browser of the audience for which the address is meant."""
        client = Client()
        match address.audience:
            case Audience.MANAGER | Audience.SIGNED_IN if re.search(r"\.(backoffice|oversight)\.", address.view.__module__):
                client.force_login(self.manager)
            case Audience.SIGNED_IN if re.search(r"\.privacy\.(keeping|breaches)$", address.view.__module__):
                client.force_login(self.administrator)
            case Audience.AUDITOR | Audience.FIGURES | Audience.AGENCY_HEAD | Audience.GREETER as who:
                of = {
                    "auditor": self.auditor,
                    "figures": self.executive,
                    "agency_head": self.agency_head,
                    "greeter": self.greeter,
                }
                client.force_login(of[str(who.value)])
            case Audience.OFFICER | Audience.SIGNED_IN:
                client.force_login(self.desk.officer)
                client.cookies["meja"] = self.lease_cookie
            case Audience.DESK:
                client.cookies["meja"] = self.lease_cookie
            case Audience.DEVICE:
                kind = DeviceKind.DISPLAY if address.name.startswith("display") else DeviceKind.KIOSK
                client.cookies[{"display": "layar", "kiosk": "kios"}[str(kind.value)]] = self.device_cookie(kind)
            case Audience.PUBLIC if address.name == "hall":
                client.get(reverse("web:enter_hall", args=[self.mall.code, hall_token(self.mall.id, MONDAY)]))
            case _:
                pass
        return client

    def page(self, address: Address, *, language: str = "id") -> str:
        """What the address shows to its audience; empty when it is no page."""
        client = self.browser(address)
        client.cookies["bahasa"] = client.cookies["bahasa_kios"] = language
        answer = client.get(self.path(address))
        return answer.content.decode() if answer.headers.get("Content-Type", "").startswith("text/html") else ""

    def is_shown_in(self, answer: HttpResponse) -> bool:
        """Whether an answer betrays anything of this mall."""
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return any(name.encode() in content for name in (self.mall.name, self.agency.name, self.desk.officer.email))

    @property
    def lease_cookie(self) -> str:
        return f"{self.desk.opened.lease}.{self.desk.opened.secret}"

    def device_cookie(self, kind: DeviceKind) -> str:
        if kind == DeviceKind.DISPLAY:
            return f"{self.display.id}.{self._display_token}"
        return f"{self.kiosk.id}.{self._kiosk_token}"

    def presses(self) -> dict[str, str]:
        """What forms and scripts may send, all at once: a stranger may send it too."""
        return {
            "loket": self.counter.code, "tiket": str(self.waiting.id), "layanan": str(self.service.id), "reason": "system",
            "minutes": "15", "tujuan": f"jalur:{self.line.id}", "kode": self.held.visit.code, "hasil": "served",
            "alasan": "prayer", "menit": "10", "kind": "kiosk", "name": "Kios lain", "catatan": "x", "language": "id",
        }  # fmt: skip


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
