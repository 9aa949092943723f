"""Whole installations of real processes, on the database of the run."""

from collections.abc import Iterator

import pytest

from tests.situations.running_hall import RunningHall, a_running_hall


@pytest.fixture
def hall(own_database) -> Iterator[RunningHall]:
    with a_running_hall(own_database) as running:
        yield running
