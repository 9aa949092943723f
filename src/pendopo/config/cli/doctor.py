"""`./pendopo doctor`: what is well, what is not, and what to do about it."""

import argparse

from pendopo.config.cli import start_django

HELP = "Check database, journal protection, keys, clock, disk, worker and ports; --repair mends what can be mended."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help="put back the journal's triggers and the keys' file modes")
    parser.add_argument("--port", type=int, default=8000, help="the pages' port (8000); the event stream has the next one")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from pendopo.config.doctor import examine

    sound = True
    for finding in examine(port=arguments.port, repair=arguments.repair):
        sound = sound and finding.well
        print(f"{'✓' if finding.well else '✗'} {finding.sentence}")
        if finding.advice:
            print(f"    {finding.advice}")
    return 0 if sound else 1
