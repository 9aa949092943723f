"""Numbers taken at the entrance: several services behind one link, once each, however often the press arrives."""

import pytest

from pendopo.queue.models import Channel, Ticket
from tests.situations.hall import a_closed_day, a_counter, a_line, a_mall, a_service, an_agency
from tests.situations.line import a_key, a_ticket, an_open_desk
from tests.situations.printers import a_printer
from tests.situations.times import NINE
from tests.web.backoffice.conftest import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def services(mall):
    return [a_service(line=a_line(mall=mall), name=name) for name in ("Akta Kelahiran", "Paspor")]


def take(phone, services, **more):
    return phone.press("nomor", pilih=[service.code for service in services], **more)


def test_two_services_are_two_numbers_of_one_visit(phone, services):
    answer = take(phone, services, prioritas="elderly")

    first, second = Ticket.objects.order_by("pk")
    assert first.visit_id == second.visit_id
    assert (first.visit.channel, first.visit.priority) == (Channel.DESK, "elderly")
    words = words_of(answer)
    assert all(text in words for text in ("Akta Kelahiran", "Paspor", f"/t/{first.visit.code}"))


def test_the_same_press_takes_no_second_number(phone, services):
    key = a_key()
    pages = [words_of(take(phone, services, key=key)) for _ in range(2)]
    assert Ticket.objects.count() == 2
    code = Ticket.objects.order_by("pk")[0].visit.code
    assert [f"/t/{code}" in page for page in pages] == [True, True]


def test_a_service_without_numbers_does_not_keep_the_other_from_it(phone, mall, services):
    shut = an_agency(mall=mall)
    a_closed_day(mall=mall, agency=shut)
    closed = a_service(line=a_line(mall=mall, agency=shut), name="Tilang")

    answer = take(phone, [closed, services[0]])

    assert Ticket.objects.get().service == services[0]
    assert "notice--warn" in answer.content.decode()


def test_without_a_service_nothing_is_taken(phone, services):
    answer = phone.press("nomor")
    assert (answer.status_code, "Centang dulu" in words_of(answer)) == (400, True)


def test_services_are_found_by_everyday_words_and_what_is_ticked_stays(phone, services):
    page = phone.get("nomor", q="akta lahir", pilih=services[1].code)
    words = words_of(page)
    assert "Akta Kelahiran" in words
    assert words.index("Paspor") < words.index("Akta Kelahiran")


def test_a_further_service_joins_the_visit_that_was_scanned(phone, services):
    ticket = a_ticket(service=services[0], at=NINE)

    take(phone, [services[1]], tiket=str(ticket.id))

    assert set(Ticket.objects.filter(visit=ticket.visit).values_list("service", flat=True)) == {one.id for one in services}


def test_a_service_of_another_mall_is_not_found(phone):
    other = a_service(line=a_line(mall=a_mall()))
    assert take(phone, [other]).status_code == 404
    assert not Ticket.objects.exists()


def test_a_number_is_printed_at_a_printer_at_hand(phone, mall, services):
    a_printer(9100, mall=mall, name="Printer pintu")
    ticket = a_ticket(service=services[0], at=NINE)

    answer = phone.press("cetak", tiket=str(ticket.id))

    assert f"{ticket.label} sedang dicetak" in words_of(answer)
    assert "Di Printer pintu." in words_of(answer)


def test_the_fullest_line_stands_first_with_its_counters(phone, mall, services):
    counter = a_counter(line=services[1].line)
    an_open_desk(counter, at=NINE)
    for _ in range(3):
        a_ticket(service=services[1], at=NINE)

    words = words_of(phone.get("antrean"))

    assert "3 orang menunggu" in words
    assert words.index(services[1].line.name) < words.index(services[0].line.name)
    assert "1 loket buka" in words
