"""One installation's processes: web, event stream, worker. Started together, restarted when they die, stopped together."""

import ctypes
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pendopo.config.tls.serving import Tls

_SOURCE = Path(__file__).resolve().parents[2]
_PR_SET_PDEATHSIG = 1
# What ran this long had been well; its end is a first failure again.
_HAD_BEEN_WELL_SECONDS = 60.0
_CERTIFICATE_EVERY_SECONDS = 5.0
# Looked up here: between fork and exec nothing may be loaded any more.
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


class PortBusy(Exception):
    """Something else listens there. Two servers on one port would silently share the visitors between them."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is already in use")
        self.port = port


class NotReady(Exception):
    """A process did not come up; `said` is what it printed last."""

    def __init__(self, said: Sequence[str]) -> None:
        super().__init__("\n".join(said))


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the data is and where it listens: pages on `port`, the event stream on the next one, both by HTTPS with `tls`.

    Who comes to `redirect_port` by http is sent on to the pages; 0 for none.
    """

    data_directory: Path
    database_address: str = ""
    port: int = 8000
    host: str = "127.0.0.1"
    extra: dict[str, str] = field(default_factory=dict)
    tls: Tls | None = None
    redirect_port: int = 0

    @property
    def live_port(self) -> int:
        return self.port + 1

    @property
    def own_address(self) -> str:
        """Where this machine reaches it."""
        return "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 - only named

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.own_address}:{self.port}"

    @property
    def scheme(self) -> str:
        return "https" if self.tls else "http"

    @property
    def ports(self) -> tuple[int, ...]:
        """All on which it listens."""
        return (self.port, self.live_port, *filter(None, [self.redirect_port]))

    @property
    def cookies_of_its_own(self) -> dict[str, str]:
        """What keeps the cookies of installations apart that listen on this machine's own address alone."""
        return {"PENDOPO_COOKIE_MARK": str(self.port)} if self.host in {"127.0.0.1", "localhost"} else {}

    def environment(self) -> dict[str, str]:
        """What every process of this installation is started with."""
        paths = [str(_SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pendopo.config.settings",
            "PENDOPO_DATA": str(self.data_directory),
            "PENDOPO_DATABASE": self.database_address,
            "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
            "PYTHONUNBUFFERED": "1",
            **(self.tls.environment() if self.tls else {}),
            **self.extra,
        }

    def programs(self) -> dict[str, list[str]]:
        on_postgresql = urlsplit(self.database_address).scheme in {"postgresql", "postgres"}
        granian = [
            sys.executable, "-m", "granian", "--host", self.host, "--no-access-log", "--log-level", "warning", "--no-ws",
            "--respawn-failed-workers", "--respawn-interval", "0.2",
        ]  # fmt: skip
        if self.tls:
            granian += [
                "--ssl-certificate", str(self.tls.certificate), "--ssl-keyfile", str(self.tls.key),
                "--ssl-protocol-min", "tls1.2",
                # When a renewed certificate is taken up, old workers go on answering until new ones have loaded Django.
                "--respawn-interval", "4",
            ]  # fmt: skip
        redirect = [sys.executable, "-m", "pendopo.config.tls.redirect", self.host, str(self.redirect_port), str(self.port)]
        return {
            "web": [
                *granian, "--interface", "wsgi", "--port", str(self.port), "--workers", "2" if on_postgresql else "1",
                # On SQLite those who wait are committed together: more of them at once, fewer waits for the disk.
                "--blocking-threads", "4" if on_postgresql else "8", "--backpressure", "512", "--workers-kill-timeout", "5",
                "pendopo.config.wsgi:application",
            ],
            "live": [
                *granian, "--interface", "asgi", "--port", str(self.live_port), "--workers", "1", "--backpressure", "20000",
                # An open stream never ends by itself, so a worker that is asked to stop is not waited for.
                "--backlog", "8192", "--workers-kill-timeout", "1", "pendopo.live.app:application",
            ],
            "worker": [sys.executable, "-m", "pendopo.config.worker"],
            **({"redirect": redirect} if self.redirect_port else {}),
        }  # fmt: skip


class _Child:
    """One process group and what it said last."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str], tell: Callable[[str], None]) -> None:
        self.name = name
        self._command, self._environment, self._tell = command, environment, tell
        self.said: list[str] = []
        self.process: subprocess.Popen[str] | None = None
        self.not_before = 0.0
        self.failures = 0
        self._started_at = 0.0

    def start(self) -> None:
        self._started_at = time.monotonic()
        self.process = subprocess.Popen(
            self._command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            text=True, start_new_session=True, preexec_fn=_die_with_parent,  # noqa: PLW1509 - one async-signal-safe call
        )  # fmt: skip
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self.said = [*self.said[-30:], line.rstrip()]
            self._tell(f"[{self.name}] {line.rstrip()}")

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def count_failure(self) -> int:
        """How often it failed in a row, this time included."""
        had_been_well = time.monotonic() - self._started_at >= _HAD_BEEN_WELL_SECONDS
        self.failures = 1 if had_been_well else self.failures + 1
        return self.failures

    def signal(self, number: int) -> None:
        """To its first process only, which tells its workers itself."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Start, watch, restart, stop. Use as a context."""

    def __init__(self, installation: Installation, *, tell: Callable[[str], None] = print) -> None:
        self.installation = installation
        environment = installation.environment()
        self._children = [_Child(name, command, environment, tell) for name, command in installation.programs().items()]
        self._stopping = threading.Event()
        self._certificate_of, self._look_at_certificate = 0.0, 0.0
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    @property
    def port(self) -> int:
        return self.installation.port

    @property
    def live_port(self) -> int:
        return self.installation.live_port

    def process_ids(self) -> dict[str, int]:
        """The first process of each program (a server's workers are its children)."""
        return {child.name: child.process.pid for child in self._children if child.process is not None}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.stop()

    def start(self) -> None:
        """Raises PortBusy before anything is started."""
        refuse_busy_ports(self.installation.host, self.installation.ports)
        self._certificate_of = self.installation.tls.changed_at() if self.installation.tls else 0.0
        for child in self._children:
            child.start()
        self._watcher.start()

    def wait_until_ready(self, *, seconds: float = 30, unless: threading.Event | None = None) -> None:
        """Return when pages and event stream answer, or when `unless` is set. Raises NotReady with what the processes said."""
        until = time.monotonic() + seconds
        for port, path in ((self.port, "/sehat"), (self.live_port, "/live/siap")):
            while not _answers(f"{self.installation.scheme}://{self.installation.own_address}:{port}{path}"):
                if unless is not None and unless.is_set():
                    return
                if time.monotonic() > until:
                    raise NotReady([line for child in self._children for line in child.said])
                time.sleep(0.1)

    def stop(self) -> None:
        """Ask each to end, then insist."""
        self._stopping.set()
        for child in self._children:
            child.signal_group(signal.SIGTERM)
        until = time.monotonic() + 5
        for child in self._children:
            if child.process is not None:
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(timeout=max(0.1, until - time.monotonic()))
            child.signal_group(signal.SIGKILL)

    def _watch(self) -> None:
        while not self._stopping.wait(0.1):
            for child in self._children:
                if child.died():
                    self._start_again(child)
            self._notice_new_certificate()

    def _notice_new_certificate(self) -> None:
        """A certificate that was renewed, by us or by whoever gives it, is taken up by new workers; old ones end their answers."""
        tls = self.installation.tls
        if tls is None or time.monotonic() < self._look_at_certificate:
            return
        self._look_at_certificate = time.monotonic() + _CERTIFICATE_EVERY_SECONDS
        changed_at = tls.changed_at()
        if changed_at and changed_at != self._certificate_of:
            self._certificate_of = changed_at
            for child in self._children:
                if child.name in {"web", "live"}:
                    child.signal(signal.SIGHUP)

    def _start_again(self, child: _Child) -> None:
        """At once the first time, slower while it keeps failing. What is left of its group is ended first: a server's orphaned
        workers would go on listening."""
        if child.not_before == 0.0:
            child.signal_group(signal.SIGKILL)
            child.not_before = time.monotonic() + min(0.1 * 2 ** child.count_failure(), 10)
        elif time.monotonic() >= child.not_before:
            child.not_before = 0.0
            child.start()


def refuse_busy_ports(host: str, ports: Sequence[int]) -> None:
    """Raises PortBusy for the first port on which somebody listens already."""
    for port in ports:
        with socket.socket() as probe:
            # Without SO_REUSEPORT: granian's listeners set it, and a plain bind is refused beside them.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                raise PortBusy(port) from None


def free_port() -> int:
    """A port whose next one is free as well."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        with suppress(PortBusy, OverflowError):
            refuse_busy_ports("127.0.0.1", (port, port + 1))
            return port


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2, context=believing()) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def believing() -> ssl.SSLContext:
    """For asking ourselves on this very machine, whatever name the certificate bears: it is only asked whether somebody answers."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _die_with_parent() -> None:
    """On Linux the kernel ends a child whose supervisor was killed; elsewhere it ends with the terminal."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
