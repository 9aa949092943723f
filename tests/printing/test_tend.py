"""One printer served: what waits comes out once, whole and in order, or is put aside with a reason."""

import pytest

from pendopo.journal.events import history_of
from pendopo.printing import conversation
from pendopo.printing.conversation import SENDING_AT_MOST_SECONDS
from pendopo.printing.models import JobState, Printer, PrinterState, PrintJob
from pendopo.printing.print_ticket import print_test_page, print_ticket
from pendopo.printing.reads import printers_in_trouble, printers_of
from pendopo.printing.settle_job import send_job, settle_old_jobs
from pendopo.printing.tend import tend
from pendopo.queue.cancel import cancel
from pendopo.web.paper.strip import compose
from tests.situations import printers
from tests.situations.hall import a_counter, a_line, a_mall
from tests.situations.line import a_ticket, again, an_open_desk
from tests.situations.paper import read_paper
from tests.situations.printers import (
    DeafPrinter,
    FakePrinter,
    MutePrinter,
    ResettingPrinter,
    RubbishPrinter,
    a_printer,
    an_address_where_nobody_listens,
)
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    for name in ("_ANSWER_SECONDS", "_PRINT_SECONDS", "_SEND_SECONDS"):
        monkeypatch.setattr(conversation, name, 0.3)


@pytest.fixture
def device():
    with FakePrinter() as printer:
        yield printer


def a_kiosk_number(line=None, **fields):
    """A number that a kiosk gave and nobody has confirmed yet."""
    return _unshown(a_ticket(line, **fields))


def _unshown(ticket):
    type(ticket).objects.filter(pk=ticket.pk).update(shown_at=None)
    return again(ticket)


def a_job(printer: Printer, ticket=None, *, at=NINE, **fields) -> PrintJob:
    ticket = ticket or a_kiosk_number(a_line(mall=printer.mall))
    return print_ticket(ticket=ticket, printer=printer, at=at, actor="visitor", origin="http://mpp.example", **fields)


def look(printer: Printer, at=NINE) -> bool:
    """The pressroom looks at the printer as the database holds it now."""
    fresh = Printer.objects.select_related("device", "mall").get(pk=printer.pk)
    return tend(fresh, compose=compose, now=lambda: at)


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


def events_of(row):
    return [event.type.rpartition(".")[2] for event in history_of(row.pk)]


def test_a_number_comes_out_once_and_counts_from_then_on(device):
    printer = a_printer(device)
    job = a_job(printer)

    assert look(printer)
    assert look(printer)

    assert [job.ticket.label in read_paper(paper).text for paper in device.papers] == [True]
    assert (state_of(job), events_of(job)) == (JobState.PRINTED, ["made", "sent", "printed"])
    assert again(job.ticket).shown_at == NINE


def test_asking_twice_for_the_same_number_is_one_paper(device):
    printer = a_printer(device)
    job = a_job(printer)

    assert a_job(printer, job.ticket) == job
    look(printer)

    assert len(device.papers) == 1


def test_numbers_come_out_in_the_order_in_which_they_were_taken(device):
    printer = a_printer(device)
    line = a_line(mall=printer.mall)
    tickets = [a_kiosk_number(line) for _ in range(3)]
    for late, ticket in enumerate(tickets):
        a_job(printer, ticket, at=NINE + minutes(late / 60))

    look(printer, NINE + minutes(0.1))

    printed = [read_paper(paper).text for paper in device.papers]
    assert [ticket.label in text for ticket, text in zip(tickets, printed, strict=True)] == [True] * 3
    assert device.conversations == 1


def test_without_paper_nothing_is_sent_and_the_hall_is_told_until_there_is_paper_again(device):
    printer = a_printer(device, name="Printer kios 2")
    job = a_job(printer)
    device.run_out()

    assert not look(printer)

    assert (state_of(job), PrintJob.objects.get().attempts) == (JobState.WAITING, 1)
    assert again(job.ticket).shown_at is None
    (card,) = printers_in_trouble(printer.mall)
    assert card.says == "Printer kios 2 kehabisan kertas."
    assert card.troubled

    device.refill()
    assert look(printer)

    assert printers_in_trouble(printer.mall) == ()
    assert state_of(job) == JobState.PRINTED
    assert events_of(printer) == ["set_up", "changed", "changed"]


def test_a_refilled_printer_does_not_print_old_numbers(device):
    printer = a_printer(device)
    job = a_job(printer)
    device.run_out()
    look(printer)
    device.refill()

    settle_old_jobs(at=NINE + minutes(1))
    look(printer, NINE + minutes(1))

    assert device.papers == []
    assert (state_of(job), events_of(job)) == (JobState.EXPIRED, ["made", "expired"])


def test_an_old_number_is_not_sent_even_before_it_is_put_aside(device):
    printer = a_printer(device)
    a_job(printer)

    look(printer, NINE + minutes(2))

    assert device.papers == []


