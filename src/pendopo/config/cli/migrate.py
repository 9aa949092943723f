"""`./pendopo migrate`: a database of today's shape, protected, with the reference data that ships."""

import argparse
import sys

from pendopo.config.cli import start_django

HELP = "Bring the database to today's shape, protect the journal, load regions and holidays, collect styles and scripts."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--backup-first", action="store_true", help="where there is something to change, make a backup before (as `up` does)"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.core.management import call_command
    from django.db import OperationalError

    from pendopo.config.cli._master_data import Tell
    from pendopo.config.static_files import collect_static_files
    from pendopo.directory.load_reference_data import load_reference_data
    from pendopo.kernel.clock import now

    tell = Tell()
    collect_static_files()
    if arguments.backup_first and (status := _upgrade_after_backup()):
        return status
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        load_reference_data(at=now(), progress=lambda done, of: tell("regions", done, of))
    except OperationalError as error:
        tell.close()
        return _refuse(error)
    tell.close()
    return 0


def _upgrade_after_backup() -> int:
    """What an older version left is brought to this one's shape with a way back; a newer version's is left alone."""
    from pathlib import Path

    from django.conf import settings
    from django.utils.translation import gettext as _

    from pendopo.config.keeping.places import place_of
    from pendopo.config.keeping.telling import Steps, have_passphrase, refusing, tell_upgraded
    from pendopo.config.keeping.upgrade import is_new, pending_changes, refuse_newer, upgrade
    from pendopo.kernel.clock import now

    def command(steps: Steps) -> None:
        refuse_newer()
        if is_new() or not pending_changes():
            return
        print(_("This database was made by an earlier version. It is backed up before its tables change."))
        place = place_of(settings.BACKUP or str(Path(settings.DATA_DIRECTORY) / "keeping" / "before-upgrade"))
        have_passphrase(Path(settings.KEYS_DIRECTORY))
        upgraded = upgrade(place=place, copies=settings.BACKUP_COPIES, at=now(), progress=steps)
        steps.close()
        tell_upgraded(upgraded)

    return refusing(command)


def _refuse(error: Exception) -> int:
    from django.utils.translation import gettext as _

    why = str(error).strip().splitlines()[0]
    print(_("The database cannot be reached or written: %(why)s") % {"why": why}, file=sys.stderr)
    print(_("Check PENDOPO_DATABASE, then ask ./pendopo doctor."), file=sys.stderr)
    return 1
