"""Facts and who says them: no condition asks for what nobody answers."""

from collections.abc import Iterator, Mapping

from pendopo.workflow.conditions import Condition
from pendopo.workflow.definition import Kind, Node, Process, bundle_of
from pendopo.workflow.findings import Finding, finding

_Values = dict[str, frozenset[str] | None]  # None: any value


def facts_amiss(process: Process, known: Mapping[str, Process]) -> Iterator[Finding]:
    """In its conditions, tables, repeats and timers. Facts of called processes count, and of those the file has beside it."""
    together = bundle_of(process, known).processes.values()
    said: _Values = {}
    for part in (process, *(called for called in together if called.id != process.id)):
        for _level, node in part.graph.everything():
            yield from (found for found in _gather(node, said, known) if part is process)
    for level, node in process.graph.everything():
        for flow in level.out(node.id):
            if flow.condition:
                yield from _condition_amiss(flow.condition, flow.id, said)
        for row in node.table.rows if node.table else ():
            if row.when:
                yield from _condition_amiss(row.when, node.id, said)
        for name in _plain_names(node):
            if name not in said:
                yield finding("unknown_fact", node.id, text=node.name, fact=name)


def _gather(node: Node, said: _Values, known: Mapping[str, Process]) -> Iterator[Finding]:
    for fact in node.facts:
        values = frozenset(fact.values) if fact.type == "choice" else None
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


def _condition_amiss(condition: Condition, element: str, said: _Values) -> Iterator[Finding]:
    for name in sorted(condition.names - said.keys()):
        yield finding("unknown_fact", element, text=condition.text, fact=name)
    for name, value in condition.compared:
        values = said.get(name)
        if values is not None and value not in values:
            yield finding("never_true", element, text=condition.text, fact=name, value=value)


def _plain_names(node: Node) -> Iterator[str]:
    if node.repeat and isinstance(node.repeat.count, str):
        yield node.repeat.count
    if node.timer and node.timer.at and not node.timer.at[:1].isdigit():
        yield node.timer.at
