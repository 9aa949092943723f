"""Random processes moved at random: the engine against an obvious reading of the same blocks, and the check against what it finds."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pendopo.workflow.game.answers import State
from pendopo.workflow.game.happenings import StepKind
from tests.situations.processes import Case, checked, drawn
from tests.workflow.blocks import BLOCKS, File, begun, done, is_open, numbered

FEW = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ROUNDS = 3  # how often loops go round in one case, together


def written(block):
    file = File()
    first, last = file.block(block)
    file.add("start:s", [f"s>{first}"])
    file.add("user:final", [f"{last}>final", "final>e"])
    file.add("end:e")
    return file


def as_file(file: File) -> bytes:
    return drawn(" ".join(file.nodes), " ".join(file.flows), inside=file.inside, facts=file.facts)


@FEW
@given(block=BLOCKS.map(numbered), data=st.data())
def test_the_engine_opens_what_the_blocks_say_and_every_case_ends(block, data):
    file = written(block)
    case = Case(as_file(file))
    left = ("then", begun(block), (("task", "final"),))
    rounds, seen = 0, set()
    while left is not None:
        now = case.now
        assert now.state is State.RUNNING
        assert sorted(case.open) == sorted(is_open(left))
        keys = {step.key for step in case.last.opened}
        assert not keys & seen, "a step was opened twice under one key"
        seen |= keys
        step = data.draw(st.sampled_from(now.open))
        name = step.key.element
        many = file.decides.get(name, 1)
        answer = data.draw(st.integers(0, many - 1))
        if name in file.loops:
            answer = 0 if rounds >= ROUNDS else answer
            rounds += answer
        if step.kind is StepKind.TASK:
            case.do(str(step.key), **({f"{name}_says": f"v{answer}"} if many > 1 else {}))
        elif step.kind is StepKind.TIMER:
            case.due(str(step.key))
        else:
            case.come(str(step.key))
        left = done(left, name, answer)
        assert len(seen) < 400
    assert (case.now.state, case.open) == (State.ENDED, [])


@FEW
@given(block=BLOCKS.map(numbered))
def test_a_process_of_blocks_is_sound(block):
    found = checked(as_file(written(block)))
    assert {(one.code, one.element) for one in found.findings if one.code != "too_large"} == set()


@FEW
@given(block=BLOCKS.map(numbered), data=st.data())
def test_one_wrong_join_is_always_found(block, data):
    file = written(("par", "top", (block, ("task", "beside"))))
    ends = [
        at
        for at, node in enumerate(file.nodes)
        if node.endswith("_z") and sum(f.endswith(f">{node.split(':')[1]}") for f in file.flows) > 1
    ]
    at = data.draw(st.sampled_from(ends))
    kind, _colon, name = file.nodes[at].partition(":")
    file.nodes[at] = f"{'x' if kind == 'par' else 'par'}:{name}"
    found = {one.code for one in checked(as_file(file)).findings}
    assert found & {"deadlock", "runs_twice", "too_large"}, (kind, name)
