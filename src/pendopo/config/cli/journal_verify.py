"""`./pendopo journal verify`: find a changed or removed event."""

import argparse
import json
import sys
from pathlib import Path

from pendopo.config.cli import start_django

HELP = (
    "Read the whole journal and check positions, seals and signatures; ends with status 1 when an event was changed or removed."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--against", type=Path, action="append", default=[], metavar="FILE", help="seals saved earlier from the page of a mall"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.utils.translation import gettext as _

    from pendopo.config.cli._progress import ProgressBar
    from pendopo.journal.published import faults_against
    from pendopo.journal.relay import last_position
    from pendopo.journal.verify import verify

    bar, total = ProgressBar(), last_position()
    found = verify(progress=lambda done: bar(_("Reading"), done, total))
    bar.close()
    faults = [*found.faults]
    try:
        for file in arguments.against:
            faults += faults_against(json.loads(file.read_text()))
    except (OSError, KeyError, TypeError, ValueError):
        print(
            _("%(file)s cannot be read as seals. Save them anew from the page of the mall.") % {"file": file}, file=sys.stderr
        )
        return 1
    for fault in faults:
        print(f"✗ {fault}", file=sys.stderr)
    words = {"events": found.events, "seals": found.seals, "unsealed": found.unsealed}
    if faults:
        print(_("The journal is not whole. Keep this database as it is and compare it with a backup."), file=sys.stderr)
        return 1
    print(_("The journal is whole: %(events)s events, %(seals)s seals; %(unsealed)s events wait for their seal.") % words)
    return 0
