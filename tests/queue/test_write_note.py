"""The note that stays with a ticket."""

import pytest
from tests.situations.line import a_visitor_served_at, again, an_open_desk
from tests.situations.times import NINE, minutes

from pendopo.journal.events import history_of
from pendopo.kernel.errors import NotFound
from pendopo.queue.finish import finish
from pendopo.queue.models import Outcome
from pendopo.queue.park import park
from pendopo.queue.write_note import LONGEST_NOTE, write_note

pytestmark = pytest.mark.django_db


def test_it_is_kept_and_its_words_stay_out_of_the_journal():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)

    write_note(desk=desk.lease(NINE), ticket=ticket, note=" Cek ejaan nama ", at=NINE)

    assert again(ticket).note == "Cek ejaan nama"
    event = history_of(ticket.id)[-1]
    assert event.type == "queue.ticket.noted"
    assert "ejaan" not in str(event.facts)


def test_it_stays_when_the_visitor_is_set_aside_and_may_still_be_changed():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)
    write_note(desk=desk.lease(NINE), ticket=ticket, note="Saksi kedua", at=NINE)
    park(desk=desk.lease(NINE), ticket=ticket, reason="witness", at=NINE + minutes(1))

    assert again(ticket).note == "Saksi kedua"
    write_note(desk=desk.lease(NINE), ticket=again(ticket), note="Saksi datang", at=NINE + minutes(2))
    assert again(ticket).note == "Saksi datang"


def test_it_makes_no_button_of_another_screen_look_too_late():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)
    seen = again(ticket)
    write_note(desk=desk.lease(NINE), ticket=ticket, note="x", at=NINE + minutes(1))

    finish(desk=desk.lease(NINE), ticket=seen, outcome=Outcome.SERVED, at=NINE + minutes(2))


def test_the_same_note_again_leaves_no_event_and_a_long_one_is_cut():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)
    write_note(desk=desk.lease(NINE), ticket=ticket, note="x" * 900, at=NINE)
    events = len(history_of(ticket.id))
    write_note(desk=desk.lease(NINE), ticket=again(ticket), note="x" * LONGEST_NOTE, at=NINE)

    assert len(again(ticket).note) == LONGEST_NOTE
    assert len(history_of(ticket.id)) == events


def test_only_the_counter_that_has_the_visitor_writes():
    ticket = a_visitor_served_at(an_open_desk())

    with pytest.raises(NotFound):
        write_note(desk=an_open_desk().lease(NINE), ticket=ticket, note="x", at=NINE)
