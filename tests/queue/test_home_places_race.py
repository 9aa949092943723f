"""However many phones press at once, no more than the share is taken, and no place is given back twice."""

from collections import Counter
from functools import partial

import pytest
from tests.situations.at_once import at_once
from tests.situations.hall import a_line
from tests.situations.line import a_key, a_service_in, the_day_of
from tests.situations.times import NINE, minutes

from pendopo.appointments.home_places import HomeShareTaken
from pendopo.appointments.models import PhoneTally
from pendopo.appointments.phone_limits import TooManyAtOnce
from pendopo.queue.lapse_overdue import lapse_overdue
from pendopo.queue.models import Channel, Ticket
from pendopo.queue.take_ticket import take_ticket

pytestmark = pytest.mark.race


def a_press(service, key, at=NINE) -> str:
    try:
        return take_ticket(
            mall=service.mall_id, service=service.id, channel=Channel.HOME, actor="visitor", at=at, command_key=key
        ).label
    except HomeShareTaken:
        return "refused"


def test_twenty_phones_share_six_places(own_database):
    line = a_line(daily_limit=12)
    service = a_service_in(line)

    answers = at_once(*[partial(a_press, service, a_key()) for _ in range(20)])

    assert Counter(answers)["refused"] == 14
    assert len(set(answers) - {"refused"}) == 6
    day = the_day_of(line)
    assert (day.home_numbers, day.last_number, Ticket.objects.count()) == (6, 6, 6)


def test_one_command_sent_by_eight_at_once_takes_one_place(own_database):
    line = a_line(daily_limit=12)
    service, key = a_service_in(line), a_key()

    assert set(at_once(*[lambda: a_press(service, key) for _ in range(8)])) == {"A-001"}
    assert (the_day_of(line).home_numbers, the_day_of(line).last_number) == (1, 1)


def test_many_who_look_for_idle_places_and_many_who_take_them_agree(own_database):
    line = a_line(daily_limit=12)
    service, late = a_service_in(line), NINE + minutes(121)
    for _ in range(6):
        a_press(service, a_key())

    at_once(
        *[lambda: lapse_overdue(mall=line.mall, at=late) for _ in range(4)],
        *[partial(a_press, service, a_key(), late) for _ in range(8)],
    )

    day = the_day_of(line)
    assert (day.given_back, day.home_numbers, day.issue_limit) == (6, 6, 18)
    assert Ticket.objects.filter(state="lapsed").count() == 6


def test_no_more_than_the_network_may_take_however_many_press_at_once(own_database, settings):
    settings.PHONE_LIMITS = {"home": (5, 100), "hall": (5, 100)}
    service = a_service_in(a_line())

    def press(key) -> str:
        try:
            return take_ticket(
                mall=service.mall_id, service=service.id, channel=Channel.HOME, actor="visitor", at=NINE, command_key=key,
                network="203.0.113.7",
            ).label  # fmt: skip
        except TooManyAtOnce:
            return "refused"

    answers = at_once(*[partial(press, a_key()) for _ in range(12)])

    assert Counter(answers)["refused"] == 7
    assert (PhoneTally.objects.get().taken, Ticket.objects.count()) == (5, 5)
