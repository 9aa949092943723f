"""A line's day is ended while numbers are taken and visitors are called: nobody waits for nothing."""

import pytest

from tests.races.together import alone, together

pytestmark = pytest.mark.race


def test_whoever_takes_or_is_called_in_that_moment_is_served_or_told(own_database):
    hall = alone(own_database, "a_hall", counters=4, waiting=20)
    line, rina = {"line": hall["line"]}, alone(own_database, "a_manager_of", line=hall["line"])
    takes = [("take_or_hear_why", {**line, "mall": hall["mall"], "service": hall["service"]})] * 12
    calls = [("call_once", desk) for desk in hall["desks"]]

    said = together(own_database, [*takes[:6], ("end_day", {**line, "person": rina}), *calls, *takes[6:],
                                   ("end_day", {**line, "person": rina})])  # fmt: skip

    taken = [one for one in (*said[:6], *said[11:17]) if one != "queue.day_ended"]
    called = {one for one in said[7:11] if str(one).startswith("A-")}
    assert sorted(taken) == [f"A-{number:03d}" for number in range(21, 21 + len(taken))]
    tickets = alone(own_database, "states_of_line", **line)
    assert [number for number, _state, _counter in tickets] == list(range(1, 21 + len(taken)))
    by_state = {state: [n for n, s, _c in tickets if s == state] for _n, state, _c in tickets}
    assert set(by_state) <= {"called", "lapsed"}
    assert {f"A-{number:03d}" for number in by_state.get("called", [])} == called
    assert said[6] + said[-1] == len(by_state["lapsed"])
    assert alone(own_database, "take_or_hear_why", **line, mall=hall["mall"], service=hall["service"]) == "queue.day_ended"
