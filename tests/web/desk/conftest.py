"""The desk at nine on a Monday morning."""

from collections.abc import Callable
from datetime import datetime

import pytest

from pendopo.kernel import clock
from tests.situations.times import NINE


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands at nine; `at_nine(instant)` sets it anew."""

    def stand_at(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    stand_at(NINE)
    return stand_at


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
