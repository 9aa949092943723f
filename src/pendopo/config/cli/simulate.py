"""`./pendopo simulate`: a whole day's crowd through the real HTTP interface, a report, and a judgement by the rules."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from pendopo.config.cli import start_django

if TYPE_CHECKING:
    from pendopo.bench.throwaway_postgresql import Server
    from pendopo.config.demo.bad_day import Ground
    from pendopo.config.demo.small_disk import SmallDisk

HELP = "Send a day's crowd through a hall and check the rules on what happened; exit status 1 when one is broken."
_DEFAULT_MALL = "lampung-selatan"
# Room for the mall, its database's own log and the crowd's day.
_DISK_MEGABYTES = 700

Grounds = Callable[[], "Ground"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=600, metavar="N", help="how many come (600)")
    parser.add_argument("--speed", type=_speed, default=60.0, metavar="N|max", help="how many times faster than life (60)")
    parser.add_argument("--mall", default=_DEFAULT_MALL, help=f"which of the shipped malls ({_DEFAULT_MALL})")
    parser.add_argument("--seed", type=int, default=1, help="the same seed brings the same people (1)")
    parser.add_argument("--postgresql", action="store_true", help="a throw-away installation on PostgreSQL instead of SQLite")
    parser.add_argument("--address", default="", metavar="URL", help="a running `demo --no-crowd` instead of a throw-away one")
    parser.add_argument(
        "--log", type=Path, metavar="FILE.csv",
        help="live the days without a server, minute for minute, and write arrivals, calls and ends for `bench estimate`",
    )  # fmt: skip
    parser.add_argument("--days", type=int, default=3, metavar="N", help="with --log: how many days, at most 6 (3)")
    parser.add_argument(
        "--faults", action="store_true",
        help="let things go wrong: kill -9 of every program, the database away for a minute, a full disk, a printer switched off",
    )  # fmt: skip
    parser.add_argument("--kills", type=int, default=2, metavar="N", help="with --faults: how often each program is killed (2)")
    parser.add_argument(
        "--away", type=float, default=60.0, metavar="SECONDS", help="with --faults: the database's absence (60)"
    )
    parser.add_argument("--data", type=Path, default=Path("var/demo"), metavar="DIR", help="where that demo lies (var/demo)")


def run(arguments: argparse.Namespace) -> int:
    from pendopo.bench.throwaway_postgresql import NoPostgresql
    from pendopo.config.demo import words
    from pendopo.config.supervisor import NotReady
    from pendopo.crowd.browser import ServerAway

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    own = not arguments.address
    if (arguments.log or arguments.faults) and not own:
        print("--log and --faults need an installation of their own: leave --address out.", file=sys.stderr)
        return 2
    try:
        if arguments.log:
            return _write_log(arguments)
        with _throw_away(arguments) if own else _running(arguments) as (address, ground_of):
            start_django()
            from pendopo.config.demo.simulate_day import Wishes, simulate_day

            wishes = Wishes(arguments.mall, arguments.people, arguments.seed, arguments.speed, address, own)
            return simulate_day(wishes, ground_of() if arguments.faults else None)
    except (words.CannotOpen, NoPostgresql, ServerAway) as reason:
        print(reason, file=sys.stderr)
    except NotReady as silent:
        print(words.not_ready(str(silent)), file=sys.stderr)
    return 1


def _write_log(arguments: argparse.Namespace) -> int:
    with _made(arguments):
        start_django()
        from pendopo.config.demo.write_log import MOST_DAYS, live_and_write

        days = max(1, min(MOST_DAYS, arguments.days))
        written = live_and_write(
            mall=arguments.mall, people=arguments.people, seed=arguments.seed, days=days, path=arguments.log
        )
    print(f"{arguments.log}: {written} rows of {days} days. ./pendopo bench estimate {arguments.log}")
    return 0


@contextmanager
def _running(arguments: argparse.Namespace) -> Iterator[tuple[str, Grounds]]:
    """A demo whose hall is open and empty. Raises CannotOpen for anything else: no mall's own day is played with."""
    from pendopo.config.demo import words
    from pendopo.config.demo.folder import Folder
    from pendopo.config.demo.making import be_installation

    folder = Folder(arguments.data.resolve())
    if not folder.is_a_demo():
        raise words.CannotOpen(words.no_demo_there(str(folder.path)))
    if folder.crowd:
        raise words.CannotOpen(words.crowded_already())
    be_installation(folder.path)
    yield arguments.address, _no_ground


