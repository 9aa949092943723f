"""Many at once: each number once, each visitor at one desk, no desk empty-handed."""

from uuid import UUID

import pytest

from tests.races.together import alone, together

pytestmark = pytest.mark.race


def test_40_issuers_get_40_consecutive_numbers_on_a_day_that_nobody_had_opened(own_database):
    hall = alone(own_database, "a_hall")
    order = {"mall": hall["mall"], "service": hall["service"]}
    labels = together(own_database, [("issue", order)] * 40)
    assert sorted(labels) == [f"A-{number:03d}" for number in range(1, 41)]


def test_one_command_sent_by_eight_at_once_gives_one_number(own_database):
    hall = alone(own_database, "a_hall")
    order = {"mall": hall["mall"], "service": hall["service"], "key": str(UUID(int=7))}
    labels = together(own_database, [("issue", order)] * 8)
    assert set(labels) == {"A-001"}
    assert alone(own_database, "numbers", line=hall["line"]) == [1]


def test_16_desks_race_over_200_visitors_and_each_is_called_once(own_database):
    hall = alone(own_database, "a_hall", counters=16, waiting=200)
    answers = together(own_database, [("serve_until_nobody_waits", desk) for desk in hall["desks"]])
    served = [label for answer in answers for label in answer["served"]]
    assert len(served) == len(set(served)) == 200
    assert [answer["still_waiting"] for answer in answers] == [0] * 16


def test_a_visit_with_several_numbers_is_at_one_desk_however_many_call(own_database):
    hall = alone(own_database, "a_hall", counters=8, waiting=8, one_visit=True)
    answers = together(own_database, [("call_once", desk) for desk in hall["desks"]])
    assert len([answer for answer in answers if answer.startswith("A-")]) == 1
    assert set(answers) - {"queue.nobody_waiting"} == {answer for answer in answers if answer.startswith("A-")}


def test_as_many_desks_as_visitors_and_nobody_goes_empty_handed(own_database):
    hall = alone(own_database, "a_hall", counters=16, waiting=16)
    labels = together(own_database, [("call_once", desk) for desk in hall["desks"]])
    assert sorted(labels) == [f"A-{number:03d}" for number in range(1, 17)]


def test_one_counter_opened_by_eight_windows_at_once_has_one_holder(own_database):
    hall = alone(own_database, "a_hall", counters=1, opened=False)
    answers = together(own_database, [("open_counter", hall["desks"][0])] * 8)
    assert sorted(answers) == ["opened"] + ["queue.held_elsewhere"] * 7


def test_two_relays_by_mistake_still_give_every_event_one_dense_position(own_database):
    hall = alone(own_database, "a_hall", counters=2, waiting=100)
    order = {"mall": hall["mall"], "service": hall["service"]}
    together(own_database, [("relay", {}), ("relay", {}), *[("issue", order)] * 4])
    alone(own_database, "relay")
    positions = alone(own_database, "positions")
    assert positions == list(range(1, len(positions) + 1))


def test_a_sheet_of_the_pad_that_many_greeters_enter_at_once_is_one_ticket_beside_the_kiosks_numbers(own_database):
    hall = alone(own_database, "a_hall")
    sheets = [("enter_sheet", {"line": hall["line"], "count": 1 + n // 6, "greeter": f"g{n}"}) for n in range(18)]
    taken = [("issue", {"mall": hall["mall"], "service": hall["service"]})] * 12

    said = together(own_database, [*sheets, *taken])

    entered = said[:18]
    assert len({one["ticket"] for one in entered}) == sum(not one["repeated"] for one in entered) == 3
    assert sorted(said[18:]) == [f"A-{number:03d}" for number in range(1, 13)]
    assert alone(own_database, "numbers", line=hall["line"]) == [*range(1, 13), 90_001, 90_002, 90_003]
