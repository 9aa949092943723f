"""How long a process that ended is waited for before it is started again."""

import pytest

from pendopo.config import supervisor
from pendopo.config.supervisor import _Child


@pytest.fixture
def child(monkeypatch):
    """A process whose clock the test turns: `child.after(seconds)` ends it that long after it was started."""
    child = _Child("web", [], {}, print)

    def after(seconds: float) -> int:
        monkeypatch.setattr(supervisor.time, "monotonic", lambda: child._started_at + seconds)
        return child.count_failure()

    child.after = after  # type: ignore[attr-defined]
    return child


def test_what_fails_again_and_again_is_waited_for_longer(child):
    assert [child.after(1), child.after(1), child.after(1)] == [1, 2, 3]


def test_what_had_been_well_for_a_while_fails_for_the_first_time_again(child):
    for _time in range(7):
        child.after(1)
    assert child.after(3600) == 1
