"""The copy of a visit is whole, and the proof word opens what the link does not."""

import json

import pytest

from pendopo.journal.events import history_of
from pendopo.privacy.copy_visit import copy_of, give_copy
from pendopo.privacy.proof import FREE_TRIES, TooManyProofs, WrongProof, proof_word, prove
from pendopo.queue.models import Ticket, Visit
from tests.privacy.test_erase import NOTE, a_visit_over
from tests.situations.hall import a_line
from tests.situations.line import a_ticket
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db
# What a copy has no use for: how the line works, keys of other tables, and what it says in other words.
_OF_THE_LINE = {
    "mall", "visit", "line", "business_date", "numbered_in", "prefix", "changed_at", "joined_at", "rank_at", "head_start_minutes",
    "rank_reason", "shown_at", "holds_until", "reserved_for", "officer", "calls", "recalled_at", "parked_until", "park_reason",
}  # fmt: skip


def test_the_copy_holds_what_is_held():
    ticket = a_visit_over()

    copy = json.loads(copy_of(ticket.visit).as_json())

    (number,) = copy["numbers"]
    assert number["number"] == ticket.label
    assert number["note"].startswith(NOTE)
    assert copy["priority"] == "disability"
    assert [request["kind"] for request in copy["requests"]] == ["wheelchair"]
    assert [look["screen"] for look in copy["looks"]] == ["desk"]
    assert [step["kind"] for step in number["steps"]][:2] == ["queue.ticket.taken", "queue.ticket.called"]
    assert copy["kept_until"]


def test_a_new_column_of_ticket_or_visit_joins_the_copy_or_says_why_not():
    copied = {
        "id", "number", "service", "state", "priority", "counter", "taken_at", "called_at", "started_at", "finished_at", "missed_at",
        "outcome", "end_reason", "note",
    }  # fmt: skip
    assert {field.name for field in Ticket._meta.concrete_fields} == copied | _OF_THE_LINE
    of_visit = {"id", "mall", "code", "business_date", "channel", "priority", "language", "began_at"}
    assert {field.name for field in Visit._meta.concrete_fields} == of_visit | {"rehearsal"}


def test_the_copy_costs_as_many_queries_whatever_it_holds(django_assert_num_queries):
    few, many = a_visit_over(), a_visit_over()
    Ticket.objects.filter(pk=a_ticket(a_line(mall=many.mall)).pk).update(visit=many.visit)
    for visit in (few.visit, many.visit):
        fresh = Visit.objects.select_related("mall").get(pk=visit.pk)
        with django_assert_num_queries(10):
            copy_of(fresh)


def test_that_a_copy_was_given_is_told():
    ticket = a_visit_over()

    give_copy(visit=ticket.visit, given_by="holder", at=NINE, actor="visitor")

    assert history_of(ticket.visit_id)[-1].facts == {"given_by": "holder"}


def test_the_proof_word_is_the_paper_s_own():
    mine, other = a_ticket(), a_ticket()
    word = proof_word(mine.visit_id)

    prove(visit=mine.visit, typed=f" {word[:2].lower()}-{word[2:]} ", at=NINE)
    with pytest.raises(WrongProof):
        prove(visit=other.visit, typed=word, at=NINE)


def test_it_cannot_be_guessed_by_trying():
    visit = a_ticket().visit
    for _guess in range(FREE_TRIES):
        with pytest.raises(WrongProof):
            prove(visit=visit, typed="????", at=NINE)

    with pytest.raises(TooManyProofs):
        prove(visit=visit, typed=proof_word(visit.pk), at=NINE + minutes(59))
    prove(visit=visit, typed=proof_word(visit.pk), at=NINE + minutes(61))
