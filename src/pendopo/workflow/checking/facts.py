"""Facts and who says them: no condition asks for what nobody answers."""

from collections.abc import Iterator, Mapping

from pendopo.workflow.conditions import Condition
from pendopo.workflow.definition import FactField, Kind, Node, Process, bundle_of
from pendopo.workflow.findings import Finding, finding

_Values = dict[str, frozenset[str] | None]  # None: any value
#: Who is asked for the facts it declares; a start event is too, of the process itself.
_SAYING = frozenset({Kind.USER, Kind.SYSTEM, Kind.MESSAGE})
_COUNT: frozenset[str] = frozenset({" a whole number "})


def facts_amiss(process: Process, known: Mapping[str, Process]) -> Iterator[Finding]:
    """In its conditions, tables, repeats and timers. Facts of called processes count, and of those the file has beside it."""
    together = bundle_of(process, known).processes.values()
    said: _Values = {}
    for part in (process, *(called for called in together if called.id != process.id)):
        for level, node in part.graph.everything():
            says = node.kind in _SAYING or (node.kind is Kind.START and level is part.graph)
            yield from (found for found in _gather(node, node.facts if says else (), said, known) if part is process)
    for level, node in process.graph.everything():
        for flow in level.out(node.id):
            if flow.condition:
                yield from _condition_amiss(flow.condition, flow.id, said)
        yield from _node_amiss(node, said)
        if node.kind is Kind.CALL and node.calls in known:
            yield from _call_lacks(node, known[node.calls], process)


def _node_amiss(node: Node, said: _Values) -> Iterator[Finding]:
    for row in node.table.rows if node.table else ():
        if row.when:
            yield from _condition_amiss(row.when, node.id, said)
    for name in _plain_names(node):
        if name not in said:
            yield finding("unknown_fact", node.id, text=node.name, fact=name)
    if node.repeat and isinstance(node.repeat.count, str) and said.get(node.repeat.count, _COUNT) is not _COUNT:
        yield finding("not_a_count", node.id, name=node.name, fact=node.repeat.count)


def _gather(node: Node, facts: tuple[FactField, ...], said: _Values, known: Mapping[str, Process]) -> Iterator[Finding]:
    for fact in facts:
        values = frozenset(fact.values) if fact.type == "choice" else _COUNT if fact.type == "count" else None
        if fact.name in said and said[fact.name] != values:
            yield finding("fact_twice", node.id, name=node.name, fact=fact.name)
        said[fact.name] = values
        if node.repeat:
            said |= {f"{fact.name}.{value}": None for value in fact.values}
    if node.table:
        said |= dict.fromkeys(node.table.names)
    if node.kind in {Kind.SUB, Kind.CALL}:
        graph = node.body or (known[node.calls].graph if node.calls in known else None)
        ends = (inner.id for inner in graph.nodes.values() if inner.kind in {Kind.END, Kind.TERMINATE}) if graph else ()
        said[f"{node.id}.end"] = frozenset(ends) or None


def _call_lacks(node: Node, called: Process, caller: Process) -> Iterator[Finding]:
    """What a called process begins with is not asked for when it is called; the caller must have said it."""
    said = {fact.name for _level, step in caller.graph.everything() for fact in step.facts}
    said |= {name for _level, step in caller.graph.everything() if step.table for name in step.table.names}
    for fact in (fact for start in called.graph.starts for fact in start.facts):
        if fact.name not in said:
            yield finding("call_lacks", node.id, name=node.name, calls=node.calls, fact=fact.name)


def _condition_amiss(condition: Condition, element: str, said: _Values) -> Iterator[Finding]:
    for name in sorted(condition.names - said.keys()):
        yield finding("unknown_fact", element, text=condition.text, fact=name)
    for name, value in condition.compared:
        values = said.get(name)
        if values is not None and values is not _COUNT and value not in values:
            yield finding("never_true", element, text=condition.text, fact=name, value=value)


def _plain_names(node: Node) -> Iterator[str]:
    if node.repeat and isinstance(node.repeat.count, str):
        yield node.repeat.count
    if node.timer and node.timer.at and not node.timer.at[:1].isdigit():
        yield node.timer.at
