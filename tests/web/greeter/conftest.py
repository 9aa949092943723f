"""The entrance at nine on a Monday morning: Ayu with her phone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from pendopo.directory.models import Mall
from tests.house.addresses import stand_at
from tests.situations.hall import a_greeter, a_mall
from tests.situations.line import a_key
from tests.situations.times import NINE


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands at nine; `at(instant)` sets it anew."""

    def stand(instant: datetime) -> None:
        monkeypatch.undo()
        stand_at(monkeypatch, instant)

    stand(NINE)
    return stand


@dataclass
class Phone:
    """The greeter's phone, with or without its script."""

    mall: Mall
    client: Client

    def get(self, word: str = "", **query: Any) -> Any:
        return self.client.get(f"/sambut/{self.mall.code}/{word}", query)

    def press(self, word: str, *, key: UUID | None = None, script: bool = False, **fields: Any) -> Any:
        headers = {"HX-Request": "true"} if script else {}
        posted = {"kunci": str(key or a_key()), **fields}
        return self.client.post(f"/sambut/{self.mall.code}/{word}", posted, headers=headers)

    def check(self, typed: str, **more: Any) -> Any:
        return self.press("periksa", dicari=typed, **more)


def a_phone(mall: Mall) -> Phone:
    client = Client()
    client.force_login(a_greeter(mall))
    return Phone(mall, client)


@pytest.fixture
def mall() -> Mall:
    return a_mall(code="kalianda")


@pytest.fixture
def phone(mall: Mall) -> Phone:
    return a_phone(mall)
