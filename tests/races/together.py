"""Let processes go at once on a database of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.situations.own_database import OwnDatabase


def together(own: OwnDatabase, tasks: Sequence[tuple[str, dict[str, Any]]]) -> list[Any]:
    """One process a task, all let go at once by a barrier; returns what each of them says, in the order of the tasks."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.races.tasks"], env=own.environment(PYTHONPATH=f"{root / 'src'}{os.pathsep}{root}"),
        input=json.dumps(tasks), capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def alone(own: OwnDatabase, task: str, **facts: Any) -> Any:
    """One task in a process of its own, and what it says."""
    return together(own, [(task, facts)])[0]
