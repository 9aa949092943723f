"""The processes that come with Pendopo: each passes the check, is driven to each of its ends, and can be drawn."""

from itertools import combinations

import pytest
from defusedxml.ElementTree import parse

from pendopo.workflow.checking.check import Known, check_file
from pendopo.workflow.definition import Kind
from pendopo.workflow.game.answers import State
from pendopo.workflow.shipped import bundle, files, shipped
from tests.situations.processes import Case

DRAWING = "{http://www.omg.org/spec/BPMN/20100524/DI}"
CHECKED = "check:complete"
#: A deed from submission to hand-over, inside a bundle or alone.
DEED = [CHECKED, "enter", "validate:right", "sign:signed", "register", "hand_over"]
BOTH_AGREE = [CHECKED, "environment_opinion:agree", "spatial_opinion:agree"]

# process, facts at the start, what happens (element, its answer; ! a timer is due, @ a message comes), the end reached
PATHS = [
    ("civil_registration", {}, DEED, "issued"),
    ("civil_registration", {}, ["check:lacking", "correct", *DEED], "issued"),
    ("civil_registration", {}, ["check:lacking", "correct_late!"], "lapsed"),
    ("civil_registration", {}, ["check:refused"], "refused"),
    ("civil_registration", {}, [*DEED[:2], "validate:wrong", *DEED[1:3], "sign:returned", *DEED[1:]], "issued"),
    (
        "licence",
        {"floor_area": 45, "use": "dwelling"},
        [*BOTH_AGREE, "assess:150000", "payment_came@", "sign", "hand_over"],
        "issued",
    ),
    (
        "licence",
        {"floor_area": 900, "use": "business"},
        [
            CHECKED,
            "spatial_opinion:revise",
            "environment_opinion:agree",
            "revise",
            *BOTH_AGREE[:0:-1],
            "inspect:unfit",
            "revise",
            *BOTH_AGREE[1:],
            "inspect:fit",
            "assess:3500000",
            "code_over!",
            "ask_again",
            "assess:3500000",
            "payment_came@",
            "sign",
            "hand_over",
        ],
        "issued",
    ),
    (
        "licence",
        {"floor_area": 900, "use": "public"},
        [CHECKED, "spatial_opinion:agree", "environment_opinion:refuse", "refuse"],
        "refused",
    ),
    ("licence", {"floor_area": 45, "use": "dwelling"}, [*BOTH_AGREE, "assess:150000", "code_over!", "not_asked!"], "unpaid"),
    ("licence", {"floor_area": 45, "use": "dwelling"}, [*BOTH_AGREE[:2], "spatial_opinion:revise", "revise_late!"], "lapsed"),
    ("health_licence", {}, [CHECKED, "assess:approve", "sign", "issue"], "issued"),
    ("health_licence", {}, [CHECKED, "assess:reject", "tell_reason"], "refused"),
    ("health_licence", {}, [CHECKED, "day_3!", "day_5!", "issue_by_itself", "remind"], "issued_by_itself"),
    ("health_licence", {}, [CHECKED, "day_3!", "remind", "assess:approve", "day_5!", "issue_by_itself"], "issued_by_itself"),
    (
        "recommendation",
        {},
        [CHECKED, "assess:recommend", "draft", "initial:wrong", "draft", "initial:right", "sign", "hand_over"],
        "issued",
    ),
    ("recommendation", {}, [CHECKED, "assess:decline"], "refused"),
    ("village_letter", {"level": "village"}, ["introduce", "village_check:complete", "village_sign", "hand_over"], "issued"),
    (
        "village_letter",
        {"level": "agency"},
        [
            "introduce",
            "village_check:lacking",
            "correct",
            "village_check:complete",
            "village_sign",
            "endorse",
            "receive",
            "hand_over",
        ],
        "issued",
    ),
    (
        "village_letter",
        {"level": "district"},
        ["introduce", "village_check:complete", "village_sign", "endorse", "hand_over"],
        "issued",
    ),
    ("same_counter", {}, ["serve:done"], "issued"),
    ("same_counter", {}, ["serve:lacking", "correct", "serve:refused"], "refused"),
    ("payment", {}, ["assess:0"], "paid"),
    ("payment", {}, ["assess:30000", "payment_came@"], "paid"),
    ("payment", {}, ["assess:30000", "code_over!", "not_asked!"], "unpaid"),
    ("payment_first", {}, [CHECKED, "assess:30000", "payment_came@", "produce", "hand_over"], "issued"),
    ("payment_first", {}, [CHECKED, "assess:30000", "code_over!", "not_asked!"], "unpaid"),
    (
        "typed_status",
        {},
        [
            "submit",
            "read_status:in_process",
            "next_day!",
            "read_status:needs_applicant",
            "correct",
            "read_status:finished",
            "hand_over",
        ],
        "issued",
    ),
    ("typed_status", {}, ["submit", "read_status:refused"], "refused"),
    ("birth_bundle", {"children": 2}, [*DEED, "child_cards", "insured@", "family_card", "child_cards", "hand_over"], "issued"),
    (
        "birth_bundle",
        {"children": 1},
        [*DEED, "insurance_late!", "child_cards", "family_card", "ask_insurance", "hand_over"],
        "issued",
    ),
    ("birth_bundle", {"children": 1}, ["check:refused"], "without_deed"),
    (
        "spatial_forum",
        {},
        [
            CHECKED,
            "convene:2",
            "opinion:agree",
            "opinion:object",
            "revise",
            "opinion:agree",
            "opinion:agree",
            "sign",
            "hand_over",
        ],
        "issued",
    ),
    ("spatial_forum", {}, [CHECKED, "convene:3", "opinion:agree", "withdrawn_message@"], "withdrawn"),
]


