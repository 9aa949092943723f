"""`./pendopo bench backup`: the hall's verbs while a backup is made, against the same verbs without."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pendopo.bench.beside import Heard, Presses
    from pendopo.bench.measure import Measure

HELP = "Measure taking, calling and serving while a backup of a large journal is made, by turns with and without."
_PARTS = ("postgresql", "sqlite")
_SERVER = {"shared_buffers": "512MB"}
_TURN_SECONDS = 3.0
_DESKS, _WAITING = 400, 8000
_PASSPHRASE = "only for measuring"  # noqa: S105 - a throw-away database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--events", type=int, default=300_000, metavar="N", help="how many events the journal has (300000)")
    parser.add_argument(
        "--rounds",
        type=int,
        default=3,
        metavar="N",
        help="how many backups are made, each by turns with a hall without (3)",
    )
    parser.add_argument("--only", choices=_PARTS, help="only one of the databases")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the measures as JSON")
    parser.add_argument("--part", choices=_PARTS, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    if arguments.part:
        return _measure_part(arguments)
    from pendopo.bench.measure import Measure, table, write_json
    from pendopo.bench.throwaway_postgresql import throwaway_postgresql

    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="pendopo-bench-") as folder, ExitStack() as servers:
        for part in (arguments.only,) if arguments.only else _PARTS:
            print(f"{part} ...", file=sys.stderr, flush=True)
            address = servers.enter_context(throwaway_postgresql(settings=_SERVER)).address if part == "postgresql" else ""
            measures += _in_its_own_process(part, address, Path(folder), arguments)
    print(table(measures))
    if arguments.json:
        write_json(measures, arguments.json)
    return 0 if all(measure.holds is not False for measure in measures) else 1


def _in_its_own_process(part: str, address: str, folder: Path, arguments: argparse.Namespace) -> "list[Measure]":
    """One process knows one database; it answers through a file."""
    from pendopo.bench.measure import Measure

    data, answer = folder / part, folder / f"{part}.json"
    environment = {**os.environ, "PENDOPO_DATA": str(data), "PENDOPO_DATABASE": address, "PENDOPO_KEYS": str(data / "keys")}
    words = ["bench", "backup", "--part", part, "--json", str(answer)]
    words += ["--events", str(arguments.events), "--rounds", str(arguments.rounds)]
    subprocess.run([sys.executable, "-m", "pendopo", *words], env=environment, check=True)
    return [Measure(**measure) for measure in json.loads(answer.read_text())]


def _measure_part(arguments: argparse.Namespace) -> int:
    from pendopo.config.cli import start_django

    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from pendopo.bench.beside import Presses, fill_journal
    from pendopo.bench.hall_data import make_desks, make_hall, make_waiting
    from pendopo.bench.measure import write_json
    from pendopo.config.cli._progress import ProgressBar
    from pendopo.config.keeping.passphrase import set_passphrase
    from pendopo.config.supervisor import Installation, Supervisor, free_port
    from pendopo.kernel.clock import now

    call_command("migrate", verbosity=0)
    set_passphrase(_PASSPHRASE, keys=Path(settings.KEYS_DIRECTORY))
    at, bar, events = now(), ProgressBar(), arguments.events
    hall = make_hall(at=at)
    desks = make_desks(hall, count=_DESKS, at=at)
    make_waiting(hall, count=_WAITING, at=at)
    fill_journal(hall, events, progress=lambda done: bar("events", done, events))
    bar.close()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            # A hall's log is small; that of filling is not.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    installation = Installation(settings.DATA_DIRECTORY, database_address=os.environ["PENDOPO_DATABASE"], port=free_port())
    with Supervisor(installation, tell=lambda line: print(line, file=sys.stderr)) as servers:
        servers.wait_until_ready()
        presses = Presses(servers.port, hall, desks)
        measures = list(_measures(presses, arguments.part, Path(settings.DATA_DIRECTORY), rounds=arguments.rounds))
    write_json(measures, arguments.json)
    return 0


def _measures(presses: "Presses", part: str, data: Path, *, rounds: int) -> "Iterator[Measure]":
    from pendopo.bench.beside import Heard, compared
    from pendopo.bench.measure import reported

    name = "PostgreSQL" if part == "postgresql" else "SQLite"
    alone, beside, backups = Heard(), Heard(), []
    presses.until(_after(3.0))  # Every worker and thread connects and prepares.
    for _round in range(rounds):
        began, stood = time.monotonic(), 0.0
        backup = subprocess.Popen([sys.executable, "-m", "pendopo", "backup", str(data / "backups")], stdout=subprocess.DEVNULL)
        # By turns of seconds, so that whatever else the machine does falls on both.
        while backup.poll() is None:
            _add(beside, presses.until(_first_of(_after(_TURN_SECONDS), _ended(backup))))
            backup.send_signal(signal.SIGSTOP)
            _add(alone, presses.until(_after(_TURN_SECONDS)))
            backup.send_signal(signal.SIGCONT)
            stood += _TURN_SECONDS
        backups.append(time.monotonic() - began - stood)
        if backup.returncode:
            raise RuntimeError("the backup failed")
    yield from compared(name, alone, beside)
    yield reported(f"{name}: a backup", sorted(backups)[len(backups) // 2], "s")
    newest = max((data / "backups").iterdir())
    yield reported(f"{name}: its size", newest.stat().st_size / 1e6, "MB")
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "pendopo", "backup", "rehearse", str(data / "backups")], stdout=subprocess.DEVNULL, check=True
    )
    yield reported(f"{name}: restored elsewhere and verified", time.monotonic() - began, "s")


def _after(seconds: float) -> Callable[[], bool]:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() > until


def _first_of(*reasons: Callable[[], bool]) -> Callable[[], bool]:
    return lambda: any(reason() for reason in reasons)


def _ended(process: "subprocess.Popen[bytes]") -> Callable[[], bool]:
    return lambda: process.poll() is not None


def _add(sum_of: "Heard", heard: "Heard") -> None:
    sum_of.add(heard.answers, heard.refused)
