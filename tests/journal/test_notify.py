"""On PostgreSQL the relay wakes those who listen, and only the relay does: NOTIFY in a verb would serialise commits."""

import psycopg
import pytest

from pendopo.journal.relay import CHANNEL, give_positions
from tests.situations.events import an_event
from tests.situations.own_database import OwnDatabase

pytestmark = pytest.mark.race


def heard(listener: psycopg.Connection) -> int:
    return len(list(listener.notifies(timeout=0.5, stop_after=1)))


def test_giving_positions_wakes_who_listens_and_writing_an_event_does_not(own_database: OwnDatabase):
    if own_database.vendor == "sqlite":
        an_event()
        assert give_positions() == 1  # Nobody is told: listeners look at the file itself.
        return
    with psycopg.connect(own_database.address, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}".encode())
        an_event()
        assert heard(listener) == 0
        give_positions()
        assert heard(listener) == 1
        give_positions()
        assert heard(listener) == 0