@pytest.mark.parametrize(("name", "facts", "path", "end"), PATHS)
def test_a_case_goes_to_its_end(name, facts, path, end):
    case = Case(bundle(name), **facts)
    for word in path:
        move(case, word)
    assert (case.now.state, case.now.ended_at, case.open) == (State.ENDED, end, [])


def move(case: Case, word: str) -> None:
    if word.endswith("!"):
        case.due(word[:-1])
    elif word.endswith("@"):
        case.come(word[:-1])
    else:
        element, _colon, answer = word.partition(":")
        step = next(step for step in case.now.open if step.key.element == element)
        case.do(element, **{fact.name: int(answer) if fact.type in {"number", "count"} else answer for fact in step.facts})


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_it_passes_the_check_without_a_warning(path):
    checked = check_file(path.read_bytes(), Known(processes=shipped()))
    assert checked.findings == ()
    assert checked.bundle.main.id == path.stem


def test_every_end_of_every_process_is_reached_by_a_path_above():
    ends = {
        (name, node.id)
        for name, process in shipped().items()
        for node in process.graph.nodes.values()
        if node.kind in {Kind.END, Kind.TERMINATE} and node.id in process.graph.own_ends
    }
    reached = {(name, end) for name, _facts, _path, end in PATHS}
    # A lapse after 14 days is the same few elements in each of them; civil_registration walks it.
    assert {(name, end) for name, end in ends - reached if end not in {"lapsed", "refused"}} == set()


def test_the_two_opinions_are_asked_at_once_and_the_licence_waits_for_the_money():
    case = Case(bundle("licence"), floor_area=45, use="dwelling")
    move(case, CHECKED)
    assert {(step.key.element, step.role) for step in case.now.open} == {
        ("spatial_opinion", "spatial_agency"),
        ("environment_opinion", "environment_agency"),
    }
    assert case.now.facts["fee_rupiah"] == 150_000
    for word in [*BOTH_AGREE[1:], "assess:150000"]:
        move(case, word)
    assert case.keys == ["payment/payment_came#1", "payment/code_over#1"]  # and nothing to sign


def test_on_day_five_the_health_licence_takes_the_open_step_from_the_agency():
    case = Case(bundle("health_licence"))
    move(case, CHECKED)
    assert {(step.key.element, step.timer.days) for step in case.last.timers} == {("day_3", 3), ("day_5", 5)}
    changes = case.due("day_5")
    assert {(ended.key.element, ended.how.value) for ended in changes.ended} == {
        ("day_5", "done"),
        ("day_3", "withdrawn"),
        ("assess", "withdrawn"),
    }
    assert case.open == ["issue_by_itself"]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_it_can_be_drawn_and_nothing_lies_on_anything_else(path):
    root = parse(path).getroot()
    shapes = {shape.get("bpmnElement"): box_of(shape) for shape in root.iter(f"{DRAWING}BPMNShape")}
    edges = {edge.get("bpmnElement") for edge in root.iter(f"{DRAWING}BPMNEdge")}
    process = shipped()[path.stem]
    for level, node in process.graph.everything():
        assert node.id in shapes
        assert {flow.id for flow in level.flows} <= edges
    levels = [process.graph, *(node.body for _level, node in process.graph.everything() if node.body)]
    for level in levels:
        boxes = [(node.id, shapes[node.id]) for node in level.nodes.values() if not node.attached_to]
        assert [(one, two) for (one, a), (two, b) in combinations(boxes, 2) if overlap(a, b)] == []


def box_of(shape) -> tuple[float, float, float, float]:
    (bounds,) = list(shape)
    x, y, width, height = (float(bounds.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def overlap(a, b) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
