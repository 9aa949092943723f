"""An officer is dismissed while the counter calls or is being opened: from that moment on nobody comes to it."""

import pytest

from tests.races.together import alone, together

pytestmark = pytest.mark.race


@pytest.fixture
def desk(own_database):
    """The one counter of a line in which some wait."""
    return alone(own_database, "a_hall", counters=1, waiting=4)["desks"][0]


def first_and_then(own_database, desk, first: str, then: str) -> list[str]:
    return together(own_database, [(first, {**desk, "lingers": True}), (then, {**desk, "lingers": False})])


def test_a_visitor_called_in_the_moment_of_the_dismissal_goes_back_to_the_line(own_database, desk):
    assert first_and_then(own_database, desk, "call_here", "dismiss_officer") == ["done", "done"]

    assert alone(own_database, "left_at_closed_counters") == []
    assert alone(own_database, "open_counters") == 0


def test_who_is_just_being_dismissed_calls_nobody(own_database, desk):
    assert first_and_then(own_database, desk, "dismiss_officer", "call_here") == ["done", "queue.lease_lost"]

    assert alone(own_database, "left_at_closed_counters") == []


def test_a_counter_opened_in_the_moment_of_the_dismissal_is_closed_by_it(own_database, desk):
    assert first_and_then(own_database, desk, "open_here_anew", "dismiss_officer") == ["done", "done"]

    assert alone(own_database, "open_counters") == 0


def test_who_is_just_being_dismissed_opens_no_counter(own_database, desk):
    assert first_and_then(own_database, desk, "dismiss_officer", "open_here_anew") == ["done", "not_found"]

    assert alone(own_database, "open_counters") == 0
