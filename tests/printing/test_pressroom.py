"""The worker prints: real processes, real sockets, real time."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from pendopo.kernel.clock import now
from pendopo.printing.models import JobState, Printer, PrinterState, PrintJob
from pendopo.printing.print_ticket import print_ticket
from tests.situations.hall import a_line, a_mall
from tests.situations.line import a_ticket
from tests.situations.own_database import OwnDatabase
from tests.situations.paper import read_paper
from tests.situations.printers import DeafPrinter, FakePrinter, a_printer
from tests.situations.running_hall import eventually, far_from_midnight

pytestmark = pytest.mark.race


class HoldingPrinter(FakePrinter):
    """Has everything on paper and does not say so."""

    def __init__(self) -> None:
        super().__init__()
        self.knows_when_done = False

    def hear(self, heard: bytes) -> bytes:
        answers = super().hear(heard)
        return b"" if self.papers else answers


@contextmanager
def a_worker(own: OwnDatabase) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "pendopo.config.worker"], env=own.environment())
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def line(own_database):
    mall = a_mall(open_from="00:00", open_until="23:59", weekdays=range(7), time_zone=far_from_midnight(now()))
    return a_line(mall=mall)


def print_number(printer: Printer, line) -> str:
    at = now()
    ticket = a_ticket(line, at=at)
    print_ticket(ticket=ticket, printer=printer, at=at, actor="visitor", origin="http://mpp.example")
    return ticket.label


def seconds_until(happens: Callable[[], object]) -> float:
    began = time.monotonic()
    eventually(happens)
    return time.monotonic() - began


def is_ready(printer: Printer) -> bool:
    return Printer.objects.get(pk=printer.pk).state == PrinterState.READY


def test_paper_comes_within_a_second_also_beside_a_printer_that_hangs(own_database, line):
    with FakePrinter() as device, DeafPrinter() as deaf:
        well, hangs = a_printer(device, mall=line.mall), a_printer(deaf, mall=line.mall)
        with a_worker(own_database):
            eventually(lambda: is_ready(well))
            took = []
            for already in range(5):
                print_number(hangs, line)
                print_number(well, line)
                took.append(seconds_until(lambda already=already: len(device.papers) > already))
            assert sorted(took)[2] < 1, took


def test_two_workers_and_two_kiosks_on_one_printer_print_every_number_once_and_whole(own_database, line):
    with FakePrinter() as device:
        printer = a_printer(device, mall=line.mall)
        with a_worker(own_database), a_worker(own_database):
            labels = [print_number(printer, line) for _ in range(16)]
            eventually(lambda: not PrintJob.objects.exclude(state=JobState.PRINTED).exists())
        texts = [read_paper(paper).text for paper in device.papers]
    assert sorted(label for label in labels for text in texts if label in text) == sorted(labels)
    assert len(texts) == len(labels)


def test_a_worker_killed_in_the_middle_of_a_paper_prints_it_no_second_time(own_database, line):
    with HoldingPrinter() as device:
        printer = a_printer(device, mall=line.mall)
        with a_worker(own_database) as worker:
            eventually(lambda: is_ready(printer))
            print_number(printer, line)
            eventually(lambda: device.papers)
            worker.kill()
        assert PrintJob.objects.get().state == JobState.SENDING
        with a_worker(own_database):
            eventually(lambda: PrintJob.objects.get().state == JobState.UNSURE)
        assert len(device.papers) == 1
        assert PrintJob.objects.get().reason == "worker_lost"


def test_paper_is_refilled_and_printing_goes_on_by_itself(own_database, line):
    with FakePrinter() as device:
        device.run_out()
        printer = a_printer(device, mall=line.mall)
        with a_worker(own_database):
            print_number(printer, line)
            eventually(lambda: Printer.objects.get().state == PrinterState.OUT)
            device.refill()
            eventually(lambda: device.papers)
            eventually(lambda: is_ready(printer))


def let_everybody_go() -> None:
    """What a PostgreSQL that is started anew does to those who are connected. A file lets nobody go."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def test_printing_goes_on_when_the_database_let_everybody_go(own_database, line):
    with FakePrinter() as device:
        printer = a_printer(device, mall=line.mall)
        with a_worker(own_database):
            eventually(lambda: is_ready(printer))
            let_everybody_go()
            print_number(printer, line)
            eventually(lambda: device.papers)
