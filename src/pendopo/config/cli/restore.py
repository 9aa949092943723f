"""`./pendopo restore FILE`: an installation from a backup."""

import argparse
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

from pendopo.config.cli import start_django

HELP = "Restore a backup (a file, or the newest of a folder or s3:// address) into an empty installation."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", help="the backup, or the folder or s3:// address whose newest backup is taken")
    parser.add_argument(
        "--overwrite", action="store_true", help="set aside the database that is there; it is kept, not removed"
    )
    parser.add_argument("--check", action="store_true", help="only open the backup and check all of it")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="the file whose first line is the passphrase")
    parser.add_argument("--lock-of", type=Path, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from pendopo.config.keeping.load_installation import look_through
    from pendopo.config.keeping.restore import restore
    from pendopo.config.keeping.telling import Steps, opener_for, refusing, tell_checked, tell_restored
    from pendopo.kernel.clock import now

    def command(steps: Steps) -> None:
        with _backup_at(arguments.source) as file:
            keys = arguments.lock_of or Path(settings.KEYS_DIRECTORY)
            opener = opener_for(file, keys=keys, passphrase_file=arguments.passphrase_file)
            if arguments.check:
                with opener.open(file) as reader:
                    about = look_through(reader, progress=steps)
                steps.close()
                tell_checked(f"{about.made_at:%Y-%m-%d %H:%M} UTC", sum(about.rows.values()))
                return
            restored = restore(file=file, opener=opener, overwrite=arguments.overwrite, at=now(), progress=steps)
        steps.close()
        tell_restored(restored)

    return refusing(command)


def _backup_at(source: str) -> AbstractContextManager[Path]:
    """A file as it is; of a folder or store the newest backup."""
    from contextlib import nullcontext

    from pendopo.config.keeping.places import fetched, newest_in, place_of

    if urlsplit(source).scheme != "s3" and not Path(source).is_dir():
        return nullcontext(Path(source))
    place = place_of(source)
    return fetched(place, newest_in(place))
