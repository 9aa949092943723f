"""Every look at personal data is recorded, names records by reference only, and costs the call nothing."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pendopo.accounts.models import User
from pendopo.privacy.looks import Wanted, looks_at, looks_of
from pendopo.privacy.models import Look, Part, Purpose, Screen
from pendopo.privacy.protection import protect_looks, unprotected_looks
from pendopo.privacy.record_look import record_look
from tests.situations.hall import a_counter, a_mall, an_officer
from tests.situations.line import a_ticket, a_visitor_served_at, an_open_desk
from tests.situations.times import MONDAY, NINE, days, minutes

pytestmark = pytest.mark.django_db


def looked(mall, visits, *, at=NINE, person=None, **fields):
    person = person or User.objects.first() or an_officer(a_counter(mall=mall))
    fields = {"screen": Screen.ENTRANCE, "purpose": Purpose.WELCOME, "parts": [Part.NUMBER, Part.PRIORITY], **fields}
    record_look(mall=mall.pk, person=person.pk, subjects=visits, at=at, **fields)
    return person


def test_a_screen_with_many_records_is_one_row_and_one_statement():
    tickets = [a_ticket(line=None) for _ticket in range(3)]
    mall, visits = tickets[0].mall, [ticket.visit_id for ticket in tickets]
    person = an_officer(a_counter(mall=mall))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        looked(mall, visits, person=person)

    assert [query["sql"].split()[0] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))] == ["INSERT"]
    (row,) = looks_of(mall, Wanted(day=MONDAY))
    assert set(row.subjects) == set(visits)
    assert row.person == person.pk


def test_a_screen_that_showed_nobody_is_no_look():
    looked(a_mall(), [])

    assert not Look.objects.exists()


def test_a_call_is_a_look_of_the_officer_who_called():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)

    (row,) = looks_of(desk.counter.mall, Wanted(day=MONDAY))

    assert (row.person, row.subjects, row.screen, row.purpose) == (desk.officer.pk, (ticket.visit_id,), "desk", "serving")
    assert "note" in row.parts
    assert not Look.objects.exists()


def test_looks_are_found_by_day_by_person_and_by_record():
    desk = an_open_desk()
    ticket = a_visitor_served_at(desk)
    mall, ayu = ticket.mall, an_officer(desk.counter, name="Ayu")
    looked(mall, [ticket.visit_id], person=ayu)
    looked(mall, [a_ticket(ticket.line).visit_id], person=ayu, at=NINE + minutes(1))
    looked(mall, [ticket.visit_id], person=ayu, at=NINE + days(1))

    assert len(looks_of(mall, Wanted(day=MONDAY))) == 3
    assert len(looks_of(mall, Wanted(day=MONDAY, person=ayu.pk))) == 2
    assert [row.person for row in looks_of(mall, Wanted(person=desk.officer.pk))] == [desk.officer.pk]
    assert [row.person for row in looks_at(ticket.visit)] == [desk.officer.pk, ayu.pk, ayu.pk]
    assert looks_of(a_mall(), Wanted(day=MONDAY)) == ()


def test_the_number_of_queries_does_not_grow_with_the_looks(django_assert_num_queries):
    desk = an_open_desk()
    line = desk.counter.counter_lines.get().line
    for minute in range(4):
        served = a_visitor_served_at(an_open_desk(a_counter(line=line)))
        looked(desk.counter.mall, [served.visit_id], at=NINE + minutes(minute))

    with django_assert_num_queries(3):
        assert len(looks_of(desk.counter.mall, Wanted(day=MONDAY), limit=50)) == 8


def test_a_page_that_asks_again_by_itself_is_one_look():
    ticket = a_ticket()
    person = looked(ticket.mall, [ticket.visit_id], person=an_officer(), same_for=minutes(15))
    for minute in (5, 14, 16):
        looked(ticket.mall, [ticket.visit_id], person=person, same_for=minutes(15), at=NINE + minutes(minute))

    assert Look.objects.count() == 2


def test_a_look_is_never_changed_nor_removed():
    ticket = a_ticket()
    looked(ticket.mall, [ticket.visit_id], person=an_officer())

    for change in (lambda: Look.objects.update(screen="people"), lambda: Look.objects.all().delete()):
        with pytest.raises(DatabaseError, match="stays recorded"), transaction.atomic():
            change()


def test_the_protection_is_missed_when_it_is_not_there_and_put_back():
    on = " ON privacy_look" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER privacy_look_kept{on}")
    assert unprotected_looks(connection) == {"privacy_look_kept"}

    protect_looks(connection)

    assert unprotected_looks(connection) == frozenset()


def test_a_look_holds_no_personal_data():
    """Ids, an instant and stable words: the only text of a look."""
    ticket = a_ticket(priority="disability")
    looked(ticket.mall, [ticket.visit_id], person=an_officer(name="Budi"))

    (row,) = Look.objects.values()
    assert {"screen": row["screen"], "purpose": row["purpose"], "parts": row["parts"], "subjects": row["subjects"]} == {
        "screen": "entrance", "purpose": "welcome", "parts": "number priority", "subjects": str(ticket.visit_id),
    }  # fmt: skip
