"""One conversation with a printer over TCP. Every wait has an end, and whatever it answers is looked at before it is believed.

A printer may be off, full of somebody else's paper, accept the connection and never read, reset it in the middle, or answer
rubbish. What comes out of here is a `Status`, a `Loss`, or PrinterAway; the database is not known here.
"""

import ipaddress
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

from pendopo.printing.escpos import FORGET, WHEN_DONE, real_time_status

_CONNECT_SECONDS = 1.0
_ANSWER_SECONDS = 1.0
_SEND_SECONDS = 4.0
_PRINT_SECONDS = 4.0
_GOODBYE_SECONDS = 0.3
_NOISE_AT_MOST = 64
_UNASKED_BYTES = 4
_CHUNK = 2048
#: Longer than a sender may take by these limits; after it, a paper that is still being sent is nobody's.
SENDING_AT_MOST_SECONDS = 12.0


class AwayReason(StrEnum):
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    RUBBISH = "rubbish"
    BROKEN_OFF = "broken_off"


class StopReason(StrEnum):
    COVER_OPEN = "cover_open"
    FAULT = "fault"
    OFF_LINE = "off_line"


class LossReason(StrEnum):
    PAPER_OUT = "paper_out"
    NO_ANSWER = "no_answer"
    BROKEN_OFF = "broken_off"
    WORKER_LOST = "worker_lost"


class PrinterAway(Exception):
    """It cannot be spoken to."""

    def __init__(self, reason: AwayReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Status:
    """What a printer says of itself."""

    paper_out: bool = False
    paper_low: bool = False
    stopped: StopReason | None = None

    @property
    def prints(self) -> bool:
        return not self.paper_out and self.stopped is None


class Conversation:
    """Connect, ask, send, say goodbye. Use as a context. Raises PrinterAway from every method but `send`."""

    def __init__(self, host: str, port: int, *, talks_back: bool = True) -> None:
        self._talks_back = talks_back
        try:
            self._line = socket.create_connection((host, port), timeout=_CONNECT_SECONDS)
            self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, UnicodeError):  # A name that is no name does not even reach the network.
            raise PrinterAway(AwayReason.UNREACHABLE) from None
        if not _in_private_network(self._line):
            self._line.close()
            raise PrinterAway(AwayReason.UNREACHABLE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(OSError):
            # A printer that has not read everything would lose the rest to a reset.
            self._line.shutdown(socket.SHUT_WR)
            self._line.settimeout(_GOODBYE_SECONDS)
            while self._line.recv(_CHUNK):
                pass
        self._line.close()

    def status(self) -> Status:
        """How it is now; of a printer that never answers, that it could be reached is all that is known."""
        if not self._talks_back:
            return Status()
        state, cause, paper = (self._ask(number) for number in (1, 2, 4))
        paper_out = bool(paper & 0x60 or cause & 0x20)
        stopped = None
        if cause & 0x04:
            stopped = StopReason.COVER_OPEN
        elif cause & 0x40:
            stopped = StopReason.FAULT
        elif state & 0x08 and not paper_out:
            stopped = StopReason.OFF_LINE
        return Status(paper_out=paper_out, paper_low=bool(paper & 0x0C), stopped=stopped)

    def send(self, paper: bytes) -> LossReason | None:
        """Send one paper; None once it is printed. A reason means that some of it may have come out.

        Then the printer is told to forget the rest, so that new paper does not bring the old number.
        """
        try:
            self._push(paper + (WHEN_DONE if self._talks_back else b""))
            if self._talks_back:
                self._wait_until_printed()
        except PrinterAway as away:
            self._forget()
            return LossReason.BROKEN_OFF if away.reason is AwayReason.BROKEN_OFF else LossReason.NO_ANSWER
        except _PaperOut:
            self._forget()
            return LossReason.PAPER_OUT
        return None

    def _push(self, content: bytes) -> None:
        until = time.monotonic() + _SEND_SECONDS
        for start in range(0, len(content), _CHUNK):
            left = until - time.monotonic()
            if left <= 0:
                raise PrinterAway(AwayReason.NO_ANSWER)
            self._line.settimeout(left)
            try:
                self._line.sendall(content[start : start + _CHUNK])
            except TimeoutError:
                raise PrinterAway(AwayReason.NO_ANSWER) from None
            except OSError:
                raise PrinterAway(AwayReason.BROKEN_OFF) from None

    def _wait_until_printed(self) -> None:
        """The answer to GS r comes when all before it is printed. Some printers do not know it: then their state decides."""
        try:
            self._answer(within=_PRINT_SECONDS, fixed=0x90, pattern=0x00)
        except PrinterAway as away:
            if away.reason is AwayReason.BROKEN_OFF:
                raise
            status = self.status()
            if status.paper_out:
                raise _PaperOut from None
            if not status.prints:
                raise

    def _forget(self) -> None:
        with suppress(PrinterAway):
            self._push(FORGET)

    def _ask(self, number: int) -> int:
        self._push(real_time_status(number))
        # Every answer to DLE EOT has bit 1 and bit 4 set, bit 0 and bit 7 not.
        return self._answer(within=_ANSWER_SECONDS, fixed=0x93, pattern=0x12)

    def _answer(self, *, within: float, fixed: int, pattern: int) -> int:
        """The next answer of this form. An answer is one byte; what comes in heaps is no answer, and is not heard for ever."""
        until, heard, noise = time.monotonic() + within, b"", 0
        while (left := until - time.monotonic()) > 0 and noise < _NOISE_AT_MOST:
            heard += self._hear(left)
            while _is_unasked(heard) and len(heard) >= _UNASKED_BYTES:
                heard = heard[_UNASKED_BYTES:]
            if heard and heard[0] & fixed == pattern and (len(heard) == 1 or _is_unasked(heard[1:])):
                return heard[0]
            if heard and not _is_unasked(heard):
                noise, heard = noise + len(heard), b""
        raise PrinterAway(AwayReason.RUBBISH if noise else AwayReason.NO_ANSWER)

    def _hear(self, seconds: float) -> bytes:
        """What comes next; nothing when nothing does."""
        self._line.settimeout(seconds)
        try:
            said = self._line.recv(_NOISE_AT_MOST)
        except TimeoutError:
            return b""
        except OSError:
            raise PrinterAway(AwayReason.BROKEN_OFF) from None
        if not said:
            raise PrinterAway(AwayReason.BROKEN_OFF)
        return said


def _in_private_network(line: socket.socket) -> bool:
    """An address elsewhere is refused when it is written (`set_up_printer`); where a name leads is only known here."""
    try:
        return ipaddress.ip_address(line.getpeername()[0]).is_private
    except OSError:
        return True  # Reset already: nothing goes anywhere, and who asks hears why.


def _is_unasked(heard: bytes) -> bool:
    """Some printers report a change unasked, in four bytes of which the first has bit 4 set and bit 1 not."""
    return bool(heard) and heard[0] & 0x93 == 0x10


class _PaperOut(Exception):
    pass
