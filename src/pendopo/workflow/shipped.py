"""The processes that come with Pendopo."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from pendopo.workflow.definition import Bundle, Process, bundle_of
from pendopo.workflow.reading.bpmn import read_bpmn

FOLDER: Final = Path(__file__).parent / "processes"


def files() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.glob("*.bpmn")))


@cache
def shipped() -> Mapping[str, Process]:
    """By id, which is the file's name without its ending."""
    processes = [process for path in files() for process in read_bpmn(path.read_bytes()).processes]
    return {process.id: process for process in processes}


def bundle(name: str) -> Bundle:
    """A shipped process with all it calls. Raises KeyError for a name that is not shipped."""
    return bundle_of(shipped()[name], shipped())
