"""`./pendopo simulate`: a whole day's crowd through the real HTTP interface, a report, and a judgement by the rules."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

from pendopo.config.cli import start_django

HELP = "Send a day's crowd through a hall and check the rules on what happened; exit status 1 when one is broken."
_DEFAULT_MALL = "lampung-selatan"


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
    parser.add_argument("--data", type=Path, default=Path("var/demo"), metavar="DIR", help="where that demo lies (var/demo)")


def run(arguments: argparse.Namespace) -> int:
    from pendopo.bench.throwaway_postgresql import NoPostgresql
    from pendopo.config.demo import words
    from pendopo.config.supervisor import NotReady
    from pendopo.crowd.browser import ServerAway

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    own = not arguments.address
    if arguments.log and not own:
        print("--log lives its days in an installation of its own: leave --address out.", file=sys.stderr)
        return 2
    try:
        if arguments.log:
            return _write_log(arguments)
        with _throw_away(arguments) if own else _running(arguments) as address:
            start_django()
            from pendopo.config.demo.simulate_day import Wishes, simulate_day

            return simulate_day(Wishes(arguments.mall, arguments.people, arguments.seed, arguments.speed, address, own))
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
def _running(arguments: argparse.Namespace) -> Iterator[str]:
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
    yield arguments.address


@contextmanager
def _throw_away(arguments: argparse.Namespace) -> Iterator[str]:
    """An installation of its own with its servers, gone afterwards."""
    from pendopo.config.supervisor import Installation, Supervisor, free_port
    from pendopo.crowd.browser import BELIEVED

    with ExitStack() as stack:
        data, database = stack.enter_context(_made(arguments))
        log = stack.enter_context((data / "log").open("w", encoding="utf-8", buffering=1))
        installation = Installation(data, database_address=database, port=free_port(), extra=BELIEVED)
        supervisor = stack.enter_context(Supervisor(installation, tell=lambda line: print(line, file=log)))
        supervisor.wait_until_ready()
        yield installation.address


@contextmanager
def _made(arguments: argparse.Namespace) -> Iterator[tuple[Path, str]]:
    """A mall in a folder of its own, gone afterwards, and the address of its database."""
    from pendopo.bench.throwaway_postgresql import throwaway_postgresql
    from pendopo.config.demo.folder import demo_folder
    from pendopo.config.demo.making import be_installation, begin_making, finish_making
    from pendopo.config.demo.malls import workbook_of

    workbook_of(arguments.mall)
    with ExitStack() as stack:
        data = demo_folder(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pendopo-simulate-")))).path
        database = stack.enter_context(throwaway_postgresql()).address if arguments.postgresql else ""
        be_installation(data, database=database)
        finish_making(begin_making(arguments.mall, alone=True))
        yield data, database


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
