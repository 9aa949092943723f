"""Tokens run until all of them rest. Everything is in the file's order, first come first served: nothing is left to chance."""

from collections import Counter, deque
from collections.abc import Mapping
from typing import Final

from pendopo.workflow.conditions import Value
from pendopo.workflow.definition import MOST_REPEATS, Bundle, Flow, Graph, Kind, Node
from pendopo.workflow.game.answers import Called, NoWayOn
from pendopo.workflow.game.happenings import Step, StepKey, StepKind
from pendopo.workflow.game.places import Activity, Queue, Resting, Scope

#: More moves than this for one happening is a circle without a step in it; the check names it beforehand.
MOST_MOVES: Final = 20_000
_STEPS: Final = {
    Kind.USER: StepKind.TASK,
    Kind.SYSTEM: StepKind.SYSTEM,
    Kind.TIMER: StepKind.TIMER,
    Kind.MESSAGE: StepKind.MESSAGE,
}


class Game:
    """One case while it is being calculated."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.facts: dict[str, Value] = {}
        self.steps: dict[StepKey, tuple[Step, Resting]] = {}
        self.called: list[Called] = []
        self.root = Scope(bundle.main.graph, ())
        self._scopes = [self.root]
        self._visits: Counter[tuple[tuple[str, ...], str]] = Counter()
        self._queue: Queue = deque()

    # What happens

    def begin(self) -> None:
        self._start(self.root)
        self._run()

    def finish(self, key: StepKey, facts: Mapping[str, Value]) -> None:
        """The open step is done, due or come: its token goes on."""
        _step, resting = self.steps.pop(key)
        act = resting.act
        act.keys.remove(key)
        self.facts.update(facts)
        if resting.node.attached_to:
            self._edge(act, resting.node)
        elif act.node.kind is Kind.RACE:
            self._leave(act, by=resting.node)
        else:
            self._count(act, facts)
            self._instance_done(act)
        self._run()

    def give_up(self) -> None:
        self._close_scope(self.root)

    # Running

    def _run(self) -> None:
        moves = 0
        while True:
            while self._queue:
                moves += 1
                if moves > MOST_MOVES:
                    raise NoWayOn(name=self._queue[0][1].target)
                scope, flow = self._queue.popleft()
                if not scope.closed:
                    self._enter(scope, scope.graph.nodes[flow.target], flow)
            done = next((scope for scope in reversed(self._scopes) if scope.idle), None)
            if done is None:
                return
            self._complete(done)

    def _enter(self, scope: Scope, node: Node, flow: Flow) -> None:
        match node.kind:
            case Kind.END:
                if node.id in scope.graph.own_ends or not scope.ended_at:
                    scope.ended_at = node.id
            case Kind.TERMINATE:
                self._empty(scope)
                scope.ended_at = node.id
            case Kind.EXCLUSIVE:
                self._queue.append((scope, self._choice(scope.graph, node)))
            case Kind.PARALLEL:
                self._join(scope, node, flow)
            case Kind.RULE if node.table:
                self.facts.update(node.table.decide(self.facts))
                self._follow(scope, node)
            case Kind.RACE | Kind.USER | Kind.SYSTEM | Kind.TIMER | Kind.MESSAGE | Kind.CALL | Kind.SUB:
                self._open(scope, node)
            case _:
                raise NoWayOn(name=node.name)

    def _choice(self, graph: Graph, node: Node) -> Flow:
        """The first arrow whose condition holds, else the default; a merge has one arrow out and needs none."""
        ways = graph.out(node.id)
        for flow in ways:
            if flow.id != node.default and ((flow.condition and flow.condition.holds(self.facts)) or len(ways) == 1):
                return flow
        for flow in ways:
            if flow.id == node.default:
                return flow
        raise NoWayOn(name=node.name)

    def _join(self, scope: Scope, node: Node, flow: Flow) -> None:
        """One token of each arrow is spent together; what came earlier by the same arrow waits for its own others."""
        into = scope.graph.into(node.id)
        scope.arrivals[flow.id] += 1
        if all(scope.arrivals[other.id] for other in into):
            for other in into:
                scope.arrivals[other.id] -= 1
            self._follow(scope, node)

    def _follow(self, scope: Scope, node: Node) -> None:
        self._queue.extend((scope, flow) for flow in scope.graph.out(node.id))

    # Activities

    def _open(self, scope: Scope, node: Node) -> None:
        act = Activity(node, scope, self._visit(scope, node))
        scope.acts.append(act)
        if node.kind is Kind.RACE:
            for flow in scope.graph.out(node.id):
                event = scope.graph.nodes[flow.target]
                self._open_step(act, event, self._visit(scope, event))
            return
        act.to_come = self._how_often(node)
        if node.repeat:
            self.facts |= {f"{fact.name}.{value}": 0 for fact in node.facts for value in fact.values}
        if not act.to_come:
            self._leave(act, by=node)
            return
        self._next_instance(act)
        while act.to_come and node.repeat and not node.repeat.one_by_one:
            self._next_instance(act)
        for edge in scope.graph.edges_of(node.id):
            self._open_step(act, edge, self._visit(scope, edge))

    def _how_often(self, node: Node) -> int:
        if node.repeat is None:
            return 1
        count = node.repeat.count if isinstance(node.repeat.count, int) else self.facts.get(node.repeat.count)
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST_REPEATS:
            raise NoWayOn(name=node.name)
        return count

    def _next_instance(self, act: Activity) -> None:
        index = act.next_index if act.node.repeat else 0
        act.next_index += 1
        act.to_come -= 1
        act.running += 1
        if act.node.kind not in {Kind.CALL, Kind.SUB}:
            self._open_step(act, act.node, act.visit, index)
            return
        path = (*act.scope.path, f"{act.node.id}[{index}]" if index else act.node.id)
        graph = act.node.body
        if act.node.kind is Kind.CALL:
            if act.node.calls not in self.bundle.processes:
                raise NoWayOn(name=act.node.name)
            graph = self.bundle.processes[act.node.calls].graph
            self.called.append(Called(path, act.node.calls))
        if graph is None:
            raise NoWayOn(name=act.node.name)
        inner = Scope(graph, path, act, index)
        act.inner.append(inner)
        self._scopes.append(inner)
        self._start(inner)

    def _start(self, scope: Scope) -> None:
        if len(scope.graph.starts) != 1 or len(self._scopes) > MOST_MOVES:
            raise NoWayOn(name="/".join(scope.path) or self.bundle.main.name)
        self._follow(scope, scope.graph.starts[0])

    def _open_step(self, act: Activity, node: Node, visit: int, index: int = 0) -> None:
        key = StepKey(act.scope.path, node.id, visit, index)
        step = Step(key, _STEPS[node.kind], node.name, node.role, node.form, node.facts, node.timer, node.message)
        self.steps[key] = step, Resting(act, node)
        act.keys.append(key)

    def _visit(self, scope: Scope, node: Node) -> int:
        self._visits[scope.path, node.id] += 1
        return self._visits[scope.path, node.id]

    def _count(self, act: Activity, facts: Mapping[str, Value]) -> None:
        """Of a repeated step, how many said what: `verdict.approve` beside `verdict`, which is the last one's word."""
        if act.node.repeat:
            for fact in act.node.facts:
                if fact.values:
                    name = f"{fact.name}.{facts.get(fact.name)}"
                    before = self.facts.get(name)
                    self.facts[name] = (before if isinstance(before, int) else 0) + 1

    def _instance_done(self, act: Activity) -> None:
        act.running -= 1
        if act.to_come:
            self._next_instance(act)
        elif not act.running:
            self._leave(act, by=act.node)

    def _edge(self, act: Activity, edge: Node) -> None:
        """A timer or message at the edge of an activity: it ends the activity, or only adds a branch, once."""
        if edge.interrupting:
            self._leave(act, by=edge)
        else:
            self._follow(act.scope, edge)

    def _leave(self, act: Activity, *, by: Node) -> None:
        self._close(act)
        act.scope.acts.remove(act)
        self._follow(act.scope, by)

    # Ending

    def _complete(self, scope: Scope) -> None:
        self._close_scope(scope)
        owner = scope.owner
        if owner is None:
            return
        self.facts[f"{owner.node.id}.end"] = scope.ended_at
        owner.inner.remove(scope)
        self._instance_done(owner)

    def _close(self, act: Activity) -> None:
        for key in act.keys:
            del self.steps[key]
        act.keys.clear()
        for scope in act.inner:
            self._close_scope(scope)

    def _close_scope(self, scope: Scope) -> None:
        self._empty(scope)
        scope.closed = True
        self._scopes.remove(scope)

    def _empty(self, scope: Scope) -> None:
        """Everything in the scope ends at once; tokens under way in it go nowhere."""
        for act in scope.acts:
            self._close(act)
        scope.acts.clear()
        scope.arrivals.clear()
        self._queue = deque(token for token in self._queue if token[0] is not scope)
