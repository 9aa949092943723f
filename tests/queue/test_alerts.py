"""What calls for attention: once until it is over, seen to by name; help at a counter; words to the counters."""

import pytest
from tests.situations.hall import a_counter, a_line, a_manager, a_person
from tests.situations.line import an_open_desk, refusal_of
from tests.situations.times import NINE, minutes

from pendopo.journal.models import Event
from pendopo.journal.relay import give_positions
from pendopo.queue.alerts import acknowledge, alert_in, ask_for_help, come_to_help, end_alert, help_is_over, raise_alert
from pendopo.queue.board import Board, Hall
from pendopo.queue.board_messages import said
from pendopo.queue.message_desks import message_desks, read_message
from pendopo.queue.reads.desk_news import desk_news
from pendopo.queue.watch_models import Alert, AlertKind, AlertState, DeskMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbours():
    """Two open counters of one zone, and one of another zone of the same mall."""
    line = a_line()
    far = a_line(mall=line.mall)
    return an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=far))


def messages_of(type_):
    give_positions()
    board = Board(Hall("Asia/Jakarta"))
    return [message for event in Event.objects.filter(type=type_) for message in said(board, event)]


def test_an_alert_stands_once_until_it_is_over():
    counter = a_counter()
    facts = {"mall": counter.mall, "kind": AlertKind.ABSENT, "about": counter.id}

    first, again = raise_alert(at=NINE, **facts), raise_alert(at=NINE + minutes(1), **facts)
    end_alert(alert=first, at=NINE + minutes(2))
    end_alert(alert=first, at=NINE + minutes(3))
    anew = raise_alert(at=NINE + minutes(4), **facts)

    assert (first.pk == again.pk, first.pk == anew.pk) == (True, False)
    types = list(Event.objects.filter(type__startswith="queue.alert.").order_by("at").values_list("type", flat=True))
    assert types == ["queue.alert.raised", "queue.alert.over", "queue.alert.raised"]


def test_it_is_seen_to_by_name_and_by_one_person():
    counter = a_counter()
    rina, wayan = a_manager(counter.mall), a_person("Wayan")
    alert = raise_alert(mall=counter.mall, kind=AlertKind.WAIT, about=counter.id, at=NINE)

    seen = acknowledge(alert=alert, person=rina, at=NINE)
    acknowledge(alert=alert, person=rina, at=NINE)

    assert (seen.state, seen.seen_by) == (AlertState.SEEN, rina)
    assert refusal_of(lambda: acknowledge(alert=alert, person=wayan, at=NINE)) == "queue.somebody_sees_to_it"
    assert Event.objects.filter(type="queue.alert.seen").count() == 1


def test_an_alert_of_another_mall_is_not_found():
    counter = a_counter()
    alert = raise_alert(mall=counter.mall, kind=AlertKind.WAIT, about=counter.id, at=NINE)

    assert refusal_of(lambda: alert_in(a_counter().mall, alert.id)) == "not_found"


def test_help_is_seen_by_the_zones_colleagues_and_by_nobody_else(neighbours):
    desk, colleague, far = (one.lease(NINE) for one in neighbours)

    ask_for_help(desk=desk, at=NINE)
    ask_for_help(desk=desk, at=NINE)

    assert [one.counter_number for one in desk_news(colleague).help] == [desk.counter.number]
    assert desk_news(far).help == ()
    assert (desk_news(desk).own.seen_by, desk_news(desk).help) == ("", ())
    (message,) = messages_of("queue.alert.raised")
    assert message.channels == {"watch", f"desks:{desk.counter.zone_id}", f"counter:{desk.counter_id}"}


def test_a_colleague_answers_by_name_and_the_others_read_it(neighbours):
    desk, colleague, far = (one.lease(NINE) for one in neighbours)
    alert = ask_for_help(desk=desk, at=NINE)

    come_to_help(desk=colleague, alert=alert.id, at=NINE + minutes(1))

    assert desk_news(desk).own.seen_by == colleague.officer.name
    assert desk_news(colleague).help[0].answered
    assert refusal_of(lambda: come_to_help(desk=far, alert=alert.id, at=NINE)) == "queue.somebody_sees_to_it"


def test_who_asked_ends_it(neighbours):
    desk, colleague, _far = (one.lease(NINE) for one in neighbours)
    ask_for_help(desk=desk, at=NINE)

    help_is_over(desk=desk, at=NINE + minutes(1))
    help_is_over(desk=desk, at=NINE + minutes(1))

    assert (desk_news(desk).own, desk_news(colleague).help) == (None, ())
    assert Alert.objects.get().state == AlertState.OVER


def test_words_to_all_counters_reach_each_until_it_has_read_them(neighbours):
    desks = [one.lease(NINE) for one in neighbours]
    rina = a_manager(desks[0].mall)

    told = message_desks(mall=desks[0].mall, text="  Rapat   pukul 15.00 di aula ", sender=rina, at=NINE)
    read_message(desk=desks[0], message=desk_news(desks[0]).words[0].message, at=NINE)

    assert told == 3
    assert desk_news(desks[0]).words == ()
    assert [words.text for words in desk_news(desks[1]).words] == ["Rapat pukul 15.00 di aula"]


def test_words_to_one_counter_reach_that_one_and_stay_out_of_the_journal(neighbours):
    desk, other, _far = (one.lease(NINE) for one in neighbours)

    message_desks(mall=desk.mall, text="Budi, mohon ke ruang rapat", sender=a_manager(desk.mall), at=NINE, counter=desk.counter)

    assert (len(desk_news(desk).words), desk_news(other).words) == (1, ())
    assert not any("Budi" in str(facts) for facts in Event.objects.values_list("facts", flat=True))
    (message,) = messages_of("queue.message.sent")
    assert message.channels == {"watch", f"counter:{desk.counter_id}"}


def test_nobody_reads_words_to_a_closed_counter():
    counter = a_counter()
    rina = a_manager(counter.mall)

    assert refusal_of(lambda: message_desks(mall=counter.mall, text="Halo", sender=rina, at=NINE)) == "queue.nobody_to_tell"
    assert refusal_of(lambda: message_desks(mall=counter.mall, text="  ", sender=rina, at=NINE)) == "queue.nothing_said"
    assert not DeskMessage.objects.exists()


def test_another_desk_cannot_read_them_away(neighbours):
    desk, other, _far = (one.lease(NINE) for one in neighbours)
    message_desks(mall=desk.mall, text="Halo", sender=a_manager(desk.mall), at=NINE, counter=desk.counter)

    read_message(desk=other, message=desk_news(desk).words[0].message, at=NINE)

    assert len(desk_news(desk).words) == 1
