"""Speaking with a printer: what it says is looked at, and every wait has an end."""

import socket
import time

import pytest

from pendopo.printing import conversation
from pendopo.printing.conversation import AwayReason, Conversation, LossReason, PrinterAway, Status, StopReason
from pendopo.printing.escpos import ROLLS, Strip
from tests.situations import printers
from tests.situations.printers import (
    DeafPrinter,
    FakePrinter,
    MutePrinter,
    ResettingPrinter,
    RubbishPrinter,
    an_address_where_nobody_listens,
)


def a_paper(words: str = "A-047") -> bytes:
    strip = Strip(ROLLS[80])
    strip.text(words)
    strip.picture([[True, False] * 20] * 40, dot=6)
    return strip.written()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    for name in ("_ANSWER_SECONDS", "_PRINT_SECONDS", "_SEND_SECONDS"):
        monkeypatch.setattr(conversation, name, 0.3)


def status_of(printer: FakePrinter) -> Status:
    with Conversation("127.0.0.1", printer.port) as talk:
        return talk.status()


def why_away(port: int) -> AwayReason:
    with pytest.raises(PrinterAway) as away, Conversation("127.0.0.1", port) as talk:
        talk.status()
    return away.value.reason


def test_a_paper_arrives_byte_for_byte_and_is_known_to_be_printed():
    with FakePrinter() as printer, Conversation("127.0.0.1", printer.port) as talk:
        assert talk.status() == Status()
        assert talk.send(a_paper()) is None
        assert printer.papers == [a_paper()]


@pytest.mark.parametrize(
    ("paper", "cause", "state", "status"),
    [
        (printers.NEAR_END, 0, 0, Status(paper_low=True)),
        (printers.PAPER_OUT, printers.PAPER_END_STOP, printers.OFF_LINE, Status(paper_out=True)),
        (0, printers.PAPER_END_STOP, printers.OFF_LINE, Status(paper_out=True)),
        (0, printers.COVER_OPEN, printers.OFF_LINE, Status(stopped=StopReason.COVER_OPEN)),
        (0, printers.FAULT, printers.OFF_LINE, Status(stopped=StopReason.FAULT)),
        (0, 0, printers.OFF_LINE, Status(stopped=StopReason.OFF_LINE)),
    ],
)
def test_what_a_printer_says_of_itself(paper, cause, state, status):
    with FakePrinter() as printer:
        printer.paper, printer.cause, printer.state = paper, cause, state
        assert status_of(printer) == status
    assert status.prints == (paper == printers.NEAR_END)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (DeafPrinter, AwayReason.NO_ANSWER),
        (MutePrinter, AwayReason.NO_ANSWER),
        (RubbishPrinter, AwayReason.RUBBISH),
        (ResettingPrinter, AwayReason.BROKEN_OFF),
    ],
)
def test_a_half_dead_printer_is_away_and_nothing_is_sent(kind, reason):
    began = time.monotonic()
    with kind() as printer:
        assert why_away(printer.port) == reason
    assert time.monotonic() - began < 2
    assert b"A-047" not in printer.received


def test_nobody_listens_there():
    with an_address_where_nobody_listens() as port:
        assert why_away(port) == AwayReason.UNREACHABLE


def test_a_name_that_leads_out_of_the_halls_network_is_not_spoken_to(monkeypatch):
    class Elsewhere(socket.socket):
        def getpeername(self):
            return ("8.8.8.8", 9100)

    with FakePrinter() as printer:
        monkeypatch.setattr(socket, "socket", Elsewhere)
        assert why_away(printer.port) == AwayReason.UNREACHABLE
    assert not printer.received


def test_a_printer_that_does_not_know_when_it_is_done_is_believed_by_its_state():
    with FakePrinter() as printer:
        printer.knows_when_done = False
        with Conversation("127.0.0.1", printer.port) as talk:
            assert talk.send(a_paper()) is None


def test_paper_that_runs_out_in_the_middle_leaves_nothing_to_come_out_later():
    with FakePrinter() as printer:
        printer.runs_out_after = 100
        with Conversation("127.0.0.1", printer.port) as talk:
            assert talk.send(a_paper()) == LossReason.PAPER_OUT
        assert printer.forgot == 1
        printer.refill()
        assert printer.papers == []


def test_a_printer_that_breaks_off_in_the_middle_leaves_doubt():
    with ResettingPrinter(after=500) as printer, Conversation("127.0.0.1", printer.port) as talk:
        assert talk.send(a_paper() * 20) in {LossReason.BROKEN_OFF, LossReason.NO_ANSWER}


def test_a_printer_that_never_answers_prints_all_the_same_when_the_mall_says_so():
    with MutePrinter() as printer:
        with Conversation("127.0.0.1", printer.port, talks_back=False) as talk:
            assert talk.status().prints
            assert talk.send(a_paper()) is None
        for _ in range(100):
            if printer.papers:
                break
            time.sleep(0.01)
        assert printer.papers == [a_paper()]


def test_a_name_that_is_no_name_is_only_out_of_reach():
    for name in ("x" * 300, "..", "tidak-ada.invalid"):
        with pytest.raises(PrinterAway):
            Conversation(name, 9100)


def test_what_is_said_unasked_is_passed_over():
    with FakePrinter() as printer:
        answer = printer.hear
        printer.hear = lambda heard: b"\x14\x00\x00\x0f" + answer(heard)  # type: ignore[method-assign]
        assert status_of(printer) == Status()
