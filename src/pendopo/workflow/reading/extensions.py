"""What Pendopo adds to BPMN in its own namespace (`urn:pendopo:process`), and how often an activity is repeated."""

from collections.abc import Iterator
from typing import Final

from pendopo.workflow.conditions import UnreadableCondition, is_name, read_condition
from pendopo.workflow.decisions import Row, Table, read_value
from pendopo.workflow.definition import MOST_REPEATS, FactField, Repeat
from pendopo.workflow.findings import Finding, finding
from pendopo.workflow.reading.names import BPMN, ID, OWN
from pendopo.workflow.reading.xml import Element

_TYPES: Final = frozenset({"count", "number", "yes_no", "text"})


def facts(element: Element, name: str, findings: list[Finding]) -> tuple[FactField, ...]:
    """`<pendopo:fact name="verdict" values="complete lacking"/>` or `<pendopo:fact name="area" type="number"/>`."""
    read = []
    for given in _own(element, "fact"):
        fact, values = given.attributes.get("name", ""), tuple(given.attributes.get("values", "").split())
        kind = given.attributes.get("type", "choice" if values else "")
        if not is_name(fact) or (kind == "choice") != bool(values) or kind not in {"choice", *_TYPES}:
            findings.append(finding("fact", element.attributes.get(ID, ""), name=fact or name))
            continue
        read.append(FactField(fact, kind, values))
    return tuple(read)


def table(element: Element, name: str, findings: list[Finding]) -> Table | None:
    """`<pendopo:row when="area &lt;= 60" fee="75000"/>` … `<pendopo:row fee="150000"/>`: the first that fits."""
    identity = element.attributes.get(ID, "")
    rows = []
    for row in _own(element, "row"):
        says = tuple((key, read_value(value)) for key, value in row.attributes.items() if key != "when")
        when = row.attributes.get("when", "").strip()
        try:
            rows.append(Row(read_condition(when) if when else None, says))
        except UnreadableCondition as refusal:
            findings.append(finding("condition", identity, text=str(refusal.facts["text"])))
            return Table(())
    read = Table(tuple(rows))
    same = {frozenset(key for key, _value in row.says) for row in read.rows}
    if not read.covers_all or len(same) != 1 or not all(is_name(key) for key in read.names) or not read.names:
        findings.append(finding("table", identity, name=name))
    return read


def repeat(element: Element, name: str, findings: list[Finding]) -> Repeat | None:
    """`multiInstanceLoopCharacteristics` with a cardinality; anything else in it is not run, and so refused."""
    for loop in element.all("multiInstanceLoopCharacteristics", BPMN):
        inner = [
            child for child in loop.children if child.space == BPMN and child.tag not in {"documentation", "extensionElements"}
        ]
        count = _count(inner[0].text) if [child.tag for child in inner] == ["loopCardinality"] else None
        if count is not None:
            return Repeat(count, one_by_one=loop.attributes.get("isSequential") == "true")
        findings.append(finding("repeat", element.attributes.get(ID, ""), name=name, most=MOST_REPEATS))
    return None


def _count(text: str) -> int | str | None:
    text = text.strip()
    text = text[2:-1].strip() if text.startswith("${") and text.endswith("}") else text
    if text.isascii() and text.isdecimal() and len(text) < 5:
        return int(text) if 1 <= int(text) <= MOST_REPEATS else None
    return text if is_name(text) else None


def _own(element: Element, tag: str) -> Iterator[Element]:
    for extension in element.all("extensionElements", BPMN):
        yield from extension.all(tag, OWN)
