"""The one door: how a case stands after all that happened, and what one more happening changes."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Final

from pendopo.workflow.conditions import Value
from pendopo.workflow.definition import MOST_REPEATS, Bundle, FactField
from pendopo.workflow.game.answers import CaseOver, Changes, Ended, How, Standing, State, StepNotOpen, WrongFacts
from pendopo.workflow.game.happenings import Cancelled, Completed, Happening, MessageCame, Started, StepKind, TimerDue
from pendopo.workflow.game.moves import Game

#: What the same file means. It grows when an element comes to mean something else; cases keep the one they began with.
INTERPRETER: Final = 1

_KINDS: Final = {
    Completed: {StepKind.TASK, StepKind.SYSTEM},
    TimerDue: {StepKind.TIMER},
    MessageCame: {StepKind.MESSAGE},
}


def standing(bundle: Bundle, happened: Sequence[Happening]) -> Standing:
    """How the case stands after all of this, in this order. Raises what `what_changes` raises."""
    game = _replayed(bundle, happened)
    return _standing(game, happened)


def what_changes(bundle: Bundle, happened: Sequence[Happening], now: Happening) -> Changes:
    """What `now` changes in a case to which all of that has happened.

    Raises StepNotOpen (the key is not open, or not of that kind), WrongFacts (a fact it does not declare, or lacks), CaseOver,
    NoWayOn (a process that the check would have refused). Nothing is changed then: there is nothing here that could be.
    """
    game = _replayed(bundle, happened)
    before, facts, called = dict(game.steps), dict(game.facts), len(game.called)
    _apply(game, now, over=_over(game, happened), begun=bool(happened))
    key = getattr(now, "key", None)
    return Changes(
        opened=tuple(step for key_, (step, _resting) in game.steps.items() if key_ not in before),
        ended=tuple(Ended(gone, How.DONE if gone == key else How.WITHDRAWN) for gone in before if gone not in game.steps),
        called=tuple(game.called[called:]),
        decided={name: value for name, value in game.facts.items() if name not in facts or facts[name] != value},
        after=_standing(game, [*happened, now]),
    )


def _replayed(bundle: Bundle, happened: Sequence[Happening]) -> Game:
    game = Game(bundle)
    over = False
    for at, happening in enumerate(happened):
        _apply(game, happening, over=over, begun=at > 0)
        over = game.root.closed
    return game


def _over(game: Game, happened: Sequence[Happening]) -> bool:
    return bool(happened) and game.root.closed


def _apply(game: Game, happening: Happening, *, over: bool, begun: bool) -> None:
    if over or begun == isinstance(happening, Started):
        raise CaseOver if over else StepNotOpen(key="")
    match happening:
        case Started(facts=facts):
            start = game.root.graph.starts[:1]
            name = start[0].name if start else game.bundle.main.name
            game.facts.update(_frozen(name, start[0].facts if start else (), facts))
            game.begin()
        case Cancelled():
            game.give_up()
        case _:
            game.finish(happening.key, _facts_of(game, happening))


def _facts_of(game: Game, happening: Completed | TimerDue | MessageCame) -> Mapping[str, Value]:
    found = game.steps.get(happening.key)
    if found is None or found[0].kind not in _KINDS[type(happening)]:
        raise StepNotOpen(key=str(happening.key))
    step, _resting = found
    return {} if isinstance(happening, TimerDue) else _frozen(step.name, step.facts, happening.facts)


def _frozen(step: str, declared: Sequence[FactField], given: Mapping[str, Value]) -> Mapping[str, Value]:
    """Exactly the declared facts, each of its kind: what decides the way is never half there."""
    for name in given.keys() - {fact.name for fact in declared}:
        raise WrongFacts(step=step, fact=name)
    for fact in declared:
        if not _fits(fact, given.get(fact.name)):
            raise WrongFacts(step=step, fact=fact.name)
    return dict(given)


def _fits(fact: FactField, value: Value) -> bool:
    match fact.type:
        case "choice":
            return value in fact.values
        case "yes_no":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        case "count":
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_REPEATS
        case _:
            return isinstance(value, str) and len(value) <= 200


def _standing(game: Game, happened: Sequence[Happening]) -> Standing:
    root = game.root
    waits = tuple(dict.fromkeys(flow.target for flow in root.graph.flows if root.arrivals[flow.id] > 0))
    return Standing(
        state=_state(game, happened),
        open=tuple(step for step, _resting in game.steps.values()),
        facts=dict(game.facts),
        ended_at=root.ended_at,
        waits_at=waits,
    )


def _state(game: Game, happened: Sequence[Happening]) -> State:
    if not happened:
        return State.NEW
    if isinstance(happened[-1], Cancelled):
        return State.CANCELLED
    if game.root.closed:
        return State.ENDED
    return State.RUNNING if game.steps else State.STUCK
