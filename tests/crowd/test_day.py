"""Who comes when: from a seed, in the shape of a real day, and never more than the counters of a line can bear."""

from collections import Counter
from itertools import islice, pairwise
from random import Random
from uuid import UUID

from pendopo.crowd.day import DAY_SECONDS, a_day, bearable, capacities, levelled, steady
from pendopo.crowd.habits import service_seconds
from pendopo.crowd.plan import HallPlan, LinePlan, SeatPlan, ServicePlan, seat_people
from pendopo.crowd.shifts import day_shifts, endless_shifts


def a_line(number: int, *, agency: str = "dinas", minutes: int = 10, from_home: bool = True) -> LinePlan:
    services = (ServicePlan(UUID(int=number * 10), f"satu-{number}"), ServicePlan(UUID(int=number * 10 + 1), f"dua-{number}"))
    return LinePlan(UUID(int=number), "ABCDEF"[number], "A", agency, minutes, from_home, services)


def a_seat(number: int, *lines: LinePlan) -> SeatPlan:
    ids = tuple(line.id for line in lines)
    return SeatPlan(UUID(int=100 + number), f"loket-{number}", str(number), "A", ids, f"petugas{number}@contoh.example", "Budi")


def a_plan() -> HallPlan:
    lines = (a_line(0, agency="dukcapil"), a_line(1, minutes=20), a_line(2, from_home=False))
    seats = (a_seat(1, lines[0]), a_seat(2, lines[0]), a_seat(3, lines[1]), a_seat(4, lines[2], lines[1]))
    return HallPlan(UUID(int=9), "contoh", "MPP Contoh", "Asia/Jakarta", lines, seats)


def test_the_same_seed_brings_the_same_people():
    assert a_day(a_plan(), people=200, seed=4) == a_day(a_plan(), people=200, seed=4)
    assert a_day(a_plan(), people=200, seed=4) != a_day(a_plan(), people=200, seed=5)


def test_people_come_in_order_within_the_day():
    day = a_day(a_plan(), people=300, seed=1)

    assert len(day) == 300
    assert all(earlier.at <= later.at for earlier, later in pairwise(day))
    assert 0 <= day[0].at <= day[-1].at <= DAY_SECONDS


def test_the_morning_is_full_and_the_evening_is_not():
    hours = Counter(int(one.at // 3600) for one in a_day(a_plan(), people=3000, seed=1))

    assert hours[0] > hours[2] > hours[4]
    assert hours[6] < hours[0] / 2


def test_no_number_is_wished_from_home_where_none_is_given():
    channels = {(one.line.prefix, one.channel) for one in a_day(a_plan(), people=2000, seed=1)}

    assert ("A", "home") in channels
    assert ("C", "home") not in channels


def test_some_have_priority_and_most_have_none():
    classes = Counter(one.priority for one in a_day(a_plan(), people=4000, seed=2))

    assert set(classes) == {"none", "elderly", "disability", "pregnant", "infant"}
    assert 0.85 < classes["none"] / 4000 < 0.91
    assert classes["elderly"] > classes["disability"]


def test_a_counter_of_two_lines_is_half_a_counter_for_each():
    plan = a_plan()

    able = capacities(plan)

    assert able[plan.lines[0].id] == 12
    assert able[plan.lines[1].id] == 3 + 1.5
    assert able[plan.lines[2].id] == 3


def test_a_line_that_is_asked_for_too_much_hands_people_on():
    shares = levelled([8, 1, 1], [0.5, 0.4, 0.4])

    assert shares[0] == 0.5
    assert abs(sum(shares) - 1) < 1e-9


def test_the_endless_hall_is_as_busy_as_a_morning():
    first = list(islice(steady(a_plan(), people_per_day=500, seed=3), 950))

    assert 8 < first[-1].at / 3600 < 12  # 95 an hour


def test_services_take_as_long_as_the_line_says_on_average():
    chance = Random(1)
    seconds = [service_seconds(10, chance) for _service in range(4000)]

    assert abs(sum(seconds) / 4000 - 600) < 20
    assert min(seconds) >= 40


def test_an_officer_who_can_sit_anywhere_makes_room():
    seats = seat_people(["1", "2"], {"anybody": {"1", "2"}, "only the first": {"1"}, "nobody": set()})

    assert seats == {"1": "only the first", "2": "anybody"}


def test_shifts_rest_in_order_and_one_counter_closes_early():
    plan = a_plan()
    shifts = day_shifts(plan, Random(1))

    assert set(shifts) == set(plan.seats)
    assert sum(1 for rhythm in shifts.values() if rhythm.leaves) == 1
    assert all(list(rhythm.rests) == sorted(rhythm.rests) for rhythm in shifts.values())
    assert all(rhythm.leaves is None for rhythm in endless_shifts(plan, Random(1)).values())


def test_a_counter_left_to_somebody_leaves_lines_that_others_serve():
    plan = a_plan()

    left = plan.without(plan.seat_at("3"))

    assert [seat.counter_number for seat in left.seats] == ["1", "2", "4"]
    assert [line.prefix for line in left.lines] == ["A", "B", "C"]
    assert [line.prefix for line in left.without(left.seat_at("4")).lines] == ["A"]


def test_a_small_hall_is_not_asked_for_more_than_it_can_bear():
    plan = a_plan()

    an_hour = sum(capacities(plan).values())

    assert bearable(plan) == round(0.72 * an_hour / 0.19)
