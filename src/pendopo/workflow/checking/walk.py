"""Soundness by walking: every situation a level can come into, whatever its gateways choose.

A situation (marking) says what rests and what waits before joins. Gateways are free to choose, sub-processes and calls are one
step here (they are walked on their own), repeats are one step. The walk shares no line with the game, on purpose.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from pendopo.workflow.checking.structure import reached_from
from pendopo.workflow.definition import RESTING, Flow, Graph, Kind, Node
from pendopo.workflow.findings import Finding, finding

#: Situations looked at before the walk gives up and says so: about a second.
LIMIT: Final = 20_000
# (place, tokens): "@task" rests, "~event" may still come at its edge, ">arrow" waits before a join.
Marking = frozenset[tuple[str, int]]


def walked(graph: Graph, limit: int = LIMIT) -> list[Finding]:
    """Deadlock and what runs twice; and that it was too large. A level with an idle loop is not walked: it has no rest."""
    if len(graph.starts) != 1:
        return []
    walk = _Walk(graph, limit)
    walk.go()
    return list(dict.fromkeys(walk.findings()))


class _Walk:
    def __init__(self, graph: Graph, limit: int) -> None:
        self.graph, self.limit = graph, limit
        self._flows = {flow.id: flow for flow in graph.flows}
        self.stuck: dict[str, None] = {}
        self.twice: dict[str, None] = {}
        self.cut = False
        reminders = [node.id for node in graph.nodes.values() if node.attached_to and not node.interrupting]
        self._after_reminder = reached_from(graph, reminders)

    def findings(self) -> Iterator[Finding]:
        for name in self.stuck:
            yield finding("deadlock", name, name=self.graph.nodes[name].name)
        for name in self.twice:
            code = "may_run_twice" if name in self._after_reminder else "runs_twice"
            yield finding(code, name, name=self.graph.nodes[name].name)
        if self.cut:
            yield finding("too_large", limit=self.limit)

    def go(self) -> None:
        start = self.graph.starts[0]
        waiting = list(self._settled(frozenset(), [flow.id for flow in self.graph.out(start.id)]))
        seen = set(waiting)
        while waiting:
            if len(seen) > self.limit:
                self.cut = True
                return
            marking = waiting.pop()
            if self._amiss(marking):
                continue  # what follows from a fault is not another fault
            for after in self._next(marking):
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)

    def _amiss(self, marking: Marking) -> bool:
        """Note what is wrong here, and whether to look no further: what follows from a fault is not another fault."""
        twice = {self._name(place): many for place, many in sorted(marking) if many > 1 and place[0] != "~"}
        self.twice |= dict.fromkeys(twice)
        if any(place[0] == "@" for place, _many in marking):
            return any(many > 2 or name not in self._after_reminder for name, many in twice.items())
        self.stuck |= {self._name(place): None for place, _many in sorted(marking) if place[0] == ">" and not twice}
        return True

    def _name(self, place: str) -> str:
        return place[1:] if place[0] == "@" else self._flows[place[1:]].target

    def _next(self, marking: Marking) -> Iterator[Marking]:
        for place, _many in sorted(marking):
            if place[0] == "@":
                node = self.graph.nodes[place[1:]]
                rest = self._without(marking, node)
                for ways in self._ways_on(node):
                    yield from self._settled(rest, ways)
            elif place[0] == "~":
                left = Counter(dict(marking))
                left[place] -= 1
                yield from self._settled(_marking(left), [flow.id for flow in self.graph.out(place[1:])])

    def _ways_on(self, node: Node) -> Iterator[list[str]]:
        """By which arrows the activity may be left: its own, or those of an event that ends it."""
        if node.kind is Kind.RACE:
            for flow in self.graph.out(node.id):
                yield [after.id for after in self.graph.out(flow.target)]
            return
        yield [flow.id for flow in self.graph.out(node.id)]
        for edge in self.graph.edges_of(node.id):
            if edge.interrupting:
                yield [flow.id for flow in self.graph.out(edge.id)]

    def _without(self, marking: Marking, node: Node) -> Marking:
        left = Counter(dict(marking))
        left[f"@{node.id}"] -= 1
        for edge in self.graph.edges_of(node.id):
            left[f"~{edge.id}"] = 0
        return _marking(left)

    def _settled(self, marking: Marking, tokens: list[str]) -> Iterator[Marking]:
        """Every situation at rest that tokens on these arrows can come to: choices free, joins spent as soon as they are full."""
        waiting = [(marking, tuple(tokens))]
        seen = set(waiting)
        while waiting:
            if len(seen) > self.limit:
                self.cut = True
                return
            now, moving = waiting.pop()
            if not moving:
                yield now
                continue
            for step in self._entered(now, self._flows[moving[-1]], moving[:-1]):
                if step not in seen:
                    seen.add(step)
                    waiting.append(step)

    def _entered(self, marking: Marking, by: Flow, others: tuple[str, ...]) -> Iterator[tuple[Marking, tuple[str, ...]]]:
        node = self.graph.nodes[by.target]
        out = tuple(flow.id for flow in self.graph.out(node.id))
        places = Counter(dict(marking))
        if node.kind is Kind.EXCLUSIVE:
            yield from ((marking, (*others, way)) for way in out)
        elif node.kind is Kind.TERMINATE:
            yield frozenset(), ()
        elif node.kind is Kind.PARALLEL:
            places[f">{by.id}"] += 1
            into = [f">{flow.id}" for flow in self.graph.into(node.id)]
            full = all(places[place] for place in into)
            places.subtract(into if full else [])
            yield _marking(places), (*others, *(out if full else ()))
        elif node.kind in RESTING:
            places[f"@{node.id}"] += 1
            places.update(f"~{edge.id}" for edge in self.graph.edges_of(node.id) if not edge.interrupting)
            yield _marking(places), others
        else:
            yield _marking(places), (*others, *out)


def _marking(places: Counter[str]) -> Marking:
    return frozenset((place, many) for place, many in places.items() if many > 0)
