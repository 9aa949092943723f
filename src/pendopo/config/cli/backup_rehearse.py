"""`./pendopo backup rehearse`: restore the newest backup elsewhere and prove that it can be read."""

import argparse

from pendopo.config.cli import start_django

HELP = "Restore the newest backup into a place of its own, prove that all of it can be read, throw the place away."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", nargs="?", default="", help="where the backups lie (PENDOPO_BACKUP)")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from pendopo.config.keeping.pace import step_back
    from pendopo.config.keeping.places import place_of
    from pendopo.config.keeping.rehearse import rehearse
    from pendopo.config.keeping.telling import Steps, refusing, tell_rehearsed
    from pendopo.kernel.clock import now

    def command(_steps: Steps) -> None:
        step_back()
        tell_rehearsed(rehearse(place=place_of(arguments.place or settings.BACKUP), at=now()))

    return refusing(command)
