"""The back office at nine on a Monday morning."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendopo.directory.models import Mall
from pendopo.kernel import clock
from tests.situations.hall import an_administrator
from tests.situations.times import NINE


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands at nine; `at_nine(instant)` sets it anew."""

    def stand_at(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    stand_at(NINE)
    return stand_at


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def the_office_of(mall: Mall) -> Client:
    """The browser of the mall's administrator."""
    return signed_in(an_administrator(mall))


def words_of(answer: Any) -> str:
    """What a person reads on the page, in one line."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def upload(client: Client, path: str, content: bytes, *, name: str = "mal.xlsx", check: bool = False) -> Any:
    """Choose a file and press "Import" or "Only check"."""
    return client.post(path, {"file": SimpleUploadedFile(name, content), "check" if check else "import": ""})
