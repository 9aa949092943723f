"""A number on paper: once by itself, again on request, and never in the way of the number itself."""

import pytest

from pendopo.printing.choose_paper import choose_paper
from pendopo.printing.models import JobState, Printer, PrinterState, PrintJob
from pendopo.printing.set_up_printer import take_printer_away
from tests.situations.hall import a_mall
from tests.situations.line import a_key, a_ticket
from tests.situations.printers import a_printer, it_prints_at
from tests.situations.screens import JSON, KioskScreen, a_kiosk_screen, a_service_offered
from tests.situations.times import EIGHT, NINE, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return a_service_offered(name="Akta Kelahiran")


@pytest.fixture
def printer(service) -> Printer:
    return a_printer(9100, mall=service.mall, name="Printer kios 1")


@pytest.fixture
def kiosk(service, printer) -> KioskScreen:
    """A kiosk that prints at the printer by itself."""
    screen = a_kiosk_screen(mall=service.mall)
    it_prints_at(printer, screen.device)
    return screen


def press(kiosk: KioskScreen, ticket, *, headers=JSON, **fields):
    return kiosk.client.post("/k/cetak", {"tiket": str(ticket), **fields}, headers=headers)


def fares(kiosk: KioskScreen, ticket):
    return kiosk.client.get("/k/kertas", {"tiket": str(ticket)}, headers=JSON).json()


def test_taking_a_number_asks_for_its_paper_once(kiosk, service, printer):
    key = a_key()

    first, repeated = (kiosk.take(service, key=key).content.decode() for _ in range(2))

    job = PrintJob.objects.get()
    assert (job.printer, job.state, job.language, job.large) == (printer, JobState.WAITING, "id", False)
    assert (job.origin, job.expires_at) == ("http://testserver", NINE + minutes(1))
    assert "Kertas Anda sedang dicetak" in first
    assert job.ticket.label in repeated


def test_the_paper_speaks_the_language_of_the_screen(kiosk, service):
    kiosk.speak("en").take(service)
    assert PrintJob.objects.get().language == "en"


def test_who_chose_high_contrast_gets_large_print(kiosk, service):
    kiosk.client.cookies["tampilan"] = "kontras"
    kiosk.take(service)
    assert PrintJob.objects.get().large


def test_a_kiosk_without_a_printer_asks_for_none(service):
    page = a_kiosk_screen(mall=service.mall).take(service).content.decode()
    assert not PrintJob.objects.exists()
    assert "data-paper" not in page


def test_a_printer_without_paper_leaves_the_number_on_the_screen_and_says_so(kiosk, service):
    Printer.objects.update(state=PrinterState.OUT)

    page = kiosk.take(service).content.decode()

    assert PrintJob.objects.get().ticket.label in page
    assert "Kertas sedang tidak keluar" in page
    assert not fares(kiosk, PrintJob.objects.get().ticket_id)["well"]


@pytest.mark.parametrize(
    ("state", "says", "well", "over"),
    [
        (JobState.WAITING, "Kertas Anda sedang dicetak…", True, False),
        (JobState.SENDING, "Kertas Anda sedang dicetak…", True, False),
        (JobState.PRINTED, "Silakan ambil kertas Anda di bawah layar.", True, True),
        (JobState.UNSURE, "Kertas sedang tidak keluar. Foto layar ini atau catat nomor Anda: nomornya berlaku.", False, True),
        (JobState.EXPIRED, "Kertas sedang tidak keluar. Foto layar ini atau catat nomor Anda: nomornya berlaku.", False, True),
    ],
)
def test_the_page_hears_how_its_paper_fares(kiosk, service, state, says, well, over):
    kiosk.take(service)
    PrintJob.objects.update(state=state)

    heard = fares(kiosk, PrintJob.objects.get().ticket_id)

    assert (heard["says"], heard["well"], heard["over"]) == (says, well, over)


def test_once_more_is_the_same_number(kiosk, service):
    kiosk.take(service)
    PrintJob.objects.update(state=JobState.PRINTED)
    ticket = PrintJob.objects.get().ticket

    answer = press(kiosk, ticket.pk, besar="1")

    assert answer.json()["state"] == JobState.WAITING
    again = PrintJob.objects.get(copy=1)
    assert (again.ticket, again.large) == (ticket, True)


