"""What the database itself refuses, whatever the code does."""

import pytest
from django.db import IntegrityError, transaction
from tests.situations.hall import a_counter, a_line, an_officer
from tests.situations.line import a_ticket, a_ticket_at, again, an_open_desk
from tests.situations.times import NINE, minutes

from pendopo.kernel.identifiers import uuid7
from pendopo.queue.models import DeskLease, Ticket, TicketState, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused():
    def of(action, name):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            action()
        # PostgreSQL names the rule, SQLite the columns of a unique one.
        assert any(word in str(error.value) for word in name), error.value

    return of


def copied(row, **changes):
    row.pk = uuid7()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def test_a_number_is_issued_once_per_line_and_day(refused):
    ticket = a_ticket()
    refused(lambda: copied(again(ticket)), ["number_issued_once", "queue_ticket.number"])


def test_a_counter_has_one_visitor(refused):
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    a_ticket_at(desk)
    other = a_ticket(line)
    held = {"state": TicketState.SERVING, "counter": desk.counter, "officer": desk.officer}
    refused(lambda: Ticket.objects.filter(pk=other.pk).update(**held), ["one_ticket_per_counter", "queue_ticket.counter_id"])


def test_a_visit_is_at_one_counter(refused):
    line = a_line()
    desk, beside = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    here = a_ticket_at(desk)
    further = a_ticket(line, visit=here.visit)
    held = {"state": TicketState.CALLED, "counter": beside.counter, "officer": beside.officer}
    refused(lambda: Ticket.objects.filter(pk=further.pk).update(**held), ["one_counter_per_visit", "queue_ticket.visit_id"])


def test_who_is_at_a_counter_has_one(refused):
    ticket = a_ticket()
    refused(lambda: Ticket.objects.filter(pk=ticket.pk).update(state=TicketState.CALLED), ["ticket_at_counter_has_holder"])


def test_what_is_done_has_an_outcome(refused):
    ticket = a_ticket()
    refused(lambda: Ticket.objects.filter(pk=ticket.pk).update(state=TicketState.DONE), ["done_has_outcome"])


def test_a_code_leads_to_one_visit(refused):
    ticket = a_ticket()
    refused(lambda: copied(Visit.objects.get(pk=ticket.visit_id)), ["one_visit_per_code", "queue_visit.code"])


def test_a_counter_is_open_in_one_browser(refused):
    desk = an_open_desk()
    lease = desk.lease(NINE)
    rina = an_officer(desk.counter, name="Rina")
    refused(lambda: copied(lease, officer=rina), ["one_lease_per_counter", "queue_desklease.counter_id"])


def test_an_officer_has_one_counter_open(refused):
    desk = an_open_desk()
    lease = desk.lease(NINE)
    beside = a_counter(mall=desk.counter.mall)
    refused(lambda: copied(lease, counter=beside), ["one_lease_per_officer", "queue_desklease.officer_id"])


def test_closed_leases_are_in_nobodys_way():
    desk = an_open_desk()
    lease = desk.lease(NINE)
    copied(lease, state="closed", changed_at=NINE + minutes(1))
    assert DeskLease.objects.filter(counter=desk.counter).count() == 2
