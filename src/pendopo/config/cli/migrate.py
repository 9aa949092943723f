"""`./pendopo migrate`: a database of today's shape, protected, with the reference data that ships."""

import argparse
import sys

from pendopo.config.cli import start_django

HELP = "Bring the database to today's shape, protect the journal, load regions and holidays, collect styles and scripts."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(_arguments: argparse.Namespace) -> int:
    start_django()
    from django.core.management import call_command
    from django.db import OperationalError

    from pendopo.config.cli._master_data import Tell
    from pendopo.config.static_files import collect_static_files
    from pendopo.directory.load_reference_data import load_reference_data
    from pendopo.kernel.clock import now

    tell = Tell()
    collect_static_files()
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        load_reference_data(at=now(), progress=lambda done, of: tell("regions", done, of))
    except OperationalError as error:
        tell.close()
        return _refuse(error)
    tell.close()
    return 0


def _refuse(error: Exception) -> int:
    from django.utils.translation import gettext as _

    why = str(error).strip().splitlines()[0]
    print(_("The database cannot be reached or written: %(why)s") % {"why": why}, file=sys.stderr)
    print(_("Check PENDOPO_DATABASE, then ask ./pendopo doctor."), file=sys.stderr)
    return 1
