"""Begin and end the making of data in a process of its own, and be the installation that is made."""

import os
import subprocess
import sys
from pathlib import Path

from pendopo.config.demo.words import CannotOpen, cannot_prepare

# Of the caller's shell only these reach a demo: a mall's own settings have no business here.
_KEPT = ("PENDOPO_VENV", "PENDOPO_PYTHON")


def be_installation(data: Path, *, database: str = "") -> None:
    """What this process reads as its settings from now on, and hands to those it starts."""
    for name in [name for name in os.environ if name.startswith("PENDOPO_") and name not in _KEPT]:
        del os.environ[name]
    os.environ |= {"PENDOPO_DATA": str(data), "PENDOPO_DATABASE": database, "PENDOPO_DEMO": "1"}


def begin_making(mall: str, *, alone: bool = False) -> subprocess.Popen[str]:
    """The first mall is opened around the clock; the other shipped ones are imported too, unless it stays `alone`."""
    command = [sys.executable, "-m", "pendopo.config.demo", mall, *(["alone"] if alone else [])]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finish_making(making: subprocess.Popen[str]) -> None:
    """Raises CannotOpen with what was said."""
    said, _nothing = making.communicate()
    if making.returncode:
        raise CannotOpen(cannot_prepare(said))
