"""Process files drawn in a line or two, and a case that is moved through one."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from pendopo.workflow.checking.check import Checked, Known, check_file
from pendopo.workflow.definition import Bundle, bundle_of
from pendopo.workflow.game.answers import Changes, Standing
from pendopo.workflow.game.happenings import (
    Cancelled,
    Completed,
    Happening,
    MessageCame,
    Started,
    StepKey,
    TimerDue,
)
from pendopo.workflow.game.play import standing, what_changes
from pendopo.workflow.reading.bpmn import read_bpmn

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:pendopo="urn:pendopo:process">'
    '<message id="m_paid" name="paid"/><message id="m_other" name="other"/>'
)
TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "stop": "endEvent",
    "user": "userTask",
    "system": "serviceTask",
    "rule": "businessRuleTask",
    "x": "exclusiveGateway",
    "par": "parallelGateway",
    "race": "eventBasedGateway",
    "timer": "intermediateCatchEvent",
    "message": "intermediateCatchEvent",
    "edge": "boundaryEvent",
    "call": "callActivity",
    "sub": "subProcess",
}
INSIDE = {
    "stop": "<terminateEventDefinition/>",
    "timer": "<timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition>",
    "message": '<messageEventDefinition messageRef="m_paid"/>',
}


def body(nodes: str, flows: str, inside: Mapping[str, str] = {}, facts: Mapping[str, str] = {}) -> str:
    """`nodes`: "start:s user:a edge:late@a x:g"; `flows`: "s>a a>g g>b?verdict=='ok' g>c*" (* is the default)."""
    defaults = {flow.split(">")[0]: _flow_id(flow) for flow in flows.split() if flow.endswith("*")}
    return "".join(
        [*(_node(word, defaults, inside, facts) for word in nodes.split()), *(_arrow(flow) for flow in flows.split())]
    )


def drawn(
    nodes: str,
    flows: str,
    *,
    inside: Mapping[str, str] = {},
    facts: Mapping[str, str] = {},
    lanes: str | None = None,
    id: str = "p",
) -> bytes:
    """A file with one process; every user task is the front office's, unless `lanes` says otherwise."""
    inner = body(nodes, flows, inside, facts)
    return f"{HEAD}{process(inner, lanes=lanes, id=id)}</definitions>".encode()


def process(inner: str, *, lanes: str | None = None, id: str = "p") -> str:
    tasks = [part.split('"')[1] for part in inner.split("<userTask id=")[1:]]
    owned = "".join(f"<flowNodeRef> {task}\n</flowNodeRef>" for task in tasks)
    lane = f'<laneSet id="ls_{id}"><lane id="l_{id}" name="Petugas loket">{owned}</lane></laneSet>' if lanes is None else lanes
    return f'<process id="{id}">{lane}{inner}</process>'


def _node(word: str, defaults: Mapping[str, str], inside: Mapping[str, str], facts: Mapping[str, str]) -> str:
    kind, _colon, name = word.partition(":")
    name, _at, host = name.partition("@")
    soft = host.endswith("~")
    more = f' attachedToRef="{host.rstrip("~")}"' if host else ""
    more += ' cancelActivity="false"' if soft else ""
    more += f' default="{defaults[name]}"' if name in defaults else ""
    more += f' calledElement="{inside[name]}"' if kind == "call" else ""
    said = "".join(_fact(fact) for fact in facts.get(name, "").split())
    extension = f"<extensionElements>{said}</extensionElements>" if said else ""
    own = "" if kind == "call" else inside.get(name, INSIDE.get("timer" if kind == "edge" else kind, ""))
    own += inside.get(f"{name}+", "")
    return f'<{TAGS[kind]} id="{name}"{more}>{extension}{own}</{TAGS[kind]}>'


def _fact(text: str) -> str:
    name, _equals, values = text.partition("=")
    if values in {"number", "count", "yes_no", "text"}:
        return f'<pendopo:fact name="{name}" type="{values}"/>'
    return f'<pendopo:fact name="{name}" values="{values.replace(",", " ")}"/>'


def _flow_id(flow: str) -> str:
    ends = flow.rstrip("*").partition("?")[0]
    return "f_" + ends.replace(">", "_")


def _arrow(flow: str) -> str:
    ends, _question, condition = flow.rstrip("*").partition("?")
    source, target = ends.split(">")
    said = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{_flow_id(flow)}" sourceRef="{source}" targetRef="{target}">{said}</sequenceFlow>'


def repeated(count: object, *, one_by_one: bool = False) -> str:
    order = ' isSequential="true"' if one_by_one else ""
    return f"<multiInstanceLoopCharacteristics{order}><loopCardinality>{count}</loopCardinality></multiInstanceLoopCharacteristics>"


def checked(data: bytes, **known) -> Checked:
    return check_file(data, Known(**known))


def codes(data: bytes, **known) -> set[tuple[str, str]]:
    return {(found.code, found.element) for found in checked(data, **known).findings}


class Case:
    """A case of the first process in a file, or of a bundle. Everything is said by element; a key where that is not enough."""

    def __init__(self, what: bytes | Bundle, **facts: object) -> None:
        if isinstance(what, bytes):
            processes = {process.id: process for process in read_bpmn(what).processes}
            what = bundle_of(next(iter(processes.values())), processes)
        self.bundle = what
        self.happened: list[Happening] = []
        self.last = self.happens(Started(facts))

    def happens(self, now: Happening) -> Changes:
        changes = what_changes(self.bundle, self.happened, now)
        self.happened.append(now)
        self.last = changes
        assert changes.after == self.now
        return changes

    @property
    def now(self) -> Standing:
        return standing(self.bundle, self.happened)

    @property
    def open(self) -> list[str]:
        return [step.key.element for step in self.now.open]

    @property
    def keys(self) -> list[str]:
        return [str(step.key) for step in self.now.open]

    def key(self, element: str) -> StepKey:
        found = [step.key for step in self.now.open if element in {step.key.element, str(step.key)}]
        assert found, f"{element} is not open, but {self.keys}"
        return found[0]

    def do(self, element: str, **facts: object) -> Changes:
        return self.happens(Completed(self.key(element), facts))

    def due(self, element: str) -> Changes:
        return self.happens(TimerDue(self.key(element)))

    def come(self, element: str, **facts: object) -> Changes:
        return self.happens(MessageCame(self.key(element), facts))

    def cancel(self) -> Changes:
        return self.happens(Cancelled())
