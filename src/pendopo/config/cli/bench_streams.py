"""`./pendopo bench streams`: ten thousand screens and phones on one live process, which is killed in the middle."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pendopo.bench.measure import Measure
    from pendopo.config.supervisor import Supervisor

HELP = "Measure many subscribers on one live process: how soon they hear, what each costs, how they come back."
_PARTS = ("postgresql", "sqlite")
_WAITING = 400
_NOT_RUN = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--subscribers", type=int, default=10_000, metavar="N", help="how many listen (10000)")
    parser.add_argument("--only", choices=_PARTS, help="only on one of the databases")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the measures as JSON")
    parser.add_argument("--part", choices=_PARTS, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    from pendopo.bench.measure import Measure, allowed_files, table, write_json
    from pendopo.bench.throwaway_postgresql import throwaway_postgresql

    if (allowed := allowed_files(arguments.subscribers)) < arguments.subscribers:
        print(f"NOT RUN: {arguments.subscribers} subscribers; this machine allows {allowed} (ulimit -Hn).", file=sys.stderr)
        return _NOT_RUN
    if arguments.part:
        return _measure_part(arguments)
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="pendopo-bench-") as folder, ExitStack() as servers:
        for part in (arguments.only,) if arguments.only else _PARTS:
            print(f"{part} ...", file=sys.stderr, flush=True)
            address = servers.enter_context(throwaway_postgresql(settings={})).address if part == "postgresql" else ""
            data, answer = Path(folder) / part, Path(folder) / f"{part}.json"
            environment = {
                **os.environ,
                "PENDOPO_DATA": str(data),
                "PENDOPO_DATABASE": address,
                "PENDOPO_KEYS": str(data / "keys"),
            }
            words = ["bench", "streams", "--part", part, "--subscribers", str(arguments.subscribers), "--json", str(answer)]
            subprocess.run([sys.executable, "-m", "pendopo", *words], env=environment, check=True)
            measures += [Measure(**measure) for measure in json.loads(answer.read_text())]
    print(table(measures))
    if arguments.json:
        write_json(measures, arguments.json)
    return 0 if all(measure.holds is not False for measure in measures) else 1


def _measure_part(arguments: argparse.Namespace) -> int:
    """One process knows one database; it answers through a file."""
    from pendopo.config.cli import start_django

    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from pendopo.bench.hall_data import make_desks, make_hall, make_waiting
    from pendopo.bench.measure import write_json
    from pendopo.bench.subscribers import AFTER_RESTART, CALLS, subscribers
    from pendopo.config.supervisor import Installation, Supervisor, free_port
    from pendopo.kernel.clock import now
    from pendopo.kernel.keys import key_ring

    call_command("migrate", verbosity=0)
    hall = make_hall(at=now())
    desks = make_desks(hall, count=CALLS + AFTER_RESTART, at=now())
    make_waiting(hall, count=_WAITING, at=now())
    connection.close()
    installation = Installation(
        settings.DATA_DIRECTORY, database_address=os.environ["PENDOPO_DATABASE"], port=free_port(),
        extra={"PENDOPO_STREAMS_PER_ADDRESS": str(arguments.subscribers)},
    )  # fmt: skip
    with Supervisor(installation, tell=lambda line: print(line, file=sys.stderr)) as servers:
        servers.wait_until_ready()
        measures: list[Measure] = list(
            subscribers(
                servers, name="PostgreSQL" if arguments.part == "postgresql" else "SQLite", mall=hall.mall, desks=desks,
                keys=key_ring(settings.KEYS_DIRECTORY), count=arguments.subscribers,
                live_process=lambda: servers.process_ids()["live"], restart=lambda: _restart(servers),
            )
        )  # fmt: skip
    write_json(measures, arguments.json)
    return 0


def _restart(servers: "Supervisor") -> float:
    """Kill the live process and all its workers; the instant at which the next one answers."""
    before = servers.process_ids()["live"]
    os.killpg(before, signal.SIGKILL)
    address = f"http://127.0.0.1:{servers.live_port}/live/siap"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                if answer.status and servers.process_ids()["live"] != before:
                    return time.monotonic()
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError("the live process did not come back")
