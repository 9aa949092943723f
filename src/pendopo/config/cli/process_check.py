"""`./pendopo process check FILE.bpmn`: everything that is amiss with a process, or the process in numbered sentences."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pendopo.config.cli import start_django

if TYPE_CHECKING:
    from pendopo.workflow.checking.check import Checked

HELP = "Name everything that is amiss with a process file (BPMN 2.0); a sound one is told step by step."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.bpmn", help="a file, or the name of a shipped process (`process list`)")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from pendopo.kernel.errors import DomainError
    from pendopo.workflow.checking.check import Known, check_file
    from pendopo.workflow.shipped import shipped

    try:
        data = _bytes_of(arguments.file)
        checked = check_file(data, Known(processes=shipped()))
    except OSError as error:
        print(f"{arguments.file}: {error.strerror}", file=sys.stderr)
        return 2
    except DomainError as refusal:
        print(f"✗ {refusal}")
        return 1
    _print(checked)
    return 0 if checked.sound else 1


def _bytes_of(name: str) -> bytes:
    """The file's bytes, and not more of them than a process may have (one more, so that the reader says so)."""
    from pendopo.workflow.reading.xml import LARGEST
    from pendopo.workflow.shipped import FOLDER

    path = Path(name)
    if not path.exists() and name.isidentifier() and (FOLDER / f"{name}.bpmn").exists():
        path = FOLDER / f"{name}.bpmn"
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _print(checked: "Checked") -> None:
    from pendopo.workflow.text_form import text_form

    for found in checked.findings:
        print(f"{'!' if found.warning else '✗'} {f'[{found.element}] ' if found.element else ''}{found.sentence}")
    if checked.sound and checked.bundle:
        print(f"✓ {checked.bundle.main.name} ({checked.bundle.version[:12]})\n")
        for line in text_form(checked.bundle.main):
            print(line)