def test_paper_that_runs_out_in_the_middle_leaves_the_job_unsure_and_nothing_inside_the_printer(device):
    printer = a_printer(device)
    job = a_job(printer)
    device.runs_out_after = 200

    assert not look(printer)
    look(printer)
    device.refill()
    look(printer)

    assert device.papers == []
    assert (state_of(job), PrintJob.objects.get().reason) == (JobState.UNSURE, "paper_out")
    assert events_of(job) == ["made", "sent", "unsure"]


def test_paper_nearly_used_up_is_said_and_printing_goes_on(device):
    printer = a_printer(device, name="Printer kios 1")
    device.paper = printers.NEAR_END
    job = a_job(printer)

    assert look(printer)

    assert state_of(job) == JobState.PRINTED
    (card,) = printers_in_trouble(printer.mall)
    assert (card.troubled, card.low, card.says) == (False, True, "Kertas Printer kios 1 hampir habis.")


@pytest.mark.parametrize("kind", [DeafPrinter, MutePrinter, RubbishPrinter, ResettingPrinter])
def test_a_half_dead_printer_gets_no_number_and_is_said_to_be_silent(kind):
    with kind() as half_dead:
        printer = a_printer(half_dead)
        job = a_job(printer)

        assert not look(printer)

        assert (state_of(printer), state_of(job)) == (PrinterState.SILENT, JobState.WAITING)
        assert job.ticket.label.encode() not in half_dead.received


def test_a_silent_printer_is_said_once_however_often_it_is_asked():
    with an_address_where_nobody_listens() as port:
        printer = a_printer(port)
        for late in range(5):
            look(printer, NINE + minutes(late))
    assert events_of(printer) == ["set_up", "changed"]


def test_an_open_cover_is_named(device):
    printer = a_printer(device, name="Printer kios 3")
    device.cause, device.state = printers.COVER_OPEN, printers.OFF_LINE

    look(printer)

    assert printers_in_trouble(printer.mall)[0].says == "Tutup Printer kios 3 terbuka."


def test_when_it_last_answered_is_known(device):
    printer = a_printer(device)
    look(printer, NINE + minutes(3))
    assert printers_of(printer.mall)[0].answered_at == NINE + minutes(3)


def test_a_number_that_is_over_is_not_printed(device):
    printer = a_printer(device)
    job = a_job(printer)
    cancel(ticket=again(job.ticket), actor="visitor", at=NINE)

    look(printer)

    assert device.papers == []
    assert (state_of(job), PrintJob.objects.get().reason) == (JobState.EXPIRED, "number_over")


def test_a_paper_that_cannot_be_composed_does_not_keep_the_next_one(device):
    printer = a_printer(device)
    broken = a_job(printer)
    well = a_job(printer, at=NINE + minutes(0.1))

    def compose_but_one(job, at):
        if job.pk == broken.pk:
            raise ValueError("no such sign")
        return compose(job, at)

    tend(printer, compose=compose_but_one, now=lambda: NINE + minutes(0.2))

    assert (state_of(broken), state_of(well)) == (JobState.EXPIRED, JobState.PRINTED)


def test_a_worker_that_died_in_the_middle_leaves_doubt_and_no_second_paper(device):
    """What it sent, nobody knows: the number is not printed again by itself."""
    printer = a_printer(device)
    job, waiting = a_job(printer), a_job(printer, at=NINE + minutes(0.1))
    assert send_job(PrintJob.objects.get(pk=job.pk), at=NINE)

    look(printer, NINE + minutes(0.1))
    assert device.papers == []
    later = NINE + minutes((SENDING_AT_MOST_SECONDS + 1) / 60)
    settle_old_jobs(at=later)
    look(printer, later)

    assert (state_of(job), events_of(job)) == (JobState.UNSURE, ["made", "sent", "unsure"])
    assert state_of(waiting) == JobState.PRINTED
    assert len(device.papers) == 1


def test_only_one_paper_at_a_time_may_be_sent_to_a_printer(device):
    printer = a_printer(device)
    first, second = a_job(printer), a_job(printer)

    assert send_job(first, at=NINE)
    assert not send_job(second, at=NINE)
    assert not send_job(PrintJob.objects.get(pk=first.pk), at=NINE)


def test_a_test_page_shows_width_and_knife(device):
    printer = a_printer(device, name="Printer kios 1", width_mm=58)
    print_test_page(printer=printer, at=NINE, actor="system", origin="http://mpp.example")

    look(printer)

    (paper,) = map(read_paper, device.papers)
    assert "Halaman percobaan" in paper.text
    assert "58 mm" in paper.text
    assert paper.cut


def test_two_malls_do_not_see_each_others_printers(device):
    a_printer(device)
    assert printers_of(a_mall()) == ()


def test_what_is_printed_is_as_things_stand_when_it_is_printed(device):
    printer = a_printer(device)
    line = a_line(mall=printer.mall)
    desk = an_open_desk(a_counter(line=line, number="3"))
    ticket = a_kiosk_number(line)
    a_job(printer, ticket)
    type(ticket).objects.filter(pk=ticket.pk).update(shown_at=NINE)
    desk.call(NINE)

    look(printer)

    assert "Anda dipanggil" in read_paper(device.papers[0]).text
