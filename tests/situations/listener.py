"""A screen that listens to the event stream of a real live process."""

import json
import os
import queue
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from threading import Thread
from typing import Any

from pendopo.config.supervisor import Installation, Supervisor, free_port
from pendopo.journal.relay import last_position
from pendopo.kernel.clock import now
from pendopo.kernel.keys import key_ring
from pendopo.queue.subscription import KEY_PURPOSE, cookie_name, sealed_subscription
from tests.situations.open_hall import OpenHall
from tests.situations.own_database import OwnDatabase
from tests.situations.times import minutes


class LiveAddress:
    """Where a live process listens, and how one asks it."""

    def __init__(self, port: int, keys: Path) -> None:
        self.port = port
        self._keys = keys

    def cookie(self, mall: object, *channels: str) -> str:
        key = key_ring(self._keys).secret(KEY_PURPOSE)
        sealed = sealed_subscription(key=key, mall=str(mall), channels=channels, until=now() + minutes(60))
        return f"{cookie_name('uji')}={sealed}"

    def ready(self) -> bool:
        return self._condition()["status"] == 200

    def has_heard(self, position: int) -> None:
        """Wait until the process has read the journal so far."""
        until = time.monotonic() + 20
        while self._condition().get("position", 0) < position:
            assert time.monotonic() < until, f"position {position} was not heard"
            time.sleep(0.01)

    def ask(self, **headers: str) -> HTTPResponse:
        return self._asked(headers)[1]

    def listener(self, cookie: str, *, after: str = "") -> "Listener":
        """A screen that begins to listen when the process has heard everything so far."""
        self.has_heard(last_position())
        return Listener(*self._asked({"Cookie": cookie} | ({"Last-Event-ID": after} if after else {})))

    def _asked(self, headers: dict[str, str]) -> tuple[HTTPConnection, HTTPResponse]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/live?s=uji", headers=headers)
        return connection, connection.getresponse()

    def _condition(self) -> dict[str, Any]:
        try:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/live/siap")
            response = connection.getresponse()
            return json.loads(response.read()) | {"status": response.status}
        except (OSError, HTTPException):
            return {"status": 0}


class LiveProcess(LiveAddress):
    """A live process alone, on a test's own database."""

    def __init__(self, database: OwnDatabase) -> None:
        super().__init__(free_port() + 1, database.data / "keys")
        self._installation = Installation(database.data, database.address, port=self.port - 1, extra=database.more())
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._installation.programs()["live"], env=self._installation.environment(), start_new_session=True
        )
        until = time.monotonic() + 30
        while not self.ready():
            assert time.monotonic() < until, "the live process does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        """As `kill -9` does, to all of it."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class LiveScreen:
    """A display of a running installation that comes back after each interruption, as a browser does."""

    def __init__(self, hall: OpenHall, supervisor: Supervisor) -> None:
        installation = supervisor.installation
        self._live = LiveAddress(installation.live_port, installation.data_directory / "keys")
        self._cookie = self._live.cookie(hall.mall.id, "calls")
        self._listener = self._live.listener(self._cookie)
        self.next("hello")

    def next(self, kind: str) -> "Told":
        return self._listener.next(kind)

    def reconnect(self) -> None:
        self._listener.close()
        self._listener = self._live.listener(self._cookie, after=self._listener.id)


@dataclass(frozen=True)
class Told:
    """One message as a browser hears it."""

    id: str
    kind: str
    data: Any


class Listener:
    """Reads a stream in a thread of its own. `id` is the last event id, as the browser keeps it."""

    def __init__(self, connection: HTTPConnection, response: HTTPResponse) -> None:
        self._socket = connection.sock
        self.response = response
        self.id = ""
        self.ended = False
        self._told: queue.Queue[Told] = queue.Queue()
        Thread(target=self._read, daemon=True).start()

    def next(self, kind: str | None = None, *, within: float = 10) -> Told:
        """The next message (of a kind)."""
        until = time.monotonic() + within
        while True:
            told = self._told.get(timeout=max(0.01, until - time.monotonic()))
            self.id = told.id or self.id
            if kind is None or told.kind == kind:
                return told

    def until(self, label: str, kind: str = "call") -> list[Told]:
        """All messages up to the one of this kind that speaks of this number."""
        heard = [self.next()]
        while (heard[-1].kind, heard[-1].data.get("number")) != (kind, label):
            heard.append(self.next())
        return heard

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _read(self) -> None:
        id_, kind, data = "", "message", ""
        try:
            for raw in self.response:
                line = raw.decode().rstrip("\n")
                word, _colon, value = line.partition(": ")
                if word == "id":
                    id_ = value
                elif word == "event":
                    kind = value
                elif word == "data":
                    data = value
                elif not line:
                    if data:
                        self._told.put(Told(id_, kind, json.loads(data)))
                    id_, kind, data = "", "message", ""
        except (OSError, ValueError, AttributeError):
            pass  # Cut off, as happens to screens.
        self.ended = True
