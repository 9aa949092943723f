"""Why no number is given: one sentence, the same at the kiosk and on the phone."""

import pytest
from django.utils import timezone, translation

from pendopo.appointments.open_line_day import open_line_day
from pendopo.appointments.reads import issuing_state
from pendopo.appointments.stop_issuing import StopReason, stop_issuing
from pendopo.kernel import clock
from pendopo.kernel.clock import zone
from pendopo.web.issuing import why_not
from tests.situations.desk_screen import words_of
from tests.situations.hall import a_closed_mall, a_line
from tests.situations.line import a_line_with_limit, a_service_in, a_ticket
from tests.situations.screens import a_kiosk_screen
from tests.situations.times import MONDAY, NINE, minutes, on

pytestmark = pytest.mark.django_db


def said(line, at=NINE, language="id") -> str:
    with translation.override(language), timezone.override(zone("Asia/Jakarta")):
        return why_not(issuing_state(line, at), MONDAY)


def a_stopped_line():
    line = a_line()
    day = open_line_day(line=line, at=NINE)
    stop_issuing(line_day=day, until=NINE + minutes(30), reason=StopReason.CROWDED, at=NINE, actor="officer:rina")
    return line


def test_nothing_is_said_while_numbers_are_given():
    assert said(a_line()) == ""


def test_before_the_opening_and_after_the_closing_it_says_when():
    line = a_line()

    assert said(line, on(MONDAY, "07:00")) == "Nomor dibuka 08.00"
    assert said(line, on(MONDAY, "15:00")).startswith("Buka lagi besok 08.00, ")
    assert said(line, on(MONDAY, "07:00"), "en") == "Numbers are given from 08:00"


def test_a_full_line_says_how_many_there_were_and_when_there_are_more():
    line = a_line_with_limit(1)
    a_ticket(line)

    assert said(line) == "Semua 1 nomor hari ini sudah diambil. Buka lagi besok 08.00"
    assert said(line, language="en") == "All 1 numbers of today are taken. Open again tomorrow 08:00"


def test_a_stopped_line_says_until_when_and_why():
    assert said(a_stopped_line()) == "Nomor belum diberikan sampai 09.30: yang menunggu sudah sebanyak yang dapat dilayani"


def test_a_line_that_nobody_opens_again_says_that_it_is_closed():
    assert said(a_line(mall=a_closed_mall())).startswith("Tutup: ")


def test_kiosk_and_phone_say_the_same(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NINE)
    line = a_stopped_line()
    service = a_service_in(line)
    kiosk = a_kiosk_screen(mall=line.mall)

    on_the_phone = words_of(client.get(f"/m/{line.mall.code}/layanan/{service.code}/nomor"))
    at_the_kiosk = words_of(kiosk.client.get(f"/k/layanan/{service.code}"))

    assert said(line) in on_the_phone
    assert said(line) in at_the_kiosk
