"""`./pendopo web`: the pages alone, for an installation whose processes something else starts."""

import argparse
import os
from pathlib import Path

from pendopo.config.supervisor import Installation, refuse_busy_ports
from pendopo.config.tls.serving import serving_here

HELP = "Run only the pages. `./pendopo up` runs them along with the rest."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="where they listen (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")


def run(arguments: argparse.Namespace) -> int:
    data = Path(os.environ.get("PENDOPO_DATA") or "var").resolve()
    address = os.environ.get("PENDOPO_DATABASE", "")
    installation = Installation(data, database_address=address, port=arguments.port, host=arguments.host, tls=serving_here())
    refuse_busy_ports(arguments.host, [arguments.port])
    command = installation.programs()["web"]
    # From here on this process is the server.
    os.execve(command[0], command, installation.environment())  # noqa: S606
