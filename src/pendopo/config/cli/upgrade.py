"""`./pendopo upgrade`: bring the tables to this version's shape, with a trial before and a way back."""

import argparse

from pendopo.config.cli import start_django

HELP = "Bring the tables to this version's shape after a backup; --dry-run tries it on a copy and says how long it takes."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only on a copy, while the hall works; then say what it did")
    parser.add_argument("--backup", default="", metavar="PLACE", help="where the backup before it goes (PENDOPO_BACKUP)")
    parser.add_argument("--without-backup", action="store_true", help="there is one already, made by other means")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from pathlib import Path

    from django.conf import settings

    from pendopo.config.keeping.places import place_of
    from pendopo.config.keeping.telling import Steps, have_passphrase, refusing, tell_tried, tell_upgraded
    from pendopo.config.keeping.upgrade import pending_changes, try_upgrade, upgrade
    from pendopo.kernel.clock import now

    def command(steps: Steps) -> None:
        if arguments.dry_run:
            tried = try_upgrade(at=now(), progress=steps)
            steps.close()
            tell_tried(tried)
            return
        place = None
        if pending_changes() and not arguments.without_backup:
            place = place_of(arguments.backup or settings.BACKUP)
            have_passphrase(Path(settings.KEYS_DIRECTORY))
        upgraded = upgrade(place=place, copies=settings.BACKUP_COPIES, at=now(), progress=steps)
        steps.close()
        tell_upgraded(upgraded)

    return refusing(command)
