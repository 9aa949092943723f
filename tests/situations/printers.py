"""Ticket printers as sockets on this machine: they record what they are sent, answer as a real one would, or misbehave."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Self

from pendopo.directory.models import Device, Mall
from pendopo.printing.choose_paper import choose_paper
from pendopo.printing.escpos import CUT, FORGET, WHEN_DONE
from pendopo.printing.models import Printer
from pendopo.printing.set_up_printer import set_up_printer
from tests.situations.hall import a_mall
from tests.situations.times import EIGHT

_STATUS = b"\x10\x04"
_ANSWER = 0x12
COVER_OPEN, PAPER_END_STOP, FAULT = 0x04, 0x20, 0x40
NEAR_END, PAPER_OUT, OFF_LINE = 0x0C, 0x60, 0x08


class FakePrinter:
    """A printer with paper, until told otherwise. Use as a context.

    `papers` are the papers that came out, each with everything between two cuts; `received` all bytes as they came. What a
    subclass changes is how it behaves, not what it records.
    """

    def __init__(self) -> None:
        self.paper = self.cause = self.state = 0
        self.knows_when_done = True
        self.received = b""
        self.papers: list[bytes] = []
        self.conversations = 0
        self.at_once = 0
        self.most_at_once = 0
        self.forgot = 0
        #: Stop in the middle of a paper, with this many bytes of it printed.
        self.runs_out_after: int | None = None
        #: Everything that waits inside the printer, not yet on paper.
        self._buffer = b""
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._ended = threading.Event()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._open:
            line.close()

    def run_out(self) -> None:
        self.paper, self.cause, self.state = PAPER_OUT, PAPER_END_STOP, OFF_LINE

    def refill(self) -> None:
        """New paper: what the printer still holds comes out."""
        self.paper = self.cause = self.state = 0
        self.runs_out_after = None
        self._print()

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            self._open.append(line)
            self.conversations += 1
            threading.Thread(target=self._hold, args=(line,), daemon=True).start()

    def _hold(self, line: socket.socket) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        with suppress(OSError):
            self.speak(line)
        self.at_once -= 1
        line.close()

    def speak(self, line: socket.socket) -> None:
        while heard := line.recv(4096):
            with self._lock:
                self.received += heard
                answers = self.hear(heard)
            if answers:
                line.sendall(answers)

    def hear(self, heard: bytes) -> bytes:
        """What to answer. Our pictures never hold the bytes of these commands, so they can be looked for."""
        answers = b""
        while (at := heard.find(_STATUS)) >= 0:
            asked = heard[at + 2]
            answers += bytes([_ANSWER | {1: self.state, 2: self.cause, 4: self.paper}[asked]])
            heard = heard[:at] + heard[at + 3 :]
        if FORGET in heard:
            self.forgot += 1
            heard, self._buffer = heard.replace(FORGET, b""), b""
        self._buffer += heard
        return answers + self._print()

    def _print(self) -> bytes:
        if self.runs_out_after is not None and len(self._buffer) > self.runs_out_after:
            self.run_out()
        if self.paper & PAPER_OUT or self.cause:
            return b""
        answers = b""
        if WHEN_DONE in self._buffer:
            self._buffer = self._buffer.replace(WHEN_DONE, b"")
            answers = b"\x00" if self.knows_when_done else b""
        while (at := self._buffer.find(CUT)) >= 0:
            end = at + len(CUT)
            self.papers.append(self._buffer[:end])
            self._buffer = self._buffer[end:]
        return answers


class DeafPrinter(FakePrinter):
    """Accepts the connection and never reads."""

    def speak(self, line: socket.socket) -> None:
        self._ended.wait()


class MutePrinter(FakePrinter):
    """Reads and prints, and never answers."""

    def hear(self, heard: bytes) -> bytes:
        super().hear(heard)
        return b""


class RubbishPrinter(FakePrinter):
    """Answers whatever comes to its mind, and does not stop."""

    def hear(self, heard: bytes) -> bytes:
        return b"\xff\x00HTTP/1.1 400 Bad Request\r\n" * 20


class ResettingPrinter(FakePrinter):
    """Breaks the connection off: at the first byte, or after so many."""

    def __init__(self, after: int = 0) -> None:
        super().__init__()
        self._after = after

    def speak(self, line: socket.socket) -> None:
        while len(self.received) < self._after and (heard := line.recv(256)):
            self.received += heard
            if answers := self.hear(heard):
                line.sendall(answers)
        if not self._after:
            line.recv(1)
        # Zero seconds to linger: the other side hears a reset, not an end.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@contextmanager
def an_address_where_nobody_listens() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])


def a_printer(at_port: int | FakePrinter, *, mall: Mall | None = None, at: datetime = EIGHT, **fields: Any) -> Printer:
    """A printer of the mall that is reached at this port of this machine."""
    port = at_port if isinstance(at_port, int) else at_port.port
    defaults = {"name": f"Printer {port}", "width_mm": 80, "talks_back": True}
    return set_up_printer(mall=mall or a_mall(), host="127.0.0.1", port=port, at=at, actor="system", **{**defaults, **fields})


def it_prints_at(printer: Printer, kiosk: Device) -> None:
    choose_paper(kiosk=kiosk, printer=printer, at=EIGHT, actor="system")
