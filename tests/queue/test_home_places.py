"""A share of a line's day for those at home; whoever does not come leaves the place, never the number, to others."""

import pytest
from django.db import IntegrityError, transaction
from tests.situations.hall import a_kiosk, a_line
from tests.situations.line import a_key, a_service_in, a_ticket, again, the_day_of
from tests.situations.times import NINE, days, minutes

from pendopo.appointments.home_places import HomeShareTaken
from pendopo.appointments.models import LineDay
from pendopo.appointments.reads import IssuingKind, issuing_state
from pendopo.appointments.refresh_line_day import refresh_line_days
from pendopo.journal.models import Event
from pendopo.journal.verify import verify
from pendopo.kernel.keys import token_hash
from pendopo.queue.cancel import cancel
from pendopo.queue.check_in import HoldLapsed, check_in
from pendopo.queue.end_older_days import end_older_days
from pendopo.queue.lapse_overdue import lapse_overdue
from pendopo.queue.models import Channel, Ticket, TicketState
from pendopo.queue.take_ticket import LineFull, NotFromHome, take_at_kiosk

pytestmark = pytest.mark.django_db
#: Held for two hours: a number taken at nine is nobody's any more.
ELEVEN = NINE + minutes(120)


def from_home(line, *, at=NINE, **more) -> Ticket:
    return a_ticket(line, at=at, channel=Channel.HOME, **more)


def in_the_hall(line, *, at=NINE) -> Ticket:
    return a_ticket(line, at=at)


@pytest.mark.parametrize(("limit", "share", "places"), [(4, 50, 2), (5, 50, 3), (1, 50, 1), (10, 100, 10)])
def test_so_many_of_a_days_numbers_may_be_taken_from_home(limit, share, places):
    line = a_line(daily_limit=limit, home_share_percent=share)

    for _ in range(places):
        from_home(line)

    assert issuing_state(line, NINE).home_left == 0
    if places < limit:
        with pytest.raises(HomeShareTaken) as refused:
            from_home(line)
        assert refused.value.facts == {"line": line.name, "limit": places}
        assert "Di aula" in str(refused.value)
    for _ in range(limit - places):
        in_the_hall(line)
    with pytest.raises(LineFull):
        in_the_hall(line)
    assert Ticket.objects.count() == limit


@pytest.mark.parametrize("limit", [4, None])
def test_with_a_share_of_nothing_numbers_are_given_in_the_hall_only(limit):
    line = a_line(daily_limit=limit, home_share_percent=0)

    with pytest.raises(NotFromHome):
        from_home(line)


def test_a_refused_number_leaves_nothing_behind():
    line = a_line(daily_limit=2)
    from_home(line)

    with pytest.raises(HomeShareTaken):
        from_home(line)

    day = the_day_of(line)
    assert (day.last_number, day.home_numbers, Ticket.objects.count()) == (1, 1, 1)


def test_a_line_without_a_limit_has_no_share():
    line = a_line()

    assert len({from_home(line).number for _ in range(30)}) == 30
    assert issuing_state(line, NINE).home_left is None


def test_the_hall_may_use_what_those_at_home_do_not():
    line = a_line(daily_limit=4)
    for _ in range(4):
        in_the_hall(line)

    with pytest.raises(LineFull):
        from_home(line)


def test_who_does_not_come_leaves_the_place_but_never_the_number():
    line = a_line(daily_limit=4)
    nobody_came = from_home(line)
    for _ in range(3):
        in_the_hall(line)
    with pytest.raises(LineFull):
        in_the_hall(line)

    assert lapse_overdue(mall=line.mall, at=ELEVEN) == 1

    assert again(nobody_came).state == TicketState.LAPSED
    state = issuing_state(line, ELEVEN)
    assert (state.kind, state.limit, state.taken, state.numbers_left, state.home_left) == (IssuingKind.GIVING, 4, 3, 1, 2)
    assert in_the_hall(line, at=ELEVEN).number == 5
    with pytest.raises(LineFull) as refused:
        in_the_hall(line, at=ELEVEN)
    assert refused.value.facts["limit"] == 4
    assert issuing_state(line, ELEVEN).kind is IssuingKind.FULL


