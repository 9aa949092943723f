"""The crowd's ticket printer: a socket that takes papers as a real one does, counts them, and can be switched off half-way."""

import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from pendopo.printing.escpos import CUT, DLE, FORGET, WHEN_DONE

_STATUS = DLE + b"\x04"
_WELL, _DONE = b"\x12", b"\x00"


class CrowdsPrinter:
    """Use as a context. `papers` came out whole; `torn` were cut off by the switch."""

    def __init__(self) -> None:
        self.papers = self.torn = 0
        self._on = True
        self._tear = False
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.switch_off()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def switch_off_half_way(self) -> None:
        """With the next paper that is being sent, in the middle of it."""
        self._tear = True

    def switch_off(self) -> None:
        with self._lock:
            self._on, self._tear = False, False
            for line in self._open:
                _reset(line)
            self._open.clear()

    def switch_on(self) -> None:
        self._tear, self._on = False, True

    def _listen(self) -> None:
        while True:
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if not self._on:
                    _reset(line)
                    continue
                self._open.add(line)
            threading.Thread(target=self._hold, args=(line,), daemon=True).start()

    def _hold(self, line: socket.socket) -> None:
        held = b""
        with suppress(OSError):
            while heard := line.recv(512):
                held = self._take(line, held + heard)
        with self._lock:
            self._open.discard(line)
        line.close()

    def _take(self, line: socket.socket, held: bytes) -> bytes:
        """Answer what is asked, print what is whole; returns what is not yet on paper."""
        while (at := held.find(_STATUS)) >= 0 and len(held) > at + len(_STATUS):
            held = held[:at] + held[at + len(_STATUS) + 1 :]
            line.sendall(_WELL)
        held = held.replace(FORGET, b"")
        if self._tear and held:
            self.torn += 1
            self.switch_off()
            return b""
        while (at := held.find(CUT)) >= 0:
            held = held[at + len(CUT) :]
            self.papers += 1
        if WHEN_DONE in held:
            held = held.replace(WHEN_DONE, b"")
            line.sendall(_DONE)
        return held


def _reset(line: socket.socket) -> None:
    """The other side hears a reset, as of a machine that lost its power."""
    with suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RD)
    line.close()
