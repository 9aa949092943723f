"""`./pendopo bench estimate`: how well waits would have been foretold in a log, compared with a moving average."""

import argparse
import sys
from pathlib import Path

HELP = "Foretell the waits of a log from what was known at each arrival, and say how often that was right."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from pendopo.bench.estimate_log import COLUMN_HELP

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = COLUMN_HELP
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="the log; `./pendopo simulate --log FILE.csv` writes one")
    parser.add_argument("--minutes", type=float, default=10.0, metavar="N", help="a turn's length before anything is seen (10)")


def run(arguments: argparse.Namespace) -> int:
    from pendopo.bench.estimate_log import NotALog, read_log
    from pendopo.config.cli import start_django

    start_django()
    from pendopo.bench.estimate import Replay, as_text, judgements

    try:
        rows = read_log(arguments.file)
    except (NotALog, OSError, UnicodeDecodeError) as reason:
        print(reason, file=sys.stderr)
        return 2
    foretold = list(Replay(promised=arguments.minutes).live(rows))
    arrivals = sum(1 for row in rows if row.arrival)
    print(f"{arguments.file}: {arrivals} arrivals, {len(foretold)} foretold and called.\n")
    print(as_text(judgements(foretold)))
    return 0 if foretold else 1
