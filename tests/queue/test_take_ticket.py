"""Taking a number."""

import pytest
from django.utils import translation
from tests.situations.hall import a_kiosk, a_line, a_mall, a_pause, a_service, an_agency
from tests.situations.line import a_key, a_line_with_limit, a_service_in, a_ticket, again, refusal_of, the_day_of
from tests.situations.times import MONDAY, NINE, days, minutes, on

from pendopo.appointments.models import LineDay
from pendopo.appointments.open_line_day import open_line_day
from pendopo.catalogue.models import Line, PriorityClass
from pendopo.journal.events import history_of
from pendopo.kernel.identifiers import read_code
from pendopo.kernel.keys import token_hash
from pendopo.queue.cancel import cancel
from pendopo.queue.models import Channel, Ticket, TicketState, Visit
from pendopo.queue.show_ticket import show_ticket
from pendopo.queue.take_ticket import LineFull, take_at_kiosk, take_ticket

pytestmark = pytest.mark.django_db


def take_at(kiosk, service, at=NINE, key=None, **fields):
    device, token = kiosk
    return take_at_kiosk(device=device.id, token_hash=token_hash(token), service=service.id, at=at, command_key=key, **fields)


def test_numbers_of_a_line_count_from_one_and_carry_its_prefix():
    line = a_line(prefix="A")
    labels = [a_ticket(line, at=NINE + minutes(n)).label for n in range(3)]
    assert labels == ["A-001", "A-002", "A-003"]


def test_the_first_number_opens_the_day():
    line = a_line()
    assert not LineDay.objects.filter(line=line).exists()
    a_ticket(line)
    assert the_day_of(line).business_date == MONDAY


def test_a_new_day_begins_at_one_at_the_malls_own_midnight():
    line = a_line()
    a_ticket(line, at=on(MONDAY, "14:30"))
    assert a_ticket(line, at=on(MONDAY + days(1), "08:00")).number == 1


def test_the_business_date_of_papua_is_not_that_of_utc():
    mall = a_mall(time_zone="Asia/Jayapura", open_from="07:00")
    ticket = a_ticket(a_line(mall=mall), at=on(MONDAY, "07:30", "Asia/Jayapura"))
    assert ticket.business_date == MONDAY


def test_the_kiosks_number_waits_but_is_not_shown_until_the_kiosk_says_so():
    line = a_line()
    taken = take_at(a_kiosk(mall=line.mall), a_service(line=line))
    ticket = again(taken.ticket)
    assert (ticket.state, ticket.shown_at) == (TicketState.WAITING, None)

    show_ticket(ticket=ticket, actor="device:x", at=NINE + minutes(1))
    assert again(ticket).shown_at == NINE + minutes(1)


def test_confirming_twice_records_once():
    line = a_line()
    ticket = again(take_at(a_kiosk(mall=line.mall), a_service(line=line)).ticket)
    for _time in range(2):
        show_ticket(ticket=again(ticket), actor="device:x", at=NINE + minutes(1))
    assert [event.type for event in history_of(ticket.id)] == ["queue.ticket.taken", "queue.ticket.shown"]


def test_the_same_command_key_gives_the_same_number():
    line = a_line()
    kiosk, service, key = a_kiosk(mall=line.mall), a_service(line=line), a_key()
    first = take_at(kiosk, service, key=key)
    second = take_at(kiosk, service, at=NINE + minutes(1), key=key)
    assert (second.ticket, second.code, second.label) == (first.ticket, first.code, first.label)
    assert (first.repeated, second.repeated) == (False, True)
    assert the_day_of(line).last_number == 1
    assert Ticket.objects.filter(line=line).count() == Visit.objects.filter(mall=line.mall).count() == 1


def test_the_key_of_another_device_opens_nothing():
    line = a_line()
    service, key = a_service(line=line), a_key()
    take_at(a_kiosk(mall=line.mall), service, key=key)
    assert refusal_of(lambda: take_at(a_kiosk(mall=line.mall), service, key=key)) == "journal.key_of_another"


# On a day that is open the hot statement itself must refuse; on one that is not, whoever would open it.
OPENED = pytest.mark.parametrize("opened", [True, False], ids=["day open", "day not open"])


@OPENED
@pytest.mark.parametrize("spoil", ["token", "revoked", "display", "another_mall"])
def test_a_device_that_is_not_a_kiosk_of_this_mall_takes_nothing(spoil, opened):
    line = a_line()
    if opened:
        open_line_day(line=line, at=NINE)
    device, token = a_kiosk(mall=a_mall() if spoil == "another_mall" else line.mall)
    if spoil == "revoked":
        device.revoked_at = NINE
    if spoil == "display":
        device.kind = "display"
    device.save()
    expected = "not_found" if spoil == "another_mall" else "queue.unknown_device"
    kiosk = (device, "forged" if spoil == "token" else token)
    assert refusal_of(lambda: take_at(kiosk, a_service(line=line))) == expected
    assert not Ticket.objects.exists()


@OPENED
@pytest.mark.parametrize(
    ("clock", "code"),
    [("07:30", "queue.not_open_yet"), ("15:00", "queue.closed_for_today"), ("22:00", "queue.closed_for_today")],
)
def test_outside_opening_hours_the_sentence_says_when(clock, code, opened):
    line = a_line()
    if opened:
        open_line_day(line=line, at=NINE)
    assert refusal_of(lambda: a_ticket(line, at=on(MONDAY, clock))) == code


