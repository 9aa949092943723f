"""Where tokens rest: scopes (one run of a process or sub-process), activities in them, and the open steps of these."""

from collections import Counter, deque
from dataclasses import dataclass, field

from pendopo.workflow.definition import Flow, Graph, Node
from pendopo.workflow.game.happenings import StepKey


@dataclass(slots=True, eq=False)
class Scope:
    """One run of one level. `arrivals`: by arrow, how many tokens wait before a parallel gateway."""

    graph: Graph
    path: tuple[str, ...]
    owner: "Activity | None" = None
    index: int = 0  # which of its owner's several runs
    acts: list["Activity"] = field(default_factory=list)
    arrivals: Counter[str] = field(default_factory=Counter)
    ended_at: str = ""
    closed: bool = False

    @property
    def idle(self) -> bool:
        """Nothing rests here and nothing waits: the level has been run through."""
        return not self.acts and not self.arrivals.total()


@dataclass(slots=True, eq=False)
class Activity:
    """A token at rest: its open steps (its own, and the timers and messages at its edge) and the levels inside it."""

    node: Node
    scope: Scope
    visit: int
    keys: list[StepKey] = field(default_factory=list)
    inner: list[Scope] = field(default_factory=list)
    running: int = 0  # instances begun and not finished
    to_come: int = 0  # instances still to begin, one by one
    next_index: int = 1


@dataclass(slots=True)
class Resting:
    """An open step's place: the activity, and the node that it stands for (the activity's own, or an event of it)."""

    act: Activity
    node: Node


Queue = deque[tuple[Scope, Flow]]
