"""Each element of the subset by example: what is open, what one happening changes."""

import itertools

import pytest

from pendopo.workflow.game.answers import CaseOver, Ended, How, NoWayOn, State, StepNotOpen, WrongFacts
from pendopo.workflow.game.happenings import Completed, Started, StepKey, StepKind, TimerDue
from pendopo.workflow.game.play import standing, what_changes
from tests.situations.processes import HEAD, Case, body, drawn, process, repeated

TWO = drawn("start:s user:a user:b end:e", "s>a a>b b>e")
CHOICE = drawn("start:s user:a x:g user:b user:c end:e", 's>a a>g g>b?verdict=="ok" g>c* b>e c>e', facts={"a": "verdict=ok,no"})
OPINIONS = drawn(
    "start:s user:check x:again par:fork user:a user:b par:join x:g user:revise end:e",
    's>check check>again again>fork fork>a fork>b a>join b>join join>g g>revise?a_says=="no"or(b_says=="no") g>e* revise>again',
    facts={"a": "a_says=ok,no", "b": "b_says=ok,no"},
)


def test_steps_follow_one_another_and_the_case_ends():
    case = Case(TWO)
    first = case.last.opened[0]
    assert (str(first.key), first.kind, first.role) == ("a#1", StepKind.TASK, "front_office")

    changes = case.do("a")
    assert [str(step.key) for step in changes.opened] == ["b#1"]
    assert changes.ended == (Ended(StepKey((), "a"), How.DONE),)
    case.do("b")
    assert (case.now.state, case.now.ended_at, case.open) == (State.ENDED, "e", [])


def test_what_is_not_open_is_refused_and_so_is_everything_after_the_end():
    case = Case(TWO)
    with pytest.raises(StepNotOpen):
        case.happens(Completed(StepKey((), "b")))
    with pytest.raises(StepNotOpen):
        case.happens(TimerDue(StepKey((), "a")))  # a task is not due
    with pytest.raises(StepNotOpen):
        case.happens(Started())
    with pytest.raises(StepNotOpen):
        what_changes(case.bundle, [], Completed(StepKey((), "a")))
    case.do("a")
    with pytest.raises(StepNotOpen):
        case.happens(Completed(StepKey((), "a")))
    case.do("b")
    with pytest.raises(CaseOver):
        case.cancel()


@pytest.mark.parametrize(("verdict", "then"), [("ok", "b"), ("no", "c")])
def test_an_exclusive_gateway_follows_the_first_arrow_that_holds_or_the_default(verdict, then):
    case = Case(CHOICE)
    case.do("a", verdict=verdict)
    assert case.open == [then]


@pytest.mark.parametrize("facts", [{}, {"verdict": "maybe"}, {"verdict": "ok", "more": 1}, {"verdict": True}])
def test_a_step_says_exactly_the_facts_it_declares(facts):
    case = Case(CHOICE)
    with pytest.raises(WrongFacts):
        case.do("a", **facts)
    assert case.open == ["a"]


def test_without_a_default_nothing_is_guessed():
    case = Case(drawn("start:s user:a x:g end:e end:f", 's>a a>g g>e?v=="1" g>f?v=="2"', facts={"a": "v=1,2,3"}))
    with pytest.raises(NoWayOn):
        case.do("a", v="3")


def test_parallel_branches_are_open_together_and_meet():
    case = Case(OPINIONS)
    assert case.open == ["check"]
    assert [step.key.element for step in case.do("check").opened] == ["a", "b"]
    case.do("b", b_says="ok")
    assert (case.open, case.now.waits_at) == (["a"], ("join",))
    case.do("a", a_says="ok")
    assert case.now.state is State.ENDED


@pytest.mark.parametrize("orders", list(itertools.product(("ab", "ba"), repeat=3)))
def test_a_join_in_a_loop_waits_for_both_in_every_round_and_the_newest_word_counts(orders):
    case = Case(OPINIONS)
    case.do("check")
    for number, order in enumerate(orders, 1):
        assert case.keys == [f"a#{number}", f"b#{number}"]
        first, second = order
        case.do(first, **{f"{first}_says": "ok"})
        assert case.open == [second], "the join fired early"
        case.do(second, **{f"{second}_says": "no" if number < 3 else "ok"})
        if number < 3:
            assert case.keys == [f"revise#{number}"]
            case.do("revise")
    assert case.now.state is State.ENDED


def test_an_event_gateway_takes_what_comes_first_and_drops_the_rest():
    file = drawn("start:s race:r message:paid timer:late user:a end:e", "s>r r>paid r>late paid>e late>a a>e")
    case = Case(file)
    assert {step.key.element: step.kind for step in case.now.open} == {"paid": StepKind.MESSAGE, "late": StepKind.TIMER}
    assert [(step.key.element, step.timer.days) for step in case.last.timers] == [("late", 3)]
    assert case.now.waiting_for("paid") == (case.key("paid"),)
    changes = case.come("paid")
    assert {(ended.key.element, ended.how) for ended in changes.ended} == {("paid", How.DONE), ("late", How.WITHDRAWN)}
    assert changes.after.state is State.ENDED
    other = Case(file)
    other.due("late")
    assert other.open == ["a"]


def test_a_timer_at_the_edge_ends_the_activity_or_only_reminds():
    file = drawn("start:s user:a edge:remind@a~ edge:late@a system:r user:b end:e end:f", "s>a a>e remind>r r>f late>b b>e")
    case = Case(file)
    assert case.open == ["a", "remind", "late"]
    case.due("remind")
    assert case.open == ["a", "late", "r"]
    changes = case.due("late")
    assert {(ended.key.element, ended.how.value) for ended in changes.ended} == {("late", "done"), ("a", "withdrawn")}
    assert case.open == ["r", "b"]
    done = Case(file)
    done.do("a")
    assert done.now.state is State.ENDED  # both timers went with the step


