"""What can happen to a case, in the order it happened. A row of the later step table is one of these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pendopo.workflow.conditions import Value
from pendopo.workflow.definition import FactField
from pendopo.workflow.durations import Timer


@dataclass(frozen=True, slots=True, order=True)
class StepKey:
    """A step for ever: the same happenings give the same keys, whatever engine reads them, so a row may be known by it.

    `path`: the calls and sub-processes it stands in, `births[2]` being the second of several. `visit`: how often this element was
    opened in this case on this path, from 1. `index`: which of several at once, from 1; 0 when it is not repeated.
    """

    path: tuple[str, ...]
    element: str
    visit: int = 1
    index: int = 0

    def __str__(self) -> str:
        return f"{'/'.join([*self.path, self.element])}#{self.visit}" + (f".{self.index}" if self.index else "")


class StepKind(StrEnum):
    TASK = "task"
    SYSTEM = "system"
    TIMER = "timer"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is open: all that its row needs but the instants."""

    key: StepKey
    kind: StepKind
    name: str
    role: str = ""
    form: str = ""
    facts: tuple[FactField, ...] = ()
    timer: Timer | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """The case begins; `facts` are those the start event declares, frozen now."""

    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completed:
    """A task or a system step is done, with the facts it declares."""

    key: StepKey
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerDue:
    key: StepKey


@dataclass(frozen=True, slots=True)
class MessageCame:
    """A message for the one step that waits for it. Several may wait for one name; the caller says which (`Standing.waiting_for`)."""

    key: StepKey
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The case is given up from outside: withdrawn by the applicant, or merged into another."""


Happening = Started | Completed | TimerDue | MessageCame | Cancelled
