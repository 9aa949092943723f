"""Histories as they were recorded: lines of what happened and what was open then."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import orjson

from pendopo.workflow.game.answers import Standing
from pendopo.workflow.game.happenings import Completed, Happening, MessageCame, Started, StepKey, TimerDue
from pendopo.workflow.reading.bpmn import read_bpmn

FOLDER = Path(__file__).parent
KINDS = {"started": Started, "completed": Completed, "due": TimerDue, "came": MessageCame}
NAMES = {kind: name for name, kind in KINDS.items()}


@cache
def kept():
    """The processes as they were when their histories were recorded."""
    return {process.id: process for path in sorted(FOLDER.glob("*.bpmn")) for process in read_bpmn(path.read_bytes()).processes}


def said(happening: Happening, after: Standing) -> dict[str, object]:
    key = getattr(happening, "key", None)
    return {
        "what": NAMES[type(happening)],
        "key": [list(key.path), key.element, key.visit, key.index] if key else None,
        "facts": dict(getattr(happening, "facts", {})),
        "open": [f"{step.key} {step.role}".strip() for step in after.open],
        "state": after.state.value,
        "ended_at": after.ended_at,
        "known": {} if after.open else dict(sorted(after.facts.items())),
    }


def histories() -> Iterator[tuple[str, list[tuple[Happening, dict[str, object]]]]]:
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            history = orjson.loads(line)
            yield history["process"], [(happening(step), step) for step in history["steps"]]


def happening(step: dict[str, object]) -> Happening:
    kind = KINDS[step["what"]]
    if kind is Started:
        return Started(step["facts"])
    path, element, visit, index = step["key"]
    key = StepKey(tuple(path), element, visit, index)
    return TimerDue(key) if kind is TimerDue else kind(key, step["facts"])