def test_pressing_while_it_is_being_printed_brings_no_second_paper(kiosk, service):
    kiosk.take(service)

    answers = [press(kiosk, PrintJob.objects.get().ticket_id).status_code for _ in range(3)]

    assert (answers, PrintJob.objects.count()) == ([200] * 3, 1)


def test_nobody_prints_for_ever(kiosk, service):
    kiosk.take(service)
    ticket = PrintJob.objects.get().ticket_id
    for _ in range(3):
        PrintJob.objects.update(state=JobState.PRINTED)
        assert press(kiosk, ticket).status_code == 200
    PrintJob.objects.update(state=JobState.PRINTED)

    refused = press(kiosk, ticket)

    assert (refused.status_code, refused.json()["type"]) == (409, "printing.enough_copies")


def test_the_kiosk_prints_again_only_within_a_minute(kiosk, service, at_nine):
    kiosk.take(service)
    PrintJob.objects.update(state=JobState.PRINTED)
    at_nine(NINE + minutes(1.5))

    refused = press(kiosk, PrintJob.objects.get().ticket_id)

    assert (refused.status_code, refused.json()["type"]) == (409, "printing.stood_too_long")
    assert "Petugas di pintu masuk" in refused.json()["title"]


def test_a_kiosk_may_print_only_when_the_visitor_presses(kiosk, service, printer):
    choose_paper(kiosk=kiosk.device, printer=printer, automatic=False, at=NINE, actor="system")
    kiosk.take(service)
    assert not PrintJob.objects.exists()

    taken = service.line.tickets.get()
    press(kiosk, taken.pk)

    assert PrintJob.objects.get().copy == 0


def test_without_a_script_the_press_says_how_it_fares(kiosk, service):
    kiosk.take(service)
    answer = press(kiosk, PrintJob.objects.get().ticket_id, headers=None)
    assert answer.status_code == 200
    assert "Kertas Anda sedang dicetak" in answer.content.decode()


def test_a_number_of_another_mall_is_not_printed(kiosk):
    stranger = a_ticket()
    assert press(kiosk, stranger.pk).status_code == 404
    assert kiosk.client.get("/k/kertas", {"tiket": str(stranger.pk)}, headers=JSON).status_code == 404


@pytest.mark.parametrize("forged", ["", "1", "00000000-0000-7000-8000-000000000000"])
def test_a_forged_number(kiosk, forged):
    assert press(kiosk, forged).status_code == 404


def test_only_a_kiosk_prints(client):
    assert client.post("/k/cetak", {"tiket": str(a_key())}, headers=JSON).status_code == 403


def test_a_printer_out_of_service_is_asked_for_nothing(kiosk, service, printer):
    take_printer_away(printer=printer, at=NINE, actor="system")
    page = kiosk.take(service).content.decode()
    assert not PrintJob.objects.exists()
    assert "data-paper" not in page


class TestTheBrowsersOwnPrinter:
    @pytest.mark.parametrize("width", [58, 80])
    def test_the_page_carries_the_ticket_for_its_paper(self, service, width):
        kiosk = a_kiosk_screen(mall=service.mall)
        choose_paper(kiosk=kiosk.device, width_mm=width, at=EIGHT, actor="system")

        page = kiosk.take(service).content.decode()

        assert f"paper--{width}" in page
        assert "data-automatic" in page
        assert not PrintJob.objects.exists()

    def test_a_browser_may_be_told_by_itself(self, service):
        kiosk = a_kiosk_screen(mall=service.mall)
        kiosk.get("/k/atur", cetak="tombol", lebar="58")

        page = kiosk.take(service).content.decode()

        assert "paper--58" in page
        assert "data-automatic" not in page

    def test_what_the_back_office_says_goes_before(self, service, printer):
        kiosk = a_kiosk_screen(mall=service.mall)
        kiosk.get("/k/atur", cetak="otomatis")
        it_prints_at(printer, kiosk.device)

        assert "paper--80" not in kiosk.take(service).content.decode()

    def test_a_width_that_does_not_exist_is_passed_over(self, service):
        kiosk = a_kiosk_screen(mall=a_mall())
        assert "lebar_kertas" not in kiosk.get("/k/atur", lebar="1000").cookies