def _no_ground() -> NoReturn:
    raise LookupError("nothing is struck in an installation of somebody else")


@dataclass(frozen=True, slots=True)
class _Made:
    """A mall in a folder of its own. `server` is its PostgreSQL, `disk` a small one that holds everything, if there are any."""

    data: Path
    address: str
    server: "Server | None"
    disk: "SmallDisk | None"
    why_no_disk: str


@contextmanager
def _throw_away(arguments: argparse.Namespace) -> Iterator[tuple[str, Grounds]]:
    """An installation of its own with its servers, gone afterwards."""
    from pendopo.config.supervisor import Installation, Supervisor, free_port
    from pendopo.crowd.browser import BELIEVED

    with ExitStack() as stack:
        made = stack.enter_context(_made(arguments))
        log = stack.enter_context((made.data.parent / "log").open("w", encoding="utf-8", buffering=1))
        installation = Installation(made.data, database_address=made.address, port=free_port(), extra=BELIEVED)
        supervisor = stack.enter_context(Supervisor(installation, tell=lambda line: _keep(line, log)))
        supervisor.wait_until_ready()

        def ground() -> "Ground":
            from pendopo.config.demo.ground import ground_of

            return ground_of(
                supervisor, file=None if made.server else made.data / "pendopo.sqlite3", disk=made.disk,
                postmaster=made.server.postmaster if made.server else None, why_no_disk=made.why_no_disk,
                kills=arguments.kills, away_seconds=arguments.away,
            )  # fmt: skip

        yield installation.address, ground


def _keep(line: str, log: TextIO) -> None:
    """On a full disk there is no room for words either."""
    with suppress(OSError):
        print(line, file=log)


@contextmanager
def _made(arguments: argparse.Namespace) -> Iterator[_Made]:
    """A mall in a folder of its own, gone afterwards."""
    from pendopo.bench.throwaway_postgresql import FORGETFUL, throwaway_postgresql
    from pendopo.config.demo.folder import demo_folder
    from pendopo.config.demo.making import be_installation, begin_making, finish_making
    from pendopo.config.demo.malls import workbook_of

    workbook_of(arguments.mall)
    with ExitStack() as stack:
        disk, why_not = _small_disk(stack) if arguments.faults else (None, "")
        place = disk.path if disk else Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pendopo-simulate-")))
        data, server = demo_folder(place / "data").path, None
        if arguments.postgresql:
            # Where it is going to be killed, what it has acknowledged must be on the disk.
            settings = {} if arguments.faults else FORGETFUL
            server = stack.enter_context(throwaway_postgresql(settings=settings, within=disk.path if disk else None))
        be_installation(data, database=server.address if server else "")
        finish_making(begin_making(arguments.mall, alone=True))
        yield _Made(data, server.address if server else "", server, disk, why_not)


def _small_disk(stack: ExitStack) -> "tuple[SmallDisk | None, str]":
    from pendopo.config.demo.small_disk import NoSmallDisk, small_disk

    try:
        return stack.enter_context(small_disk(_DISK_MEGABYTES)), ""
    except NoSmallDisk as reason:
        return None, str(reason)


def _speed(word: str) -> float | None:
    if word == "max":
        return None
    speed = float(word)
    if speed <= 0:
        raise ValueError(word)
    return speed


def _leave(_number: int, _frame: object) -> NoReturn:
    """End as on Ctrl-C."""
    raise KeyboardInterrupt