@OPENED
@pytest.mark.parametrize("spoil", ["inactive", "another_mall", "line_inactive"])
def test_a_service_that_is_not_offered_in_this_mall_gets_no_number(spoil, opened):
    line = a_line()
    service = a_service(line=line)
    if opened:
        open_line_day(line=line, at=NINE)
    service.active = spoil != "inactive"
    service.save()
    if spoil == "line_inactive":
        Line.objects.filter(pk=line.pk).update(active=False)
    mall = a_mall() if spoil == "another_mall" else line.mall
    order = {
        "mall": mall.id,
        "service": service.id,
        "channel": Channel.HALL,
        "actor": "visitor",
        "at": NINE,
        "command_key": None,
    }
    refused = refusal_of(lambda: take_ticket(**order))
    assert refused == ("queue.no_number_for_this" if spoil == "line_inactive" else "not_found")
    assert not Ticket.objects.exists()


def test_a_code_that_another_visit_has_already_is_drawn_anew(monkeypatch):
    line = a_line()
    first = a_ticket(line)
    drawn = iter([first.visit.code, "K7M4PQX2RT"])
    monkeypatch.setattr("pendopo.queue.take_ticket.public_code", lambda: next(drawn))
    second = a_ticket(line)
    assert (second.number, second.visit.code) == (first.number + 1, "K7M4PQX2RT")


def test_the_key_of_another_command_of_the_same_visitor_takes_nothing():
    key = a_key()
    ticket = a_ticket()
    cancel(ticket=ticket, actor="visitor", at=NINE, command_key=key)
    assert refusal_of(lambda: a_ticket(ticket.line, command_key=key)) == "journal.key_of_another"


def test_on_a_closed_day_nothing_is_given():
    sunday = MONDAY - days(1)
    assert refusal_of(lambda: a_ticket(a_line(), at=on(sunday, "09:00"))).startswith("appointments.")


def test_a_full_line_says_so_in_the_language_of_the_screen():
    line = a_line_with_limit(2)
    a_ticket(line), a_ticket(line)
    with pytest.raises(LineFull) as refused:
        a_ticket(line)
    with translation.override("en"):
        assert "All 2 numbers" in str(refused.value)
    assert the_day_of(line).last_number == 2


def test_a_stopped_line_says_until_when():
    line = a_line()
    a_ticket(line)
    LineDay.objects.filter(line=line).update(paused_until=NINE + minutes(30))
    assert refusal_of(lambda: a_ticket(line, at=NINE + minutes(1))) == "queue.issuing_paused"
    assert a_ticket(line, at=NINE + minutes(30)).number == 2


def test_a_pause_of_the_hall_leaves_numbers_valid_and_takeable():
    line = a_line()
    a_pause(mall=line.mall, starts_at=NINE, ends_at=NINE + minutes(30))
    assert a_ticket(line, at=NINE + minutes(5)).state == TicketState.WAITING


def test_a_service_without_a_line_needs_no_number():
    service = a_service(agency=an_agency())
    assert refusal_of(lambda: a_ticket(service=service)) == "queue.no_number_for_this"


def test_a_service_of_another_mall_is_not_found():
    service, other = a_service_in(), a_mall()
    order = {"channel": Channel.HALL, "actor": "visitor", "at": NINE, "command_key": None}
    assert refusal_of(lambda: take_ticket(mall=other.id, service=service.id, **order)) == "not_found"


def test_priority_gives_the_head_start_of_its_class_and_says_why():
    line = a_line(head_starts={"elderly": 15, "disability": 20})
    ticket = a_ticket(line, priority=PriorityClass.ELDERLY)
    assert (ticket.rank_at, ticket.head_start_minutes, ticket.rank_reason) == (NINE - minutes(15), 15, "elderly")
    assert a_ticket(line, priority=PriorityClass.INFANT).head_start_minutes == 0


def test_from_home_a_number_is_held_until_a_stated_time():
    line = a_line(held_for_minutes=60)
    ticket = a_ticket(line, channel=Channel.HOME)
    assert (ticket.state, ticket.holds_until) == (TicketState.HELD, NINE + minutes(60))


def test_from_home_a_number_may_be_taken_before_the_doors_open():
    line = a_line(held_for_minutes=60)
    ticket = a_ticket(line, channel=Channel.HOME, at=on(MONDAY, "06:00"))
    assert ticket.holds_until == on(MONDAY, "09:00")


def test_a_hold_never_outlasts_the_day():
    line = a_line(held_for_minutes=120)
    assert a_ticket(line, channel=Channel.HOME, at=on(MONDAY, "14:30")).holds_until == on(MONDAY, "15:00")


def test_a_line_may_give_numbers_in_the_hall_only():
    line = a_line(from_home=False)
    assert refusal_of(lambda: a_ticket(line, channel=Channel.HOME)) == "queue.not_from_home"


def test_the_link_cannot_be_guessed_and_survives_the_telephone():
    code = a_ticket().visit.code
    assert read_code(code.lower()) == code
    assert read_code(code[:-1] + ("2" if code[-1] != "2" else "3")) is None


def test_a_clock_that_steps_back_never_lets_a_newcomer_pass():
    line = a_line()
    first = a_ticket(line, at=NINE + minutes(10))
    second = a_ticket(line, at=NINE)
    assert second.joined_at >= first.joined_at
    assert second.number == 2


def test_a_clock_that_steps_back_a_day_gives_no_number():
    line = a_line()
    for clock in ("09:00", "11:00"):
        a_ticket(line, at=on(MONDAY + days(1), clock))
    assert "clock" in refusal_of(lambda: a_ticket(line, at=on(MONDAY, "09:00")))


def test_one_number_costs_no_query_beside_the_hot_statement(django_assert_num_queries):
    line = a_line()
    service = a_service_in(line)
    a_ticket(line)
    # The hot statement itself passes Django's counting by; in a test it stands between SAVEPOINT and RELEASE.
    with django_assert_num_queries(2):
        take_ticket(mall=line.mall_id, service=service.id, channel=Channel.HALL, actor="visitor", at=NINE, command_key=a_key())
