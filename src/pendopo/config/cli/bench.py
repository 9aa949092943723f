"""`./pendopo bench hall`: the line and the live updates, measured against a floor on this machine."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

HELP = "Measure taking, calling and live updates against a floor: `bench hall [--json FILE]`."
_PARTS = ("postgresql", "sqlite")
# fsync stays on: the floor and the product pay for the same promise.
_SERVER = {"shared_buffers": "512MB"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["hall"], help="what to measure")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the measures as JSON")
    parser.add_argument("--only", choices=_PARTS, help="only one of the databases")
    parser.add_argument("--part", choices=_PARTS, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    if arguments.part:
        return _measure_part(arguments.part, arguments.json)
    from pendopo.bench.measure import Measure, table, write_json

    began = time.monotonic()
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="pendopo-bench-") as folder, ExitStack() as servers:
        for part in (arguments.only,) if arguments.only else _PARTS:
            print(f"{part} ...", file=sys.stderr, flush=True)
            measures += _in_its_own_process(part, Path(folder), servers)
        if not arguments.only:
            print("demo ...", file=sys.stderr, flush=True)
            measures += _demo(Path(folder))
    print(table(measures))
    print(f"{time.monotonic() - began:.0f} s. Not in it, for their length: ./pendopo bench streams, ./pendopo bench backup")
    if arguments.json:
        write_json(measures, arguments.json)
    return 0 if all(measure.holds is not False for measure in measures) else 1


def _in_its_own_process(part: str, folder: Path, servers: ExitStack) -> list:
    """One process knows one database; it answers through a file."""
    from pendopo.bench.measure import Measure
    from pendopo.bench.throwaway_postgresql import throwaway_postgresql

    data, answer = folder / part, folder / f"{part}.json"
    address = servers.enter_context(throwaway_postgresql(settings=_SERVER)).address if part == "postgresql" else ""
    environment = {**os.environ, "PENDOPO_DATA": str(data), "PENDOPO_DATABASE": address, "PENDOPO_KEYS": str(data / "keys")}
    command = [sys.executable, "-m", "pendopo", "bench", "hall", "--part", part, "--json", str(answer)]
    subprocess.run(command, env=environment, check=True)
    return [Measure(**measure) for measure in json.loads(answer.read_text())]


def _demo(folder: Path) -> list:
    from pendopo.bench.weight import demo
    from pendopo.config.supervisor import free_port

    port = free_port()
    command = [sys.executable, "-m", "pendopo", "demo", "--port", str(port), "--data", str(folder / "demo")]
    return list(demo(command, port=port, portal="/m/lampung-selatan/", large="/m/tulang-bawang-barat/"))


def _measure_part(part: str, answer: Path) -> int:
    from pendopo.config.cli import start_django

    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from pendopo.bench.estimates import foretelling
    from pendopo.bench.hall import prepare, verbs, warm_up
    from pendopo.bench.measure import write_json
    from pendopo.bench.streams import streams
    from pendopo.bench.throwaway_postgresql import find_binaries
    from pendopo.config.supervisor import Installation, Supervisor, free_port
    from pendopo.kernel.keys import key_ring

    call_command("migrate", verbosity=0)
    name = "PostgreSQL" if part == "postgresql" else "SQLite"
    address = os.environ.get("PENDOPO_DATABASE", "")
    pgbench = str(find_binaries()[0] / "pgbench") if part == "postgresql" else ""
    bench = prepare(pgbench=pgbench, address=address, sqlite=settings.DATA_DIRECTORY / "pendopo.sqlite3")
    waits = list(foretelling(name))
    connection.close()
    installation = Installation(
        settings.DATA_DIRECTORY, database_address=address, port=free_port(), extra={"PENDOPO_STREAMS_PER_ADDRESS": "5000"}
    )
    with Supervisor(installation, tell=lambda line: print(line, file=sys.stderr)) as servers:
        servers.wait_until_ready()
        keys = key_ring(settings.KEYS_DIRECTORY)
        live = servers.process_ids()["live"]
        warm_up(bench, servers)
        measures = [
            *waits,
            *streams(bench, servers, name=name, keys=keys, live_process=live),
            *verbs(bench, servers),
        ]
    write_json(measures, answer)
    return 0
