"""A live process that cannot read the journal says so to every screen, and says when it can again."""

import pytest

from tests.situations.away import the_database_is_away
from tests.situations.listener import LiveProcess
from tests.situations.open_hall import OpenHall

pytestmark = pytest.mark.race


def test_screens_are_told_that_what_they_show_may_be_old_and_when_it_is_fresh_again(own_database):
    hall = OpenHall()
    live = LiveProcess(own_database)
    try:
        screen = live.listener(live.cookie(hall.mall.id, "calls"))
        screen.next("hello")

        with the_database_is_away(own_database):
            told = screen.next("stale", within=15)
            assert not live.ready()
        assert screen.next("beat", within=15).data["at"] > told.data["at"]
        assert live.ready()
    finally:
        live.kill()
