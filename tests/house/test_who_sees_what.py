"""The table in `docs/who-sees-what.md` against the product: every address is asked for by every role."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.house.addresses import STAFF, Address, WholeMall, addresses, stand_at
from tests.house.test_who_may_come import asked
from tests.situations.hall import (
    a_holder_of,
    a_mall,
    a_manager,
    a_person,
    a_supervisor,
    an_administrator,
)
from tests.situations.printers import a_printer
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).resolve().parents[2] / "docs" / "who-sees-what.md"
ROLES = (
    "officer", "supervisor", "agency head", "greeter", "manager", "administrator", "executive", "auditor",
    "system administrator",
)  # fmt: skip
COMES_IN, NOT_THERE, ASKED_TO_SIGN_IN, NO_ACCOUNT_NEEDED = "yes", "404", "signs in", "–"
# Founding is over once there is a mall: not there for anybody.
_ONLY_WITHOUT_A_MALL = "found_mall"


class FurnishedMall(WholeMall):
    """What these addresses name is there, so that a 404 speaks of who asks."""

    def __init__(self) -> None:
        super().__init__()
        self.printer = a_printer(9100, mall=self.mall)
        self._asked_for = ""

    def path(self, address: Address) -> str:
        self._asked_for = address.name
        return super().path(address)

    def _argument(self, address: Address, name: str) -> Any:
        if name == "device" and address.name.startswith("printer_"):
            return self.printer.pk
        words = {
            "greeter_attend": "ambil", "greeter_help_counter": "ambil", "hall_attend": "ambil", "hall_outside": "putus",
            "plan_change": "gambar",
        }  # fmt: skip
        words |= {"rights_fulfil": "salinan", "breach_act": "orang"}
        return words[address.name] if name == "word" and address.name in words else super()._argument(address, name)

    def presses(self) -> dict[str, str]:
        choices = {"dicari": self.waiting.visit.code, "petugas": str(self.desk.officer.id), "ke": self.line.code, "batas": "30"}
        if self._asked_for.startswith("hall_"):
            choices |= {"alasan": "no_officer", "menit": "30"}
        return {**super().presses(), **choices}


def table() -> dict[str, tuple[str, ...]]:
    """Address → audience, then a cell for each role."""
    rows = re.findall(r"^\| `/([^`]*)` \| (.*) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {route: tuple(cell.strip() for cell in cells.split("|")) for route, cells in rows}


def answer_of(client: Client, address: Address, mall: WholeMall) -> str:
    """What this browser meets there; whatever it did is taken back."""
    with transaction.atomic():
        response = asked(client, address, mall)
        transaction.set_rollback(True)
    if response.status_code == 404:
        return NOT_THERE
    asks = response.status_code == 302 and response.headers["Location"].startswith("/masuk")
    # Who is signed in already, and is to prove it anew, has come in.
    asks = asks and "lagi=ya" not in response.headers["Location"]
    return ASKED_TO_SIGN_IN if asks and address.name != "sign_out" else COMES_IN


def met(address: Address, mall: WholeMall, people: dict[str, object]) -> Iterator[str]:
    for role in ROLES:
        client = Client()
        client.force_login(people[role])
        yield answer_of(client, address, mall)


def test_every_address_stands_in_the_table_and_answers_as_it_says(monkeypatch):
    stand_at(monkeypatch, NINE)
    mall = FurnishedMall()
    people = {
        "officer": mall.desk.officer, "supervisor": a_supervisor(mall.agency, name="Lestari"), "greeter": mall.greeter,
        "agency head": mall.agency_head, "manager": mall.manager, "administrator": an_administrator(mall.mall),
        "executive": mall.executive, "auditor": mall.auditor,
        # The post stands in another mall.
        "system administrator": a_holder_of("system", a_mall()),
    }  # fmt: skip
    rows, wrong = table(), []
    for address in addresses():
        of_staff = address.audience in STAFF
        real = (str(address.audience.value), *(met(address, mall, people) if of_staff else [NO_ACCOUNT_NEEDED] * len(ROLES)))
        if rows.get(address.route) != real:
            wrong.append(f"| `/{address.route}` | {' | '.join(real)} |")

    assert not wrong, "docs/who-sees-what.md should say, if this is meant:\n" + "\n".join(wrong)


def test_who_has_no_post_here_finds_nothing_and_who_is_a_stranger_signs_in(monkeypatch):
    """Whoever has no post in this mall gets 404 in all of its rooms, and learns nothing from the difference."""
    stand_at(monkeypatch, NINE)
    mall = FurnishedMall()
    others = {"nobody": a_person("Joko"), "manager elsewhere": a_manager(a_mall(), name="Joko")}
    for address in addresses():
        if address.audience not in STAFF or not address.arguments or address.name == _ONLY_WITHOUT_A_MALL:
            continue
        assert answer_of(Client(), address, mall) == ASKED_TO_SIGN_IN, address.route
        for who, person in others.items():
            client = Client()
            client.force_login(person)
            assert answer_of(client, address, mall) == NOT_THERE, (who, address.route)
