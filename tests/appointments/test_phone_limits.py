"""How many numbers one network may take by phone, from home and in the hall."""

import pytest

from pendopo.appointments.models import PhoneTally
from pendopo.appointments.phone_limits import TooManyAtOnce, TooManyToday
from pendopo.queue.models import Channel, Ticket
from pendopo.queue.take_ticket import LineFull
from tests.situations.hall import a_line, a_mall
from tests.situations.line import a_key, a_line_with_limit, a_ticket, the_day_of
from tests.situations.times import NINE, days, minutes

pytestmark = pytest.mark.django_db
SCRIPT, SOMEBODY = "203.0.113.7", "198.51.100.1"


@pytest.fixture(autouse=True)
def limits(settings) -> None:
    settings.PHONE_LIMITS = {"home": (3, 5), "hall": (6, 8)}


def numbers(line, count: int, *, network: str = SCRIPT, at=NINE, channel=Channel.HOME) -> list[Ticket]:
    return [a_ticket(line, at=at, channel=channel, network=network) for _ in range(count)]


@pytest.mark.parametrize(("channel", "in_a_minute"), [(Channel.HOME, 3), (Channel.HALL, 6)])
def test_so_many_in_a_minute_then_wait_one(channel, in_a_minute):
    line = a_line()
    numbers(line, in_a_minute, channel=channel)

    with pytest.raises(TooManyAtOnce) as refused:
        numbers(line, 1, at=NINE + minutes(0.9), channel=channel)

    assert "tunggu satu menit" in str(refused.value)
    assert len(numbers(line, 2, at=NINE + minutes(1), channel=channel)) == 2


@pytest.mark.parametrize(("back", "given"), [(minutes(0.5), False), (minutes(1), True), (minutes(180), True)])
def test_a_clock_that_is_set_back_makes_nobody_wait_until_it_has_caught_up(back, given):
    line = a_line()
    numbers(line, 3)

    if given:
        assert len(numbers(line, 1, at=NINE - back)) == 1
    else:
        with pytest.raises(TooManyAtOnce):
            numbers(line, 1, at=NINE - back)


@pytest.mark.parametrize(("channel", "in_a_day"), [(Channel.HOME, 5), (Channel.HALL, 8)])
def test_so_many_in_a_day_then_come_to_the_hall(channel, in_a_day):
    line = a_line()
    for number in range(in_a_day):
        numbers(line, 1, at=NINE + number * minutes(1), channel=channel)

    with pytest.raises(TooManyToday) as refused:
        numbers(line, 1, at=NINE + minutes(60), channel=channel)

    assert refused.value.facts == {"count": in_a_day}
    assert "di aula" in str(refused.value)
    assert len(numbers(line, 1, at=NINE + days(1), channel=channel)) == 1


def test_another_network_another_mall_and_the_hall_count_for_themselves():
    line = a_line()
    numbers(line, 3)

    assert numbers(line, 3, network=SOMEBODY)
    assert numbers(a_line(mall=a_mall()), 3)
    assert numbers(line, 3, channel=Channel.HALL)


def test_a_number_that_was_not_given_is_not_counted():
    line = a_line_with_limit(1)
    numbers(line, 1, network=SOMEBODY, channel=Channel.HALL)

    for _press in range(4):
        with pytest.raises(LineFull):
            numbers(line, 1)

    assert not PhoneTally.objects.filter(taken__gt=1).exists()
    assert len(numbers(a_line(mall=line.mall), 3)) == 3


def test_a_refused_number_leaves_nothing_behind():
    line = a_line(daily_limit=100)
    numbers(line, 3)

    with pytest.raises(TooManyAtOnce):
        numbers(line, 1)

    day = the_day_of(line)
    assert (day.last_number, day.home_numbers, Ticket.objects.count()) == (3, 3, 3)


def test_the_same_command_again_counts_once():
    line, key = a_line(), a_key()
    for _again in range(5):
        a_ticket(line, channel=Channel.HOME, network=SCRIPT, command_key=key)

    assert PhoneTally.objects.get().taken == 1


def test_who_has_no_address_is_not_counted():
    numbers(a_line(), 9, network="")

    assert not PhoneTally.objects.exists()


def test_no_address_is_kept_and_tallies_of_older_days_go():
    line = a_line()
    numbers(line, 1)
    tag = PhoneTally.objects.get().network_tag
    assert (SCRIPT not in tag, len(tag)) == (True, 64)

    numbers(line, 1, at=NINE + days(1))
    assert PhoneTally.objects.count() == 2
    numbers(line, 1, at=NINE + days(2))

    assert not PhoneTally.objects.filter(network_tag=tag).exists()


def test_a_number_taken_by_phone_asks_the_tally_three_times(django_assert_max_num_queries):
    line = a_line()
    numbers(line, 1)

    with django_assert_max_num_queries(17):
        numbers(line, 1)
