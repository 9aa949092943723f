"""`./pendopo move-database ADDRESS`: from SQLite to PostgreSQL, or back, without loss."""

import argparse

from pendopo.config.cli import start_django

HELP = "Copy everything into the empty database at ADDRESS and prove that both hold the same; the old one is only read."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", help="postgresql://user:password@host/name or sqlite:///file")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from pendopo.config.keeping.move_database import move_database
    from pendopo.config.keeping.telling import Steps, refusing, tell_moved
    from pendopo.kernel.clock import now

    def command(steps: Steps) -> None:
        moved = move_database(address=arguments.address, at=now(), progress=steps)
        steps.close()
        tell_moved(moved)

    return refusing(command)
