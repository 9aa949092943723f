"""The doors of the line: what is of another mall or another day is not there."""

import pytest
from tests.situations.hall import a_counter, a_kiosk, a_line, a_service
from tests.situations.line import a_ticket, an_open_desk
from tests.situations.times import NINE, days

from pendopo.catalogue.models import Line, Service
from pendopo.kernel.errors import NotFound
from pendopo.queue import doors

pytestmark = pytest.mark.django_db


@pytest.fixture
def lease():
    return an_open_desk(a_counter(line=a_line())).lease(NINE)


def of_another_mall():
    """A line, its service and a ticket of a mall in which Budi has nothing to do."""
    line = a_line()
    service = a_service(line=line)
    return line, service, a_ticket(line)


def test_a_desk_reaches_nothing_of_another_mall(lease):
    line, service, ticket = of_another_mall()
    elsewhere = an_open_desk(a_counter(line=line))
    for door in (
        lambda: doors.ticket_at(lease, ticket.id),
        lambda: doors.line_at(lease, line.id),
        lambda: doors.service_at(lease, service.id),
        lambda: doors.open_counter_at(lease, elsewhere.counter.id),
        lambda: doors.officer_at(lease, elsewhere.officer.id),
        lambda: doors.ticket_by_label(lease, ticket.label),
    ):
        with pytest.raises((NotFound, doors.NoSuchNumber)):
            door()


def test_a_desk_reaches_what_is_of_its_own_mall_and_day(lease):
    line = Line.objects.get(counter_lines__counter=lease.counter)
    ticket = a_ticket(line)
    assert doors.ticket_at(lease, ticket.id) == ticket
    assert doors.ticket_by_label(lease, ticket.label.lower().replace("-", " ")) == ticket
    assert doors.line_at(lease, line.id) == line
    assert doors.service_at(lease, ticket.service_id) == ticket.service
    doors.open_counter_at(lease, lease.counter_id)
    doors.officer_at(lease, lease.officer_id)


def test_a_desk_reaches_nothing_of_yesterday():
    desk = an_open_desk()
    line = desk.counter.counter_lines.get().line
    ticket = a_ticket(line)
    tomorrow = an_open_desk(a_counter(line=line), at=NINE + days(1)).lease(NINE + days(1))
    with pytest.raises(NotFound):
        doors.ticket_at(tomorrow, ticket.id)


def test_yesterdays_lease_opens_no_desk_today():
    desk = an_open_desk()
    with pytest.raises(doors.LeaseLost):
        desk.lease(NINE + days(1))


@pytest.mark.parametrize("what", [Line, Service])
def test_what_is_out_of_service_is_not_there(lease, what):
    line = Line.objects.get(counter_lines__counter=lease.counter)
    service = a_service(line=line)
    what.objects.filter(mall=lease.mall).update(active=False)
    with pytest.raises(NotFound):
        doors.line_at(lease, line.id) if what is Line else doors.service_at(lease, service.id)


def test_a_kiosk_reaches_no_visit_and_no_number_of_another_mall():
    _line, _service, ticket = of_another_mall()
    device, _token = a_kiosk()
    with pytest.raises(NotFound):
        doors.visit_at_kiosk(device, ticket.visit.code)
    with pytest.raises(NotFound):
        doors.ticket_at_kiosk(device, ticket.id)


def test_a_visit_reaches_no_ticket_of_another():
    line = a_line()
    sari, joko = a_ticket(line), a_ticket(line)
    assert doors.ticket_of(sari.visit, sari.id) == sari
    with pytest.raises(NotFound):
        doors.ticket_of(sari.visit, joko.id)