def test_a_full_line_looks_for_such_places_itself_so_that_nothing_depends_on_the_worker():
    line = a_line(daily_limit=2, home_share_percent=100)
    service, (kiosk, token) = a_service_in(line), a_kiosk(mall=line.mall)
    from_home(line), from_home(line)

    taken = take_at_kiosk(device=kiosk.id, token_hash=token_hash(token), service=service.id, at=ELEVEN, command_key=a_key())

    assert taken.label == "A-003"
    assert from_home(line, at=ELEVEN).number == 4


def test_those_at_home_get_the_places_of_those_who_did_not_come():
    line = a_line(daily_limit=4)
    from_home(line), from_home(line)

    assert from_home(line, at=ELEVEN).number == 3
    assert the_day_of(line).given_back == 2


def test_who_gives_the_number_up_at_home_leaves_the_place_too():
    line = a_line(daily_limit=2)
    cancel(ticket=from_home(line), actor="visitor", at=NINE)

    assert from_home(line).number == 2


def test_who_came_keeps_the_place_whatever_happens_then():
    line = a_line(daily_limit=2)
    came = check_in(ticket=from_home(line), through="hall", actor="visitor", at=NINE)

    assert lapse_overdue(mall=line.mall, at=ELEVEN) == 0
    with pytest.raises(HomeShareTaken):
        from_home(line)
    cancel(ticket=again(came), actor="visitor", at=NINE)
    with pytest.raises(HomeShareTaken):
        from_home(line)


def test_a_place_is_given_back_once_however_many_look():
    line = a_line(daily_limit=2)
    late = from_home(line)

    for _look in range(2):
        with pytest.raises(HoldLapsed):
            check_in(ticket=again(late), through="hall", actor="visitor", at=ELEVEN)
        lapse_overdue(mall=line.mall, at=ELEVEN)

    assert (the_day_of(line).given_back, the_day_of(line).home_numbers) == (1, 0)


def test_the_same_command_again_takes_no_second_place():
    line, key = a_line(daily_limit=2), a_key()
    first = from_home(line, command_key=key)

    assert from_home(line, command_key=key) == first
    assert the_day_of(line).home_numbers == 1


def test_a_changed_share_reaches_a_day_that_is_open_already():
    line = a_line(daily_limit=10)
    for _ in range(3):
        from_home(line)
    lapse_overdue(mall=line.mall, at=ELEVEN)
    from_home(line, at=ELEVEN)
    line.home_share_percent, line.daily_limit = 10, 8
    line.save()

    refresh_line_days(mall=line.mall, at=ELEVEN, actor="system")

    day = the_day_of(line)
    assert (day.home_limit, day.issue_limit, day.given_back) == (1, 11, 3)
    assert issuing_state(line, ELEVEN).numbers_left == 7
    with pytest.raises(HomeShareTaken):
        from_home(line, at=ELEVEN)


def test_a_day_that_was_opened_before_places_were_counted_goes_on():
    line = a_line(daily_limit=4)
    held = from_home(line)
    LineDay.objects.update(home_limit=None, home_numbers=0)

    assert from_home(line).number == 2
    LineDay.objects.update(home_numbers=0)
    cancel(ticket=held, actor="visitor", at=NINE)

    assert the_day_of(line).home_numbers == 0


def test_a_place_of_a_day_that_is_over_is_nobodys():
    line = a_line(daily_limit=2)
    from_home(line)

    assert lapse_overdue(mall=line.mall, at=NINE + days(1)) == 0
    end_older_days(mall=line.mall, at=NINE + days(1))
    assert from_home(line, at=NINE + days(1)).number == 1


def test_the_share_is_held_by_the_database_itself():
    line = a_line(daily_limit=2)
    from_home(line)

    for wrong in ({"home_numbers": 2}, {"home_numbers": -1}, {"given_back": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LineDay.objects.filter(line=line).update(**wrong)


def test_every_place_given_back_is_told_by_the_journal():
    line = a_line(daily_limit=4)
    from_home(line), from_home(line)
    lapse_overdue(mall=line.mall, at=ELEVEN)

    opened = Event.objects.get(type="appointments.line_day.opened").facts
    lapsed = Event.objects.filter(type="queue.ticket.lapsed", facts__reason="not_checked_in").count()
    day = the_day_of(line)
    assert opened["issue_limit"] + lapsed == day.issue_limit
    assert (opened["home_limit"], lapsed) == (2, day.given_back)
    assert verify().faults == ()
