"""The names a BPMN file uses, and what each element of the subset is for the engine."""

from collections.abc import Mapping
from typing import Final

from pendopo.workflow.definition import Kind

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
#: Our own additions, allowed by BPMN as extensions: role, form, facts, table.
OWN: Final = "urn:pendopo:process"
ID: Final = "id"

KINDS: Final[Mapping[str, Kind]] = {
    "startEvent": Kind.START,
    "endEvent": Kind.END,
    "task": Kind.USER,
    "userTask": Kind.USER,
    "manualTask": Kind.USER,
    "serviceTask": Kind.SYSTEM,
    "sendTask": Kind.SYSTEM,
    "receiveTask": Kind.MESSAGE,
    "businessRuleTask": Kind.RULE,
    "exclusiveGateway": Kind.EXCLUSIVE,
    "parallelGateway": Kind.PARALLEL,
    "eventBasedGateway": Kind.RACE,
    "callActivity": Kind.CALL,
    "subProcess": Kind.SUB,
}
#: Said about a process, not part of its way.
IGNORED: Final = frozenset(
    {
        "association", "auditing", "category", "dataObject", "dataObjectReference", "dataStoreReference", "documentation",
        "extensionElements", "group", "incoming", "ioSpecification", "laneSet", "monitoring", "multiInstanceLoopCharacteristics",
        "outgoing", "property", "standardLoopCharacteristics", "supportedInterfaceRef", "textAnnotation",
    }
)  # fmt: skip
#: What may be inside an event, beside names and flows.
DEFINITIONS: Final = "EventDefinition"
