"""A BPMN 2.0 file: its processes, and what could not be read of it. Nothing is raised but for files that are no XML at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pendopo.workflow.definition import Graph, Kind, Node, Process
from pendopo.workflow.findings import Finding, finding
from pendopo.workflow.reading.elements import Reader
from pendopo.workflow.reading.lanes import owners_in
from pendopo.workflow.reading.names import BPMN, ID, IGNORED
from pendopo.workflow.reading.xml import Element, read_xml


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in one file. `main` is its first process; the others can be called by it."""

    processes: tuple[Process, ...]
    findings: tuple[Finding, ...]

    @property
    def main(self) -> Process | None:
        return self.processes[0] if self.processes else None


def read_bpmn(data: bytes) -> Document:
    """Raises NotAProcess (`reading.xml`) when the file is not plain XML of a reasonable size."""
    root = read_xml(data)
    findings: list[Finding] = list(_ids_used_twice(root))
    messages = {element.attributes.get(ID, ""): element.attributes.get("name", "") for element in root.all("message", BPMN)}
    digest = sha256(data).hexdigest()
    processes = []
    if (root.space, root.tag) == (BPMN, "definitions"):
        for element in root.all("process", BPMN):
            owners = owners_in(element, findings)
            reader = Reader(owners=owners, messages=messages, findings=findings)
            graph = _level(element, reader, role="")
            name = element.attributes.get("name", "") or element.attributes.get(ID, "")
            processes.append(Process(element.attributes.get(ID, ""), name, graph, digest))
    if not any(process.graph.nodes for process in processes):
        findings.append(finding("no_process"))
    return Document(tuple(process for process in processes if process.graph.nodes), tuple(findings))


def _level(element: Element, reader: Reader, *, role: str) -> Graph:
    """The nodes and flows directly in a process or sub-process; a sub-process hands its lane down."""
    nodes: list[Node] = []
    flows: list[Element] = []
    for child in element.children:
        if child.space != BPMN or child.tag in IGNORED:
            continue
        if child.tag == "sequenceFlow":
            flows.append(child)
        elif not child.attributes.get(ID):
            reader.findings.append(finding("no_id", tag=child.tag))
        else:
            node = reader.node(child, inherited=role)
            body = _level(child, reader, role=node.role) if node.kind is Kind.SUB else None
            nodes.append(reader.with_body(node, body))
    read = [reader.flow(flow) for flow in flows]
    ids = {node.id for node in nodes}
    for flow in read:
        if flow.source not in ids or flow.target not in ids:
            reader.findings.append(finding("broken_flow", flow.id, source=flow.source, target=flow.target))
    return Graph.of(nodes, read)


def _ids_used_twice(root: Element) -> Iterator[Finding]:
    seen: set[str] = set()
    told: set[str] = set()
    for element in _in_the_model(root.children):
        name = element.attributes.get(ID, "")
        if name in seen and name not in told:
            told.add(name)
            yield finding("double_id", name)
        seen.add(name)
        seen.discard("")


def _in_the_model(elements: Sequence[Element]) -> Iterator[Element]:
    """All elements of BPMN itself; the drawing and other tools' remarks have ids of their own."""
    waiting = [element for element in elements if element.space == BPMN]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(child for child in element.children if child.space == BPMN and child.tag != "extensionElements")
