"""Whose each element is: the innermost lane that names it."""

from collections.abc import Iterator

from pendopo.workflow.findings import Finding, finding
from pendopo.workflow.reading.names import BPMN, ID, OWN
from pendopo.workflow.reading.xml import Element
from pendopo.workflow.roles import role_named


def owners_in(process: Element, findings: list[Finding]) -> dict[str, str]:
    """Element id → role, for every element of a process that stands in a lane."""
    owners: dict[str, tuple[int, str]] = {}
    for lanes in _lane_sets(process):
        for depth, lane in _lanes(lanes, 0):
            role = role_named(
                lane.attributes.get(f"{{{OWN}}}role") or lane.attributes.get("name") or lane.attributes.get(ID, "")
            )
            for reference in lane.all("flowNodeRef", BPMN):
                element = reference.text.strip()
                before = owners.get(element)
                if before and before[0] == depth and before[1] != role:
                    findings.append(finding("two_lanes", element, name=element))
                if before is None or depth > before[0]:
                    owners[element] = (depth, role)
    return {element: role for element, (_depth, role) in owners.items()}


def _lane_sets(element: Element) -> Iterator[Element]:
    yield from element.all("laneSet", BPMN)
    for inner in element.all("subProcess", BPMN):
        yield from _lane_sets(inner)


def _lanes(lanes: Element, depth: int) -> Iterator[tuple[int, Element]]:
    for lane in lanes.all("lane", BPMN):
        yield depth, lane
        for inner in lane.all("childLaneSet", BPMN):
            yield from _lanes(inner, depth + 1)
