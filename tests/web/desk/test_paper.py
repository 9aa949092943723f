"""An officer prints a number: the same number, where it came out before or where there is paper."""

import pytest

from pendopo.printing.models import JobState, Printer, PrinterState, PrintJob
from pendopo.printing.print_ticket import print_ticket
from tests.situations.desk_screen import a_desk_screen, a_desk_with_waiting, button, words_of
from tests.situations.line import a_key, a_ticket
from tests.situations.printers import a_printer
from tests.situations.times import NINE

pytestmark = pytest.mark.django_db


def test_a_number_comes_out_where_it_came_out_before():
    screen, (ticket,) = a_desk_with_waiting(1)
    a_printer(9100, mall=ticket.mall, name="Printer A")
    kiosks = a_printer(9101, mall=ticket.mall, name="Printer kios 2")
    print_ticket(ticket=ticket, printer=kiosks, at=NINE, actor="visitor")
    PrintJob.objects.update(state=JobState.PRINTED)

    answered = screen.click("cetak", tiket=ticket.id)

    assert f"{ticket.label} keluar di Printer kios 2." in words_of(answered)
    assert PrintJob.objects.get(copy=1).printer == kiosks


def test_a_number_that_no_kiosk_printed_comes_out_where_there_is_paper():
    screen, (ticket,) = a_desk_with_waiting(1)
    a_printer(9100, mall=ticket.mall, name="Printer A")
    Printer.objects.update(state=PrinterState.OUT)
    well = a_printer(9101, mall=ticket.mall, name="Printer B")

    screen.press("cetak", tiket=ticket.id)

    assert PrintJob.objects.get().printer == well


def test_a_repeated_press_is_one_paper():
    screen, (ticket,) = a_desk_with_waiting(1)
    a_printer(9100, mall=ticket.mall)
    key = a_key()
    for _time in range(3):
        assert screen.press("cetak", tiket=ticket.id, key=key).status_code == 200
        PrintJob.objects.update(state=JobState.PRINTED)
    assert PrintJob.objects.count() == 1


def test_a_printer_that_does_not_print_is_said_at_once():
    screen, (ticket,) = a_desk_with_waiting(1)
    a_printer(9100, mall=ticket.mall, name="Printer A")
    Printer.objects.update(state=PrinterState.SILENT)
    assert "Printer A sedang tidak mencetak." in words_of(screen.click("cetak", tiket=ticket.id))


def test_the_button_is_there_where_a_printer_is():
    screen, (ticket,) = a_desk_with_waiting(1)
    assert not button(screen.sheet("nomor", nomor=ticket.label), "cetak")
    a_printer(9100, mall=ticket.mall)
    assert button(screen.sheet("nomor", nomor=ticket.label), "cetak")


def test_without_any_printer_the_sentence_says_what_to_do():
    screen, (ticket,) = a_desk_with_waiting(1)
    refused = screen.press("cetak", tiket=ticket.id)
    assert (refused.status_code, refused.json()["type"]) == (409, "printing.no_printer_here")


def test_a_number_of_another_mall_is_not_printed():
    stranger = a_ticket()
    a_printer(9100, mall=stranger.mall)
    assert a_desk_screen().press("cetak", tiket=stranger.id).status_code == 404
    assert not PrintJob.objects.exists()
