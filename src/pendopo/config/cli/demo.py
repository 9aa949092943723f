"""`./pendopo demo`: a mall in the middle of its day, in one command."""

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pendopo.config.cli import start_django

if TYPE_CHECKING:
    from pendopo.config.demo.folder import Folder

HELP = "Open a demo mall in the middle of its day, moved by a simulated crowd. Ctrl-C ends it; started again it goes on."
_DEFAULT_MALL = "lampung-selatan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port of the pages; live updates take the next one (8000)")
    parser.add_argument("--data", type=Path, default=Path("var/demo"), metavar="DIR", help="where the demo lies (var/demo)")
    parser.add_argument("--mall", default=_DEFAULT_MALL, help=f"which of the shipped malls moves ({_DEFAULT_MALL})")
    parser.add_argument("--speed", type=float, default=2.0, help="how many times faster than life the crowd lives (2)")
    parser.add_argument("--people-per-day", type=int, metavar="N", help="how busy the hall is (as its counters can bear)")
    parser.add_argument("--no-crowd", action="store_true", help="an open hall without visitors and officers")


def run(arguments: argparse.Namespace) -> int:
    from pendopo.config.demo import words
    from pendopo.config.demo.folder import demo_folder
    from pendopo.config.demo.malls import workbook_of
    from pendopo.config.supervisor import NotReady, PortBusy, refuse_busy_ports

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        workbook_of(arguments.mall)
        refuse_busy_ports("127.0.0.1", (arguments.port, arguments.port + 1))
        with demo_folder(arguments.data).alone() as folder:
            _open(folder, arguments)
            return 0
    except words.CannotOpen as reason:
        trouble = str(reason)
    except PortBusy as busy:
        trouble = words.port_busy(busy.port)
    except NotReady as silent:
        trouble = words.not_ready(str(silent))
    print(trouble, file=sys.stderr)
    return 1


def _open(folder: "Folder", arguments: argparse.Namespace) -> None:
    """The data is made in a process of its own, while this one loads what it needs afterwards."""
    from pendopo.config.demo import words
    from pendopo.config.demo.making import be_installation, begin_making, finish_making

    be_installation(folder.path)
    print(words.headline(), flush=True)
    steps = words.Steps()
    steps.begin("Data: wilayah, hari libur, lima mal", "regions, holidays, five malls")
    making = begin_making(arguments.mall)
    start_django()
    from pendopo.config.demo.open_demo import Wishes, open_demo

    finish_making(making)
    crowd = not arguments.no_crowd
    folder.remember(crowd=crowd)
    open_demo(folder, Wishes(arguments.mall, arguments.port, arguments.speed, arguments.people_per_day, crowd), steps)


def _leave(_number: int, _frame: object) -> NoReturn:
    """End as on Ctrl-C."""
    raise KeyboardInterrupt
