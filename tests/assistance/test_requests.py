"""A request for help is asked once, taken by one, done; and says nothing about who asks."""

import pytest
from django.db import IntegrityError, transaction

from pendopo.assistance import ask
from pendopo.assistance.attend import finish_assistance, hand_assistance_back, take_assistance, withdraw_assistance
from pendopo.assistance.lifecycle import ASSISTANCE
from pendopo.assistance.models import AskedFrom, Assistance, AssistanceKind, AssistanceState
from pendopo.assistance.reads import count_untaken, offers_for, open_assistance
from pendopo.journal.events import history_of
from pendopo.journal.lifecycle import AlreadyMoved
from tests.situations.assistance import a_request_for_help
from tests.situations.hall import a_counter, a_greeter, a_kiosk, a_line, a_mall
from tests.situations.line import a_key, a_ticket, a_ticket_at, an_open_desk, refusal_of
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def mall():
    return a_mall()


def by_phone(mall, ticket, **fields):
    return a_request_for_help(mall, visit=ticket.visit, asked_from=AskedFrom.PHONE, actor="visitor", **fields)


def test_a_request_is_taken_by_one_and_done(mall):
    request = a_request_for_help(mall)
    ayu = a_greeter(mall)

    take_assistance(request=request, person=ayu, at=NINE + minutes(2))
    finish_assistance(request=request, actor=f"officer:{ayu.pk}", at=NINE + minutes(9))

    assert [event.type for event in history_of(request.id)] == [
        "assistance.request.asked", "assistance.request.taken", "assistance.request.finished",
    ]  # fmt: skip
    assert history_of(request.id)[1].facts["waited_seconds"] == 120
    assert open_assistance(mall, NINE + minutes(10)) == ()


def test_two_greeters_do_not_go_to_the_same_visitor(mall):
    request = a_request_for_help(mall)
    same = Assistance.objects.get(pk=request.pk)
    take_assistance(request=request, person=a_greeter(mall), at=NINE)

    with pytest.raises(AlreadyMoved):
        take_assistance(request=same, person=a_greeter(mall, name="Made"), at=NINE)


def test_who_cannot_come_after_all_leaves_it_to_the_others(mall):
    request, ayu = a_request_for_help(mall), a_greeter(mall)
    take_assistance(request=request, person=ayu, at=NINE)
    assert count_untaken(mall, NINE) == 0

    hand_assistance_back(request=request, actor=f"officer:{ayu.pk}", at=NINE)

    assert count_untaken(mall, NINE) == 1
    assert open_assistance(mall, NINE)[0].taken is False


def test_one_press_that_arrives_twice_at_once_asks_once(mall, monkeypatch):
    key, look, looks = a_key(), ask.effect_of, []
    first = a_request_for_help(mall, command_key=key)

    def look_in_vain_once(*whose, **by):
        looks.append(whose)
        return look(*whose, **by) if len(looks) > 1 else None

    monkeypatch.setattr(ask, "effect_of", look_in_vain_once)

    assert a_request_for_help(mall, command_key=key).pk == first.pk


def test_the_same_help_is_asked_for_once_while_it_is_open(mall):
    ticket = a_ticket(a_line(mall=mall))
    first, second = by_phone(mall, ticket), by_phone(mall, ticket)
    assert first.pk == second.pk

    withdraw_assistance(request=first, actor="visitor", at=NINE)
    assert by_phone(mall, ticket).pk != first.pk


def test_the_database_itself_refuses_the_second(mall):
    first = by_phone(mall, a_ticket(a_line(mall=mall)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assistance.objects.create(
            mall=mall, kind=first.kind, visit=first.visit, business_date=first.business_date, asked_from="phone",
            state=AssistanceState.ASKED, changed_at=NINE, asked_at=NINE,
        )  # fmt: skip


def test_the_greeter_asks_for_several_visitors_but_a_press_sent_twice_is_one(mall):
    key = a_key()
    a_request_for_help(mall, command_key=key)
    a_request_for_help(mall, command_key=key)
    a_request_for_help(mall, command_key=a_key())
    assert Assistance.objects.count() == 2


def test_a_kiosk_says_where_to_come(mall):
    kiosk, _token = a_kiosk(mall=mall, name="Kios pintu timur")
    for _ in range(2):
        a_request_for_help(mall, device=kiosk, asked_from=AskedFrom.KIOSK)
    (card,) = open_assistance(mall, NINE)
    assert card.place == "Kios pintu timur"


def test_a_visitor_at_a_counter_is_found_there(mall):
    desk = an_open_desk(a_counter(mall=mall, line=a_line(mall=mall)))
    ticket = a_ticket_at(desk)
    by_phone(mall, ticket)
    (card,) = open_assistance(mall, NINE)
    assert (card.numbers, card.counter) == ((ticket.label,), desk.counter.number)


def test_the_reads_ask_the_same_number_of_questions_whatever_there_is(mall, django_assert_num_queries):
    line = a_line(mall=mall)
    for _ in range(4):
        by_phone(mall, a_ticket(line))
    with django_assert_num_queries(2):
        assert len(open_assistance(mall, NINE)) == 4


def test_yesterdays_requests_are_not_shown(mall):
    a_request_for_help(mall)
    assert open_assistance(mall, NINE + minutes(24 * 60)) == ()


def test_the_visitor_sees_how_each_request_stands(mall):
    ticket = a_ticket(a_line(mall=mall))
    request = by_phone(mall, ticket)
    take_assistance(request=request, person=a_greeter(mall), at=NINE)
    assert {offer.kind: offer.state for offer in offers_for(ticket.visit)}["wheelchair"] == "taken"


def test_an_unknown_kind_is_refused(mall):
    assert refusal_of(lambda: a_request_for_help(mall, kind="uang")) == "assistance.kind_unclear"


def test_every_state_can_be_reached():
    assert ASSISTANCE.states() == set(AssistanceState.values)


def test_events_carry_no_person(mall):
    request = by_phone(mall, a_ticket(a_line(mall=mall)), kind=AssistanceKind.COMPANION)
    assert set(history_of(request.id)[0].facts) == {"kind", "asked_from", "visit", "device"}
