"""Today's switchboard: a break of the hall, a line's numbers stopped and given again, a rehearsal; and the first steps."""

import pytest
from django.test import Client

from pendopo.directory.models import Mall, Pause
from pendopo.queue.models import Ticket
from tests.situations.hall import (
    a_counter,
    a_display,
    a_kiosk,
    a_line,
    a_mall,
    a_person,
    a_post,
    a_service,
    a_zone,
    an_officer,
)
from tests.situations.line import a_ticket
from tests.situations.screens import JSON, a_kiosk_screen
from tests.situations.times import MONDAY, NINE, days, minutes
from tests.web.backoffice.conftest import the_office_of, words_of

pytestmark = pytest.mark.django_db

TODAY = "/kelola/kalianda/hari-ini"


@pytest.fixture
def mall() -> Mall:
    return a_mall(code="kalianda", name="MPP Kalianda")


def pause(office: Client, *, reason: str = "Senam bersama", minutes: str = "30"):
    return office.post(f"{TODAY}/jeda", {"minutes": minutes, "reason": reason})


def test_a_break_of_the_hall_is_said_on_the_portal_until_it_ends(mall, at_nine):
    a_service(line=a_line(mall=mall))
    office = the_office_of(mall)

    pause(office)
    assert "Senam bersama" in words_of(office.get(TODAY))
    portal = words_of(Client().get("/"))
    assert "Senam bersama" in portal
    assert "09.30" in portal

    at_nine(NINE + minutes(5))
    office.post(f"{TODAY}/jeda/{Pause.objects.get().id}/akhiri")
    assert "Senam bersama" not in words_of(Client().get("/"))
    assert "Senam bersama" not in words_of(office.get(TODAY)).replace("misalnya “Senam bersama”", "")


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "x" * 121}, {"minutes": "7"}])
def test_a_break_says_how_long_and_why(mall, fields):
    answer = pause(the_office_of(mall), **fields)

    assert answer.status_code == 422
    assert not Pause.objects.exists()


def test_a_stopped_line_gives_no_number_and_says_why_until_it_does_again(mall):
    line = a_line(mall=mall)
    service = a_service(line=line)
    kiosk = a_kiosk_screen(mall=mall)
    office = the_office_of(mall)

    office.post(f"{TODAY}/jalur/{line.code}/henti", {"minutes": "30", "reason": "trouble"})
    refused = kiosk.take(service, headers=JSON)
    assert refused.status_code == 409
    assert "09.30" in refused.json()["title"]
    assert "gangguan" in words_of(office.get(TODAY))
    assert Ticket.objects.count() == 0

    office.post(f"{TODAY}/jalur/{line.code}/buka")
    assert kiosk.take(service, headers=JSON).status_code in {200, 201}


def test_no_reason_is_chosen_until_somebody_chooses_one(mall):
    """Visitors read it: the first of a list is not to be given by mistake."""
    a_line(mall=mall)

    page = the_office_of(mall).get(TODAY).content.decode()

    assert '<select class="input" name="reason" required><option value="">pilih alasannya</option>' in page
    assert "selected" not in page.partition('name="reason"')[2].partition("</select>")[0]


@pytest.mark.parametrize(
    "fields", [{"minutes": "15", "reason": "no such"}, {"minutes": "7", "reason": "trouble"}, {"minutes": "15", "reason": ""}]
)
def test_a_stop_that_is_not_clear_stops_nothing_and_says_what_is_missing(mall, fields):
    line = a_line(mall=mall)
    office = the_office_of(mall)

    refused = office.post(f"{TODAY}/jalur/{line.code}/henti", fields)

    assert refused.status_code == 422
    assert "Silakan pilih berapa lama dan mengapa" in words_of(refused)
    assert "diberikan" in words_of(office.get(TODAY))


def test_waiting_and_taken_are_counted_per_line(mall):
    line = a_line(mall=mall, name="KTP-el", daily_limit=80)
    for _ in range(3):
        a_ticket(line)

    assert "KTP-el 3 3/80" in words_of(the_office_of(mall).get(TODAY))


def test_a_rehearsal_begins_and_ends_and_its_tickets_are_thrown_away(mall):
    line = a_line(mall=mall)
    office = the_office_of(mall)

    office.post("/kelola/kalianda/gladi/mulai")
    assert "Gladi berjalan sejak pukul 09.00." in words_of(office.get(TODAY))
    a_ticket(line)

    office.post("/kelola/kalianda/gladi/akhiri")
    page = words_of(office.get(TODAY))
    assert "Gladi berjalan" not in page
    assert " 0 " in page[page.index(line.name) :]


def test_a_second_rehearsal_is_refused_in_words(mall):
    office = the_office_of(mall)
    office.post("/kelola/kalianda/gladi/mulai")

    answer = office.post("/kelola/kalianda/gladi/mulai")

    assert answer.status_code == 409
    assert "Gladi sedang berjalan" in words_of(answer)


def test_the_first_steps_are_ticked_as_they_are_done(mall):
    office = the_office_of(mall)
    assert "2 dari 10" in words_of(office.get("/kelola/kalianda/"))

    a_kiosk(mall=mall)
    a_display(zone=a_zone(mall=mall))
    office.post("/kelola/kalianda/gladi/mulai")
    office.post("/kelola/kalianda/gladi/akhiri")

    assert "5 dari 10" in words_of(office.get("/kelola/kalianda/"))


def test_who_left_does_not_keep_the_officers_step_open(mall):
    counter = a_counter(line=a_line(mall=mall))
    an_officer(counter, password="batu karang di tepi pantai")
    a_post(user=a_person("Gone"), mall=mall, agency=counter.agency, until_date=MONDAY - days(1))

    assert "1/1" in words_of(the_office_of(mall).get("/kelola/kalianda/"))


def test_in_english(mall):
    office = the_office_of(mall)
    office.cookies["bahasa"] = "en"
    a_line(mall=mall)

    page = words_of(office.get(TODAY))

    assert "Break of the whole hall" in page
    assert "Monday, 23 November 2026" in page


def test_queries_do_not_grow_with_lines(mall, django_assert_num_queries):
    office = the_office_of(mall)
    a_ticket(a_line(mall=mall))
    office.get(TODAY)
    queries = 10

    with django_assert_num_queries(queries):
        office.get(TODAY)
    for _ in range(9):
        a_ticket(a_line(mall=mall))
    office.get(TODAY)
    with django_assert_num_queries(queries):
        office.get(TODAY)
