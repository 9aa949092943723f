"""`./pendopo up`: the whole installation, running until it is stopped."""

import argparse
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from pendopo.config.cli import start_django
from pendopo.config.supervisor import Installation, NotReady, PortBusy, Supervisor, refuse_busy_ports
from pendopo.config.tls.names import own_addresses
from pendopo.config.tls.serving import serving

HELP = "Open the mall: pages, event stream and worker together, on SQLite or on the database of PENDOPO_DATABASE."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the pages' port; the event stream takes the next one (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="the data directory (PENDOPO_DATA, else ./var)")
    secure = parser.add_mutually_exclusive_group()
    secure.add_argument(
        "--https", action="store_true", default=None,
        help="answer by HTTPS with a certificate of the installation's own authority; so by itself when --host is not this machine"
    )  # fmt: skip
    secure.add_argument(
        "--http", dest="https", action="store_false", help="answer without HTTPS, even to others in the network"
    )
    parser.add_argument(
        "--redirect-port", type=int, default=0, metavar="PORT", help="send who comes here by http on to https, for example 80"
    )
    parser.add_argument("--admin", default="", metavar="EMAIL", help="how the first administrator signs in (admin@localhost)")


def run(arguments: argparse.Namespace) -> int:
    """Django is loaded by the processes that need it, not by the one that watches them: it stays small."""
    data = (arguments.data or Path(os.environ.get("PENDOPO_DATA") or "var")).resolve()
    keys = Path(os.environ.get("PENDOPO_KEYS") or data / "keys")
    tls = serving(os.environ, keys=keys, host=arguments.host, wish=arguments.https)
    installation = Installation(
        data, database_address=os.environ.get("PENDOPO_DATABASE", ""), port=arguments.port, host=arguments.host,
        extra=_reachable(arguments.host), tls=tls, redirect_port=arguments.redirect_port if tls else 0,
    )  # fmt: skip
    if not os.environ.get("PENDOPO_ADDRESS"):
        installation.extra.update(installation.cookies_of_its_own)
    os.environ.update(installation.environment())
    try:
        refuse_busy_ports(installation.host, installation.ports)
        for step in (["pendopo", "migrate", "--backup-first"], ["pendopo.config.tls.prepare", installation.host]):
            if status := subprocess.run([sys.executable, "-m", *step], check=False).returncode:
                return status
        return _serve(installation, arguments.admin)
    except PortBusy as busy:
        return _refuse_port(busy)


def _serve(installation: Installation, admin: str) -> int:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_signal: stopped.set())
    with Supervisor(installation) as supervisor:
        try:
            supervisor.wait_until_ready(seconds=60, unless=stopped)
        except NotReady:
            return 1  # What the processes said stands above.
        if not stopped.is_set():
            subprocess.run([sys.executable, "-m", "pendopo.config.first_steps", installation.address, admin], check=False)
        # Waited for in slices, so that a signal is heard at once on every platform.
        while not stopped.wait(0.5):
            pass
    return 0


def _reachable(host: str) -> dict[str, str]:
    """Pages answer for the address they listen on as well, unless PENDOPO_HOSTS names the hosts."""
    ours = own_addresses() if host == "0.0.0.0" else []  # noqa: S104 - only compared
    return {} if "PENDOPO_HOSTS" in os.environ else {"PENDOPO_HOSTS": ",".join(["localhost", "127.0.0.1", host, *ours])}


def _refuse_port(busy: PortBusy) -> int:
    start_django()
    from django.utils.translation import gettext as _

    words = {"port": busy.port, "free": busy.port + 10}
    print(
        _("Port %(port)s is taken by another program. Stop it, or choose another: ./pendopo up --port %(free)s") % words,
        file=sys.stderr,
    )
    return 1
