"""A process in numbered sentences: who does what, and what comes next. What a screen reader reads is what the drawing shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from pendopo.workflow.definition import RESTING, Flow, Graph, Kind, Node, Process, Repeat
from pendopo.workflow.durations import Timer
from pendopo.workflow.roles import role_name

_ENDS: Final = frozenset({Kind.END, Kind.TERMINATE})


@dataclass(frozen=True, slots=True)
class Line:
    """One step. `number` is its place in the order of the flow, with the outer step before it inside a sub-process: 3.1."""

    number: str
    element: str
    who: str
    what: str
    then: tuple[str, ...]

    def __str__(self) -> str:
        head = f"{self.number}. {self.who}: {self.what}" if self.who else f"{self.number}. {self.what}"
        return "\n".join([head, *(f"{' ' * (len(self.number) + 2)}→ {sentence}" for sentence in self.then)])


def text_form(process: Process) -> tuple[Line, ...]:
    return tuple(_Told(process.graph, "").lines())


class _Told:
    def __init__(self, graph: Graph, prefix: str) -> None:
        self.graph = graph
        order = [node for node in _in_order(graph) if node.kind in RESTING - {Kind.RACE} and not node.attached_to]
        self._numbers = {node.id: f"{prefix}{at}" for at, node in enumerate(order, 1)}

    def lines(self) -> Iterator[Line]:
        for name, number in self._numbers.items():
            node = self.graph.nodes[name]
            then = list(self._after(node))
            for edge in self.graph.edges_of(name):
                then.extend(f"{_edge(edge)} {sentence}" for sentence in self._after(edge))
            yield Line(number, name, _who(node), _what(node), tuple(then))
            if node.body:
                yield from _Told(node.body, f"{number}.").lines()

    def _after(self, node: Node) -> Iterator[str]:
        for flow in self.graph.out(node.id):
            yield from self._to(flow, frozenset())

    def _to(self, flow: Flow, passed: frozenset[str]) -> Iterator[str]:
        """What comes by an arrow: a numbered step, an end, or what a gateway makes of it."""
        node = self.graph.nodes[flow.target]
        ways = self.graph.out(node.id)
        if node.id in self._numbers:
            yield _("step %(number)s, %(name)s") % {"number": self._numbers[node.id], "name": node.name}
        elif node.kind in _ENDS:
            yield (_("end at once: %(name)s") if node.kind is Kind.TERMINATE else _("end: %(name)s")) % {"name": node.name}
        elif node.id in passed:
            yield _("as said at “%(name)s”") % {"name": node.name}
        elif node.kind is Kind.EXCLUSIVE and len(ways) > 1:
            yield from self._one_of(node, ways, passed | {node.id})
        else:
            for way in ways:
                for sentence in self._to(way, passed | {node.id}):
                    yield self._before(node, ways) + sentence

    def _one_of(self, node: Node, ways: tuple[Flow, ...], passed: frozenset[str]) -> Iterator[str]:
        question = f"{node.name} " if node.name != node.id else ""
        for way in sorted(ways, key=lambda way: way.id == node.default):
            answer = way.name or (way.condition.text if way.condition else "") or _("otherwise")
            yield from (f"{question}{answer}: {sentence}" for sentence in self._to(way, passed))

    def _before(self, node: Node, ways: tuple[Flow, ...]) -> str:
        if node.kind is Kind.RULE:
            return _("by the table “%(name)s”:") % {"name": node.name} + " "
        if node.kind is Kind.RACE:
            return _("whichever comes first:") + " "
        if node.kind is not Kind.PARALLEL:
            return ""
        words = [_("once all branches are done:")] if len(self.graph.into(node.id)) > 1 else []
        words += [_("at the same time:")] if len(ways) > 1 else []
        return "".join(f"{word} " for word in words)


def _in_order(graph: Graph) -> list[Node]:
    """Breadth first from the start: nearer steps have smaller numbers."""
    order = [node.id for node in graph.starts]
    for name in order:
        following = [flow.target for flow in graph.out(name)] + [edge.id for edge in graph.edges_of(name)]
        order.extend(dict.fromkeys(other for other in following if other not in order))
    return [graph.nodes[name] for name in order]


def _who(node: Node) -> str:
    if node.kind is Kind.USER:
        return role_name(node.role)
    return {Kind.SYSTEM: _("Pendopo"), Kind.TIMER: _("Time"), Kind.MESSAGE: _("Message")}.get(node.kind, "")


def _what(node: Node) -> str:
    words = node.name
    if node.kind is Kind.CALL:
        words = _("%(name)s (the process “%(calls)s”)") % {"name": node.name, "calls": node.calls}
    if node.timer:
        words += f" ({_time(node.timer)})"
    return f"{words}{_repeated(node.repeat)}" if node.repeat else words


def _repeated(repeat: Repeat) -> str:
    facts = {"count": repeat.count}
    if isinstance(repeat.count, int):
        said = _("(%(count)s times, one after another)") if repeat.one_by_one else _("(%(count)s times at once)")
    else:
        said = (
            _("(as often as “%(count)s” says, one after another)")
            if repeat.one_by_one
            else _("(as often as “%(count)s” says, at once)")
        )
    return " " + said % facts


def _edge(edge: Node) -> str:
    name = f"{edge.name} ({_time(edge.timer)})" if edge.timer else edge.name
    return (_("ended by “%(name)s”:") if edge.interrupting else _("meanwhile, at “%(name)s”:")) % {"name": name}


def _time(timer: Timer) -> str:
    """A length in words, a date or the name of its fact as it stands."""
    if timer.at:
        return timer.at
    hours, minutes = divmod(timer.seconds // 60, 60)
    parts = [
        (timer.months, _("%(many)s months")),
        (timer.days, _("%(many)s working days")),
        (hours, _("%(many)s hours")),
        (minutes, _("%(many)s minutes")),
        (timer.seconds % 60, _("%(many)s seconds")),
    ]
    return " ".join(words % {"many": many} for many, words in parts if many)
