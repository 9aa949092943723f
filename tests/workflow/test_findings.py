"""Everything that is amiss is named with its element, in one list."""

import pytest

from pendopo.workflow.checking.check import Known, check_file
from pendopo.workflow.checking.walk import walked
from pendopo.workflow.definition import bundle_of
from pendopo.workflow.findings import SENTENCES
from pendopo.workflow.reading.bpmn import read_bpmn
from tests.situations.processes import HEAD, body, checked, codes, drawn, process, repeated

A = "start:s user:a end:e"
LINE = "s>a a>e"
NO_LANE = ""
FIVE_DAYS = "<timerEventDefinition><timeDuration>5 hari</timeDuration></timerEventDefinition>"


def lane(role: str, *tasks: str) -> str:
    return f'<lane id="l_{role}" name="{role}">{"".join(f"<flowNodeRef>{task}</flowNodeRef>" for task in tasks)}</lane>'


def with_extension(inner: str) -> bytes:
    return drawn("start:s rule:a end:e", LINE, inside={"a": f"<extensionElements>{inner}</extensionElements>"})


CALLED = process(body("start:s2 user:x call:c2 end:e2", "s2>x x>c2 c2>e2", inside={"c2": "p"}), id="q")
CIRCLE = f"{HEAD}{process(body('start:s call:c end:e', 's>c c>e', inside={'c': 'q'}))}{CALLED}</definitions>".encode()

BEGINS = process(body("start:s2 user:x end:e2", "s2>x x>e2", facts={"s2": "area=number"}), id="q")
LACKING = f"{HEAD}{process(body('start:s call:c end:e', 's>c c>e', inside={'c': 'q'}))}{BEGINS}</definitions>".encode()

