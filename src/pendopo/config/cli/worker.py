"""`./pendopo worker`: the worker alone, for an installation whose processes something else starts."""

import argparse

HELP = "Run only the worker (order of events, seals). `./pendopo up` runs it along with the rest."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(_arguments: argparse.Namespace) -> int:
    from pendopo.config.worker import main

    main()
    return 0
