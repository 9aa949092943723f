"""Every screen stands at nine on a Monday morning: no test may depend on the day it runs on."""

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
