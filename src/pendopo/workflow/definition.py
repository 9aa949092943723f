"""A process as it was read: frozen, without behaviour. The words are BPMN's where BPMN has one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Final, TypeVar

from pendopo.workflow.conditions import Condition
from pendopo.workflow.decisions import Table
from pendopo.workflow.durations import Timer

_Item = TypeVar("_Item")
#: An activity is repeated at most so often.
MOST_REPEATS: Final = 100


class Kind(StrEnum):
    START = "start"
    END = "end"
    TERMINATE = "terminate"
    USER = "user"  # a person of a role does it
    SYSTEM = "system"  # the worker does it, and records that it did
    RULE = "rule"  # a decision table
    EXCLUSIVE = "exclusive"
    PARALLEL = "parallel"
    RACE = "race"  # event-based gateway: what comes first
    TIMER = "timer"
    MESSAGE = "message"
    CALL = "call"
    SUB = "sub"
    UNKNOWN = "unknown"  # an element outside the subset, kept so that all findings are named at once


#: A token rests in these until something happens.
RESTING = frozenset({Kind.USER, Kind.SYSTEM, Kind.TIMER, Kind.MESSAGE, Kind.CALL, Kind.SUB, Kind.RACE})
GATEWAYS = frozenset({Kind.EXCLUSIVE, Kind.PARALLEL, Kind.RACE})


@dataclass(frozen=True, slots=True)
class FactField:
    """A fact that a step leaves behind for gateways to read.

    One of `values`, or of a `type`: number, count (0 to MOST_REPEATS), yes_no, text.
    """

    name: str
    type: str = "choice"
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often an activity is done: a number, or the name of the fact that says it."""

    count: int | str
    one_by_one: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    kind: Kind
    name: str = ""
    role: str = ""
    form: str = ""
    facts: tuple[FactField, ...] = ()
    timer: Timer | None = None
    message: str = ""
    attached_to: str = ""  # a boundary event: TIMER or MESSAGE at the edge of this activity
    interrupting: bool = True
    default: str = ""
    repeat: Repeat | None = None
    calls: str = ""
    table: Table | None = None
    body: "Graph | None" = None


@dataclass(frozen=True, slots=True)
class Flow:
    id: str
    source: str
    target: str
    name: str = ""
    condition: Condition | None = None


def _settled(index: Mapping[str, list[_Item]]) -> Mapping[str, tuple[_Item, ...]]:
    return {key: tuple(many) for key, many in index.items()}


def _own_ends(nodes: Mapping[str, Node], out: Mapping[str, list[Flow]], edges: Mapping[str, list[Node]]) -> frozenset[str]:
    order = [node.id for node in nodes.values() if node.kind is Kind.START]
    seen = set(order)
    for name in order:
        following = [flow.target for flow in out.get(name, ())] + [edge.id for edge in edges.get(name, ()) if edge.interrupting]
        order.extend(new for new in dict.fromkeys(following) if new not in seen)
        seen.update(following)
    return frozenset(name for name in order if nodes[name].kind in {Kind.END, Kind.TERMINATE})


@dataclass(frozen=True, slots=True)
class Graph:
    """One level of a process: its own nodes and flows, a sub-process being one node with a body."""

    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    _out: Mapping[str, tuple[Flow, ...]] = field(repr=False, compare=False)
    _into: Mapping[str, tuple[Flow, ...]] = field(repr=False, compare=False)
    _edges: Mapping[str, tuple[Node, ...]] = field(repr=False, compare=False)
    #: Ends that the case itself comes to; the others are those of reminders beside it.
    own_ends: frozenset[str] = field(repr=False, compare=False)

    @classmethod
    def of(cls, nodes: Iterable[Node], flows: Iterable[Flow]) -> "Graph":
        by_id = {node.id: node for node in nodes}
        flows = tuple(flow for flow in flows if flow.source in by_id and flow.target in by_id)
        out: dict[str, list[Flow]] = defaultdict(list)
        into: dict[str, list[Flow]] = defaultdict(list)
        edges: dict[str, list[Node]] = defaultdict(list)
        for flow in flows:
            out[flow.source].append(flow)
            into[flow.target].append(flow)
        for node in by_id.values():
            if node.attached_to:
                edges[node.attached_to].append(node)
        return cls(by_id, flows, _settled(out), _settled(into), _settled(edges), _own_ends(by_id, out, edges))

    def out(self, node: str) -> tuple[Flow, ...]:
        return self._out.get(node, ())

    def into(self, node: str) -> tuple[Flow, ...]:
        return self._into.get(node, ())

    def edges_of(self, node: str) -> tuple[Node, ...]:
        """The boundary events attached to an activity, in the file's order."""
        return self._edges.get(node, ())

    @property
    def starts(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.kind is Kind.START)

    def everything(self) -> Iterator[tuple["Graph", Node]]:
        """Every node of this level and of the sub-processes in it, each with the level it stands on."""
        for node in self.nodes.values():
            yield self, node
            if node.body:
                yield from node.body.everything()


@dataclass(frozen=True, slots=True)
class Process:
    id: str
    name: str
    graph: Graph
    digest: str = ""  # of the file it came in

    @property
    def called(self) -> tuple[str, ...]:
        """The processes it calls, each once, in the file's order."""
        return tuple(dict.fromkeys(node.calls for _level, node in self.graph.everything() if node.kind is Kind.CALL))


@dataclass(frozen=True, slots=True)
class Bundle:
    """A process with all that it calls: what a case keeps from its first day to its last."""

    main: Process
    processes: Mapping[str, Process]

    @property
    def version(self) -> str:
        """One hash over the process, all it calls and the tables in them."""
        lines = sorted(f"{process.id} {process.digest}" for process in self.processes.values())
        return sha256("\n".join([self.main.id, *lines]).encode()).hexdigest()


def bundle_of(main: Process, known: Mapping[str, Process]) -> Bundle:
    """The process and, of those known, all that it calls however deep; what is missing is named by the check."""
    together = {main.id: main}
    waiting = list(main.called)
    while waiting:
        name = waiting.pop(0)
        if name not in together and name in known:
            together[name] = known[name]
            waiting.extend(known[name].called)
    return Bundle(main, together)
