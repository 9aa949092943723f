"""One element of the file at a time: tasks, gateways, events, arrows."""

from dataclasses import dataclass, replace

from pendopo.workflow.conditions import UnreadableCondition, read_condition
from pendopo.workflow.definition import Flow, Graph, Kind, Node
from pendopo.workflow.durations import Timer, read_date, read_duration
from pendopo.workflow.findings import Finding, finding
from pendopo.workflow.reading import extensions
from pendopo.workflow.reading.names import BPMN, DEFINITIONS, ID, KINDS, OWN
from pendopo.workflow.reading.xml import Element


@dataclass(frozen=True, slots=True)
class Reader:
    """Knows what stands elsewhere in the file (lanes, messages) and collects what cannot be read."""

    owners: dict[str, str]
    messages: dict[str, str]
    findings: list[Finding]

    def node(self, element: Element, *, inherited: str) -> Node:
        plain = self._plain(element, inherited)
        if element.tag in {"startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent"}:
            return self._event(element, plain)
        if element.tag == "intermediateThrowEvent":
            thrown = [child.tag for child in _definitions(element)]
            return replace(plain, kind=Kind.SYSTEM) if thrown == ["messageEventDefinition"] else self._refuse(element, plain)
        if element.tag not in KINDS or element.attributes.get("triggeredByEvent") == "true":
            return self._refuse(element, plain)
        if plain.kind is Kind.MESSAGE:
            return replace(plain, message=self._message(element.attributes.get("messageRef", "")))
        return self._activity(element, plain)

    def flow(self, element: Element) -> Flow:
        name, given = element.attributes.get("name", ""), element.attributes
        flow = Flow(given.get(ID, ""), given.get("sourceRef", ""), given.get("targetRef", ""), " ".join(name.split()))
        for condition in element.all("conditionExpression", BPMN):
            try:
                return replace(flow, condition=read_condition(condition.text.strip()))
            except UnreadableCondition as refusal:
                self._find("condition", element, text=str(refusal.facts["text"]))
        return flow

    @staticmethod
    def with_body(node: Node, body: Graph | None) -> Node:
        return replace(node, body=body) if body else node

    def _plain(self, element: Element, inherited: str) -> Node:
        given = element.attributes
        name = " ".join(given.get("name", "").split()) or given[ID]
        return Node(
            id=given[ID],
            kind=KINDS.get(element.tag, Kind.UNKNOWN),
            name=name,
            role=self.owners.get(given[ID], inherited),
            form=given.get(f"{{{OWN}}}form", ""),
            facts=extensions.facts(element, name, self.findings),
            default=given.get("default", ""),
        )

    def _activity(self, element: Element, plain: Node) -> Node:
        for loop in element.all("standardLoopCharacteristics", BPMN):
            self._find("unsupported", element, name=plain.name, tag=loop.tag)
        if element.attributes.get("isForCompensation") == "true":
            return self._refuse(element, plain)
        return replace(
            plain,
            repeat=extensions.repeat(element, plain.name, self.findings),
            table=extensions.table(element, plain.name, self.findings) if plain.kind is Kind.RULE else None,
            calls=element.attributes.get("calledElement", "") if plain.kind is Kind.CALL else "",
        )

    def _event(self, element: Element, plain: Node) -> Node:
        definitions = _definitions(element)
        tags = [child.tag for child in definitions]
        if element.tag == "startEvent" and not tags:
            return replace(plain, kind=Kind.START)
        if element.tag == "endEvent" and tags in ([], ["terminateEventDefinition"]):
            return replace(plain, kind=Kind.TERMINATE if tags else Kind.END)
        catches = element.tag in {"intermediateCatchEvent", "boundaryEvent"}
        if not catches or tags not in (["timerEventDefinition"], ["messageEventDefinition"]):
            return self._refuse(element, plain)
        if element.tag == "boundaryEvent":
            cancels = element.attributes.get("cancelActivity", "true") != "false"
            plain = replace(plain, attached_to=element.attributes.get("attachedToRef", "") or "?", interrupting=cancels)
        (definition,) = definitions
        if definition.tag == "messageEventDefinition":
            message = self._message(definition.attributes.get("messageRef", ""))
            return replace(plain, kind=Kind.MESSAGE, message=message)
        return replace(plain, kind=Kind.TIMER, timer=self._timer(element, definition))

    def _timer(self, event: Element, definition: Element) -> Timer | None:
        read = {"timeDuration": read_duration, "timeDate": read_date}
        inner = [child for child in definition.children if child.space == BPMN and child.tag != "documentation"]
        if len(inner) == 1 and inner[0].tag in read and (timer := read[inner[0].tag](inner[0].text)):
            return timer
        self._find("timer", event, text=" ".join(child.text.strip() for child in inner)[:80])
        return None

    def _message(self, reference: str) -> str:
        """The message's name, by which the outside speaks of it; its id when it has none."""
        reference = reference.rpartition(":")[2] if reference not in self.messages else reference
        return self.messages.get(reference) or (reference if reference in self.messages else "")

    def _refuse(self, element: Element, plain: Node) -> Node:
        inner = "".join(f" ({child.tag})" for child in _definitions(element))
        event_sub = " (triggeredByEvent)" if element.attributes.get("triggeredByEvent") == "true" else ""
        self._find("unsupported", element, name=plain.name, tag=f"{element.tag}{inner}{event_sub}")
        return replace(plain, kind=Kind.UNKNOWN)

    def _find(self, code: str, element: Element, **facts: str) -> None:
        self.findings.append(finding(code, element.attributes.get(ID, ""), **facts))


def _definitions(element: Element) -> list[Element]:
    return [child for child in element.children if child.space == BPMN and child.tag.endswith(DEFINITIONS)]
