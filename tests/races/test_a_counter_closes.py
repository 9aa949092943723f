"""A counter closes while somebody is sent or called to it: nobody stays behind where no one is."""

import pytest

from tests.races.together import alone, together

pytestmark = pytest.mark.race
GONE = {"journal.already_moved", "queue.lease_lost"}


@pytest.fixture
def two_desks(own_database):
    """Two counters of one line; some wait, and at the first one somebody is served."""
    desk, other = alone(own_database, "a_hall", counters=2, waiting=4)["desks"]
    return desk, other, alone(own_database, "serve_one", **desk)


def test_a_number_sent_to_a_counter_that_closes_in_that_moment_becomes_everyones(own_database, two_desks):
    desk, closing, ticket = two_desks
    sent = {**desk, "ticket": ticket, "counter_of": closing["lease"], "lingers": True}

    said = together(own_database, [("send_to", sent), ("close_here", {**closing, "lingers": False})])

    assert said == ["done", "done"]
    assert alone(own_database, "left_at_closed_counters") == []


def test_nobody_is_sent_to_a_counter_that_is_just_being_closed(own_database, two_desks):
    desk, closing, ticket = two_desks
    sent = {**desk, "ticket": ticket, "counter_of": closing["lease"], "lingers": False}

    said = together(own_database, [("close_here", {**closing, "lingers": True}), ("send_to", sent)])

    assert said == ["done", "queue.destination_closed"]
    assert alone(own_database, "left_at_closed_counters") == []


def test_a_visitor_called_in_the_moment_of_closing_goes_back_to_the_line(own_database, two_desks):
    _desk, closing, _ticket = two_desks

    said = together(own_database, [("call_here", {**closing, "lingers": True}), ("close_here", {**closing, "lingers": False})])

    assert said == ["done", "done"]
    assert alone(own_database, "left_at_closed_counters") == []


def test_a_counter_that_is_just_being_closed_calls_nobody(own_database, two_desks):
    _desk, closing, _ticket = two_desks

    said = together(own_database, [("close_here", {**closing, "lingers": True}), ("call_here", {**closing, "lingers": False})])

    assert said == ["done", "queue.lease_lost"]
    assert alone(own_database, "left_at_closed_counters") == []


def test_nobody_is_called_out_of_turn_to_a_counter_that_is_just_being_closed(own_database, two_desks):
    _desk, closing, ticket = two_desks
    missed = alone(own_database, "set_aside_by_nobody", ticket=ticket)

    said = together(
        own_database,
        [("close_here", {**closing, "lingers": True}), ("call_this_one", {**closing, "ticket": missed, "lingers": False})],
    )

    assert said[0] == "done"
    assert said[1] in GONE
    assert alone(own_database, "left_at_closed_counters") == []


def test_a_counter_does_not_pause_in_the_moment_in_which_it_calls(own_database, two_desks):
    _desk, pausing, _ticket = two_desks

    said = together(own_database, [("call_here", {**pausing, "lingers": True}), ("pause_here", {**pausing, "lingers": False})])

    assert said == ["done", "queue.counter_busy"]