AMISS = [
    ("no_process", "", b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'),
    ("no_process", "", b"<html/>"),
    ("unsupported", "a", drawn(A, LINE).replace(b"userTask", b"scriptTask")),
    ("unsupported", "a", drawn("start:s x:a end:e", LINE).replace(b"exclusiveGateway", b"inclusiveGateway")),
    ("unsupported", "a", drawn("start:s timer:a end:e", LINE, inside={"a": "<signalEventDefinition/>"})),
    ("no_id", "", drawn(A, LINE).replace(b'<userTask id="a">', b"<userTask>")),
    ("double_id", "a", drawn(f"{A} user:a", LINE)),
    ("broken_flow", "f_a_z", drawn(A, f"{LINE} a>z")),
    ("condition", "f_g_e", drawn("start:s x:g user:a end:e", "s>g g>e?__import__('os') g>a* a>e")),
    ("timer", "t", drawn("start:s timer:t end:e", "s>t t>e", inside={"t": FIVE_DAYS})),
    ("timer", "t", drawn("start:s timer:t end:e", "s>t t>e", inside={"t": FIVE_DAYS.replace("timeDuration", "timeCycle")})),
    ("timer", "t", drawn("start:s timer:t end:e", "s>t t>e", inside={"t": FIVE_DAYS.replace("5 hari", "PT0S")})),
    ("repeat", "a", drawn(A, LINE, inside={"a": repeated(0)})),
    ("repeat", "a", drawn(A, LINE, inside={"a": "<multiInstanceLoopCharacteristics/>"})),
    ("fact", "a", drawn(A, LINE, facts={"a": "__class__=x,y"})),
    ("table", "a", with_extension('<pendopo:row when="x == 1" fee="1"/>')),
    ("table", "a", with_extension("")),
    ("two_lanes", "a", drawn(A, LINE, lanes=f'<laneSet id="ls">{lane("validator", "a")}{lane("village", "a")}</laneSet>')),
    ("no_start", "p", drawn("user:a end:e", "a>e")),
    ("many_starts", "p", drawn("start:s start:t user:a end:e", "s>a t>a a>e")),
    ("no_end", "p", drawn("start:s user:a", "s>a")),
    ("dead_end", "b", drawn("start:s x:g user:a user:b end:e", "s>g g>a?v==1 g>b* a>e")),
    ("unreachable", "b", drawn(f"{A} user:b", f"{LINE} b>e")),
    ("no_owner", "a", drawn(A, LINE, lanes=NO_LANE)),
    ("unknown_role", "a", drawn(A, LINE, lanes=f'<laneSet id="ls">{lane("Pak Lurah", "a")}</laneSet>')),
    ("no_condition", "f_g_a", drawn("start:s x:g user:a end:e", "s>g g>a g>e* a>e")),
    ("no_default", "g", drawn("start:s x:g user:a end:e", "s>g g>a?v==1 g>e?v==2 a>e")),
    ("stray_condition", "f_a_e", drawn(A, "s>a a>e?v==1")),
    ("several_ways", "a", drawn("start:s user:a user:b end:e", "s>a a>b a>e b>e")),
    ("race_target", "r", drawn("start:s race:r message:m user:a end:e", "s>r r>m r>a m>e a>e")),
    ("lost_edge", "t", drawn("start:s user:a edge:t@nothing end:e", "s>a a>e t>e")),
    ("into_start", "s", drawn("start:s user:a x:g end:e", "s>a a>g g>s?v==1 g>e*")),
    ("no_message", "m", drawn("start:s message:m end:e", "s>m m>e", inside={"m": '<messageEventDefinition messageRef="no"/>'})),
    ("no_call", "c", drawn("start:s call:c end:e", "s>c c>e", inside={"c": "elsewhere"})),
    ("call_circle", "c", CIRCLE),
    ("unknown_fact", "f_g_a", drawn("start:s x:g user:a end:e", "s>g g>a?verdikt==1 g>e* a>e")),
    ("unknown_fact", "a", drawn(A, LINE, inside={"a": repeated("members")})),
    ("unknown_fact", "f_g_a", drawn("start:s x:g user:a end:e", "s>g g>a?v==1 g>e* a>e", facts={"g": "v=number"})),
    ("not_a_count", "a", drawn(A, LINE, inside={"a": repeated("members")}, facts={"s": "members=number"})),
    ("call_lacks", "c", LACKING),
    ("never_true", "f_g_e", drawn("start:s user:a x:g user:b end:e", 's>a a>g g>e?v=="y" g>b* b>e', facts={"a": "v=x,z"})),
    ("fact_twice", "b", drawn("start:s user:a user:b end:e", "s>a a>b b>e", facts={"a": "v=x,y", "b": "v=x,z"})),
    ("deadlock", "j", drawn("start:s x:g user:a user:b par:j end:e", "s>g g>a?v==1 g>b* a>j b>j j>e")),
    ("deadlock", "f", drawn("start:s par:f user:a x:g end:e", "s>f f>a a>g g>f?v==1 g>e*")),
    ("runs_twice", "c", drawn("start:s par:f user:a user:b x:m user:c end:e", "s>f f>a f>b a>m b>m m>c c>e")),
    ("runs_twice", "c", drawn("start:s par:f user:a user:b user:c end:e", "s>f f>a f>b a>c b>c c>e")),
    ("endless_loop", "a", drawn("start:s user:a user:b end:e", "s>a a>b b>a")),
    ("idle_loop", "g", drawn("start:s x:g x:h end:e", "s>g g>h h>g* h>e?v==1")),
]


@pytest.mark.parametrize(("code", "element", "file"), AMISS)
def test_it_is_named_with_its_element(code, element, file):
    found = checked(file)
    assert (code, element) in {(one.code, one.element) for one in found.findings}, [one.sentence for one in found.findings]
    assert not found.sound


def test_every_finding_there_is_has_an_example():
    elsewhere = {"unknown_form", "may_run_twice", "too_large"}
    assert {code for code, _element, _file in AMISS} | elsewhere == set(SENTENCES)


def test_all_faults_of_a_file_are_told_at_once():
    file = drawn("start:s user:a timer:t x:g end:e user:z", "s>a a>t t>g g>e?a+b g>a", lanes=NO_LANE, inside={"t": FIVE_DAYS})
    assert {
        ("no_owner", "a"),
        ("timer", "t"),
        ("condition", "f_g_e"),
        ("no_condition", "f_g_a"),
        ("no_default", "g"),
        ("unreachable", "z"),
    } <= codes(file)


def test_a_form_is_judged_only_where_forms_are_known():
    file = drawn(A, LINE).replace(b'<userTask id="a">', b'<userTask id="a" pendopo:form="F-2.01">')
    assert codes(file) == set()
    assert codes(file, forms={"F-1.02"}) == {("unknown_form", "a")}
    assert codes(file, forms={"F-2.01"}) == set()


def test_a_reminder_whose_branch_may_still_be_open_is_a_warning():
    file = drawn("start:s user:a edge:t@a~ user:r end:f x:g end:e", 's>a t>r r>f a>g g>a?v=="no" g>e*', facts={"a": "v=ok,no"})
    found = checked(file)
    assert [(one.code, one.element, one.warning) for one in found.findings] == [("may_run_twice", "r", True)]
    assert found.sound


def test_too_many_situations_are_said_with_the_limit():
    many = [f"b{number}" for number in range(14)]
    file = drawn(
        "start:s par:f par:j end:e " + " ".join(f"user:{name}" for name in many),
        "s>f j>e " + " ".join(f"f>{name} {name}>j" for name in many),
    )
    (found,) = walked(read_bpmn(file).processes[0].graph, limit=2_000)
    assert (found.code, found.warning) == ("too_large", True)
    assert "2000" in found.sentence


def test_what_other_editors_write_is_read():
    file = (
        '<?xml version="1.0"?><!-- made elsewhere --><bpmn2:definitions xmlns:bpmn2="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<bpmn2:collaboration id="co"><bpmn2:participant id="pa" processRef="p"/></bpmn2:collaboration>'
        '<bpmn2:process id="p" isExecutable="false"><bpmn2:laneSet id="ls"><bpmn2:lane id="outer" name="Instansi teknis">'
        "<bpmn2:flowNodeRef>a</bpmn2:flowNodeRef><bpmn2:childLaneSet id='cl'><bpmn2:lane id='inner' name=' kepala  Bidang '>"
        "<bpmn2:flowNodeRef>\n  a\n</bpmn2:flowNodeRef></bpmn2:lane></bpmn2:childLaneSet></bpmn2:lane></bpmn2:laneSet>"
        '<bpmn2:startEvent id="s"><bpmn2:outgoing>f</bpmn2:outgoing></bpmn2:startEvent>'
        '<bpmn2:userTask id="a" name="Nilai&#10;berkas" camunda:assignee="x"><bpmn2:extensionElements><camunda:formData/>'
        '</bpmn2:extensionElements></bpmn2:userTask><bpmn2:endEvent id="e"/><bpmn2:textAnnotation id="n"/>'
        '<bpmn2:sequenceFlow id="f" sourceRef="s" targetRef="a"/><bpmn2:sequenceFlow id="g" sourceRef="a" targetRef="e"/>'
        "</bpmn2:process></bpmn2:definitions>"
    )
    found = check_file(file.encode(), Known())
    assert found.findings == ()
    task = found.bundle.main.graph.nodes["a"]
    assert (task.name, task.role) == ("Nilai berkas", "section_head")


def test_the_version_changes_with_whatever_is_called():
    main = read_bpmn(drawn("start:s call:c end:e", "s>c c>e", inside={"c": "q"})).processes[0]
    one, other = (read_bpmn(drawn(A, LINE, id="q", facts={"a": fact})).processes[0] for fact in ("v=x,y", "v=x,z"))
    versions = {bundle_of(main, {"q": called}).version for called in (one, other, one)}
    assert len(versions) == 2