def test_several_at_once_are_counted_and_one_by_one_follow_each_other():
    nodes, flows = "start:s user:a x:g user:b end:e", "s>a a>g g>b?says.no>0 g>e* b>e"
    facts = {"s": "members=count", "a": "says=ok,no"}
    case = Case(drawn(nodes, flows, inside={"a": repeated("members")}, facts=facts), members=3)
    assert case.keys == ["a#1.1", "a#1.2", "a#1.3"]
    case.do("a#1.2", says="no")
    case.do("a#1.1", says="ok")
    case.do("a#1.3", says="ok")
    assert case.open == ["b"]
    assert case.now.facts["says.ok"] == 2
    one = Case(drawn(nodes, flows, inside={"a": repeated(2, one_by_one=True)}, facts=facts), members=0)
    assert one.keys == ["a#1.1"]
    one.do("a", says="ok")
    assert one.keys == ["a#1.2"]
    assert Case(drawn(nodes, flows, inside={"a": repeated("members")}, facts=facts), members=0).now.state is State.ENDED
    for wrong in (-1, 101, 1.5, True, None):
        with pytest.raises(WrongFacts):
            Case(drawn(nodes, flows, inside={"a": repeated("members")}, facts=facts), members=wrong)


def test_a_sub_process_ends_as_one_and_an_event_at_its_edge_ends_all_in_it():
    inner = body("start:i par:f user:x user:y edge:slow@y par:j end:k", "i>f f>x f>y x>j y>j slow>k j>k")
    file = drawn("start:s sub:p edge:over@p user:a user:b end:e", "s>p p>a a>e over>b b>e", inside={"p": inner})
    case = Case(file)
    assert case.keys == ["over#1", "p/x#1", "p/y#1", "p/slow#1"]
    case.do("x")
    case.do("y")
    assert case.open == ["a"]
    assert case.now.facts["p.end"] == "k"
    late = Case(file)
    late.do("x")
    late.due("over")
    assert late.open == ["b"]


def test_terminate_ends_its_own_level_at_once():
    inner = body("start:i par:f user:x user:y stop:k end:l", "i>f f>x f>y x>k y>l")
    case = Case(drawn("start:s sub:p user:a end:e", "s>p p>a a>e", inside={"p": inner}))
    changes = case.do("x")
    assert {(ended.key.element, ended.how.value) for ended in changes.ended} == {("x", "done"), ("y", "withdrawn")}
    assert case.open == ["a"]


def test_a_called_process_has_its_own_path_in_every_visit_and_its_end_is_a_fact():
    called = process(
        body("start:s user:x end:good end:bad x:g", 's>x x>g g>good?says=="ok" g>bad*', facts={"x": "says=ok,no"}), id="q"
    )
    first = process(body("start:s call:c x:g end:e", 's>c c>g g>e?c.end=="good" g>c*', inside={"c": "q"}))
    case = Case(f"{HEAD}{first}{called}</definitions>".encode())
    assert case.keys == ["c/x#1"]
    assert [(entered.path, entered.process) for entered in case.last.called] == [(("c",), "q")]
    changes = case.do("x", says="no")
    assert case.keys == ["c/x#2"]
    assert changes.decided == {"says": "no", "c.end": "bad"}
    case.do("x", says="ok")
    assert (case.now.state, case.now.ended_at) == (State.ENDED, "e")


def test_several_calls_at_once_are_told_apart_by_their_path():
    called = process(body("start:s user:x end:k", "s>x x>k"), id="q")
    first = process(body("start:s call:c end:e", "s>c c>e", inside={"c": "q", "c+": repeated(2)}))
    case = Case(f"{HEAD}{first}{called}</definitions>".encode())
    assert case.keys == ["c[1]/x#1", "c[2]/x#1"]
    case.do("c[2]/x#1")
    assert case.keys == ["c[1]/x#1"]


def test_a_table_decides_by_its_first_fitting_row():
    rows = '<extensionElements><pendopo:row when="area &lt;= 60" fee="100"/><pendopo:row fee="900"/></extensionElements>'
    file = drawn("start:s rule:t user:a end:e", "s>t t>a a>e", inside={"t": rows}, facts={"s": "area=number"})
    assert Case(file, area=60).now.facts["fee"] == 100
    assert Case(file, area=61).last.decided == {"area": 61, "fee": 900}


def test_cancelling_withdraws_everything_that_is_open():
    case = Case(OPINIONS)
    case.do("check")
    changes = case.cancel()
    assert {ended.key.element for ended in changes.ended} == {"a", "b"}
    assert {ended.how for ended in changes.ended} == {How.WITHDRAWN}
    assert changes.after.state is State.CANCELLED


def test_a_deadlock_that_nobody_checked_is_said_and_an_idle_loop_stops():
    stuck = Case(drawn("start:s x:g user:b par:j user:c end:e", 's>g g>j* g>c?v=="1" c>j j>b b>e'))
    assert (stuck.now.state, stuck.now.waits_at) == (State.STUCK, ("j",))
    with pytest.raises(NoWayOn):
        Case(drawn("start:s x:g x:h end:e", "s>g g>h h>g* h>e?v==1"))


def test_the_same_rows_give_the_same_answer_and_nothing_of_it_is_kept():
    case = Case(OPINIONS)
    case.do("check")
    before = list(case.happened)
    once = what_changes(case.bundle, before, Completed(case.key("a"), {"a_says": "ok"}))
    assert once == what_changes(case.bundle, before, Completed(case.key("a"), {"a_says": "ok"}))
    assert standing(case.bundle, before) == case.now
    assert standing(case.bundle, []).state is State.NEW
