"""`./pendopo backup [PLACE]`: one encrypted file with everything of this installation, made while the hall works."""

import argparse

from pendopo.config.cli import start_django

HELP = "Back up database, keys and files, encrypted, while the hall works; to PENDOPO_BACKUP or to PLACE."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", nargs="?", default="", help="a folder, or s3://key:secret@host/bucket/folder (PENDOPO_BACKUP)")
    parser.add_argument(
        "--copies", type=_at_least_one, metavar="N", help="how many backups to keep there (PENDOPO_BACKUP_COPIES)"
    )
    parser.add_argument("--new-passphrase", action="store_true", help="only set the passphrase that opens backups from now on")
    parser.add_argument("--full-speed", action="store_true", help="do not leave half of the machine to the hall")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from pathlib import Path

    from django.conf import settings

    from pendopo.config.keeping.make_backup import make_backup
    from pendopo.config.keeping.pace import FULL_SPEED, GENTLE, step_back
    from pendopo.config.keeping.places import place_of
    from pendopo.config.keeping.telling import Steps, ask_new_passphrase, have_passphrase, refusing, tell_backup
    from pendopo.kernel.clock import now

    keys = Path(settings.KEYS_DIRECTORY)

    def command(steps: Steps) -> None:
        if arguments.new_passphrase:
            ask_new_passphrase(keys)
            return
        place = place_of(arguments.place or settings.BACKUP)
        have_passphrase(keys)
        step_back()
        backup = make_backup(
            place=place, copies=arguments.copies or settings.BACKUP_COPIES, at=now(), progress=steps,
            pace=FULL_SPEED if arguments.full_speed else GENTLE,
        )  # fmt: skip
        steps.close()
        tell_backup(backup)

    return refusing(command)


def _at_least_one(written: str) -> int:
    if (number := int(written)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
