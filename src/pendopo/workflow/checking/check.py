"""One list of findings for a file, whatever is wrong with it. A process without findings (but warnings) may be published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pendopo.workflow.checking.facts import facts_amiss
from pendopo.workflow.checking.structure import idle_loops, structure_amiss
from pendopo.workflow.checking.walk import walked
from pendopo.workflow.definition import Bundle, Kind, Process, bundle_of
from pendopo.workflow.findings import Finding, finding
from pendopo.workflow.reading.bpmn import read_bpmn
from pendopo.workflow.roles import ROLES


@dataclass(frozen=True, slots=True)
class Known:
    """What a process may name. `forms` None: nobody keeps forms yet, so none is judged."""

    roles: Collection[str] = field(default_factory=lambda: frozenset(ROLES))
    forms: Collection[str] | None = None
    processes: Mapping[str, Process] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """`bundle` is there as soon as a process could be read at all, so that it can be shown beside its findings."""

    bundle: Bundle | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        return self.bundle is not None and all(found.warning for found in self.findings)


def check_file(data: bytes, known: Known) -> Checked:
    """Raises NotAProcess (`reading.xml`) for what is not plain XML; all else is in the list."""
    document = read_bpmn(data)
    findings = list(document.findings)
    together = {**known.processes, **{process.id: process for process in document.processes}}
    for process in document.processes:
        findings += findings_of(process, Known(known.roles, known.forms, together))
    bundle = bundle_of(document.main, together) if document.main else None
    return Checked(bundle, tuple(dict.fromkeys(findings)))


def findings_of(process: Process, known: Known) -> list[Finding]:
    """Structure first; the walk follows only where there is something to walk."""
    findings = [
        *structure_amiss(process, known.roles, known.forms),
        *_calls_amiss(process, known.processes),
        *facts_amiss(process, known.processes),
    ]
    if all(node.kind is not Kind.UNKNOWN for _level, node in process.graph.everything()):
        told = {found.element for found in findings if found.code in {"dead_end", "endless_loop"}}
        levels = [process.graph, *(node.body for _level, node in process.graph.everything() if node.body)]
        findings += [
            found for level in levels if not any(idle_loops(level)) for found in walked(level) if found.element not in told
        ]
    return findings


def _calls_amiss(process: Process, known: Mapping[str, Process]) -> list[Finding]:
    amiss = []
    for _level, node in process.graph.everything():
        if node.kind is not Kind.CALL:
            continue
        if node.calls not in known:
            amiss.append(finding("no_call", node.id, name=node.name, calls=node.calls))
        elif node.calls == process.id or process.id in bundle_of(known[node.calls], known).processes:
            amiss.append(finding("call_circle", node.id, name=process.name))
    return amiss
