"""What can be seen without playing: owners, ends, ways in and out of every element."""

from collections.abc import Callable, Collection, Iterator

from pendopo.workflow.definition import GATEWAYS, RESTING, Graph, Kind, Node, Process
from pendopo.workflow.findings import Finding, finding

_ENDS = frozenset({Kind.END, Kind.TERMINATE})
_WATCHED = frozenset({Kind.USER, Kind.SYSTEM, Kind.CALL, Kind.SUB, Kind.MESSAGE})
_Look = Callable[[Graph, Node], Iterator[Finding]]


def structure_amiss(process: Process, roles: Collection[str], forms: Collection[str] | None) -> Iterator[Finding]:
    yield from _level_amiss(process.graph, process.id, process.name)
    for level, node in process.graph.everything():
        if node.kind is Kind.SUB and node.body:
            yield from _level_amiss(node.body, node.id, node.name)
        if node.kind is Kind.UNKNOWN:
            continue
        yield from _owner_amiss(node, roles, forms)
        for look in _LOOKS:
            yield from look(level, node)


def _level_amiss(graph: Graph, identity: str, name: str) -> Iterator[Finding]:
    if not graph.starts:
        yield finding("no_start", identity, name=name)
    elif len(graph.starts) > 1:
        yield finding("many_starts", identity, name=name)
    if not any(node.kind in _ENDS for node in graph.nodes.values()):
        yield finding("no_end", identity, name=name)
    reached = _reached(graph)
    ending = _ending(graph)
    for node in graph.nodes.values():
        if node.id not in reached:
            yield finding("unreachable", node.id, name=node.name)
        elif not graph.out(node.id) and node.kind not in _ENDS:
            yield finding("dead_end", node.id, name=node.name)
    loops = [node for node in graph.nodes.values() if node.id in reached - ending and _comes_back(graph, node)]
    for node in loops[:1]:
        yield finding("endless_loop", node.id, name=node.name)
    for node in list(idle_loops(graph))[:1]:
        yield finding("idle_loop", node.id, name=node.name)


def idle_loops(graph: Graph) -> Iterator[Node]:
    """Gateways from which a case can come back without anything having rested in between; one for each circle's members."""
    for node in graph.nodes.values():
        if node.kind in {Kind.EXCLUSIVE, Kind.PARALLEL} and node.id in _unrested(graph, node):
            yield node


def _unrested(graph: Graph, node: Node) -> set[str]:
    found: set[str] = set()
    waiting = [flow.target for flow in graph.out(node.id)]
    while waiting:
        name = waiting.pop()
        if name not in found and graph.nodes[name].kind not in RESTING:
            found.add(name)
            waiting.extend(flow.target for flow in graph.out(name))
    return found


def _owner_amiss(node: Node, roles: Collection[str], forms: Collection[str] | None) -> Iterator[Finding]:
    if node.kind is Kind.USER and not node.role:
        yield finding("no_owner", node.id, name=node.name)
    elif node.kind is Kind.USER and node.role not in roles:
        yield finding("unknown_role", node.id, name=node.name, role=node.role)
    if node.form and forms is not None and node.form not in forms:
        yield finding("unknown_form", node.id, name=node.name, form=node.form)


def _ways_out(graph: Graph, node: Node) -> Iterator[Finding]:
    ways = graph.out(node.id)
    if node.kind not in GATEWAYS and len(ways) > 1:
        yield finding("several_ways", node.id, name=node.name)
    if node.kind is Kind.EXCLUSIVE and len(ways) > 1:
        for flow in ways:
            if flow.id != node.default and flow.condition is None:
                yield finding("no_condition", flow.id, name=flow.name or flow.id)
        if node.default not in {flow.id for flow in ways}:
            yield finding("no_default", node.id, name=node.name)
    elif node.kind is not Kind.EXCLUSIVE:
        for flow in ways:
            if flow.condition:
                yield finding("stray_condition", flow.id, name=flow.name or flow.id)


def _race(graph: Graph, node: Node) -> Iterator[Finding]:
    if node.kind is not Kind.RACE:
        return
    targets = [graph.nodes[flow.target] for flow in graph.out(node.id)]
    fit = [target for target in targets if target.kind in {Kind.TIMER, Kind.MESSAGE} and len(graph.into(target.id)) == 1]
    if len(fit) < len(targets) or not targets:
        yield finding("race_target", node.id, name=node.name)


def _edge(graph: Graph, node: Node) -> Iterator[Finding]:
    if node.attached_to and (node.attached_to not in graph.nodes or graph.nodes[node.attached_to].kind not in _WATCHED):
        yield finding("lost_edge", node.id, name=node.name)
    if (node.attached_to or node.kind is Kind.START) and graph.into(node.id):
        yield finding("into_start", node.id, name=node.name)


def _message(_graph: Graph, node: Node) -> Iterator[Finding]:
    if node.kind is Kind.MESSAGE and not node.message:
        yield finding("no_message", node.id, name=node.name)


_LOOKS: tuple[_Look, ...] = (_ways_out, _race, _edge, _message)


def next_of(graph: Graph, node: str) -> Iterator[str]:
    """The elements that may follow one, by its arrows and by the events at its edge."""
    yield from (flow.target for flow in graph.out(node))
    yield from (edge.id for edge in graph.edges_of(node))


def reached_from(graph: Graph, first: Collection[str]) -> set[str]:
    seen = set(first)
    waiting = list(first)
    while waiting:
        for following in next_of(graph, waiting.pop()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


def _reached(graph: Graph) -> set[str]:
    return reached_from(graph, [node.id for node in graph.starts])


def _ending(graph: Graph) -> set[str]:
    """Elements from which an end, or at least a dead end, is reached."""
    before: dict[str, list[str]] = {}
    for node in graph.nodes:
        for following in next_of(graph, node):
            before.setdefault(following, []).append(node)
    seen = {node for node in graph.nodes if not graph.out(node)}
    waiting = list(seen)
    while waiting:
        for node in before.get(waiting.pop(), ()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return seen


def _comes_back(graph: Graph, node: Node) -> bool:
    return node.kind in RESTING | GATEWAYS and node.id in reached_from(graph, list(next_of(graph, node.id)))
