"""The hall as the crowd lives it: the plan, the agenda on which everything happens, the notebook, and the dice."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from pendopo.crowd.agenda import Agenda
from pendopo.crowd.commands import Person
from pendopo.crowd.notebook import Notebook
from pendopo.crowd.plan import HallPlan, LinePlan
from pendopo.kernel.identifiers import uuid7


@dataclass(slots=True)
class Hall:
    """`closes_at` is when officers go home, in the crowd's seconds; None in a hall that never closes.

    An officer for whom nobody waits looks up when somebody of the crowd joins one of the lines, and after `lean_back` seconds
    in any case: people who try the hall out join without the crowd's knowing.
    """

    plan: HallPlan
    agenda: Agenda
    notebook: Notebook
    chance: Random
    closes_at: float | None = None
    lean_back: float = 60.0
    _fetched: dict[UUID, list[Person]] = field(default_factory=dict)

    @property
    def now(self) -> float:
        return self.agenda.now

    @property
    def closing(self) -> bool:
        return self.closes_at is not None and self.now >= self.closes_at

    def key(self) -> UUID:
        """A command key that nobody has used; not from the dice, since a day may be lived twice with the same seed."""
        return uuid7()

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def joins(self, person: Person) -> None:
        """Somebody's number stands in its line: an officer who rests there looks up."""
        self.notebook.joins(person, self.now)
        self.agenda.call_out(person.line.id, delay=self.chance.uniform(2, 8))

    def is_back(self, counter: UUID, person: Person) -> None:
        """Who was set aside at this counter stands before it again."""
        self._fetched.setdefault(counter, []).append(person)
        self.agenda.call_out(counter, delay=self.chance.uniform(2, 8))

    def who_is_back(self, counter: UUID) -> Person | None:
        back = self._fetched.get(counter)
        return back.pop(0) if back else None

    def other_line(self, line: LinePlan) -> LinePlan | None:
        """Where one is sent on to: mostly a line of the same zone."""
        near = [one for one in self.plan.lines if one.zone == line.zone and one.id != line.id]
        far = [one for one in self.plan.lines if one.zone != line.zone]
        return self._one_of(near if near and (not far or self.often(0.8)) else far)

    def _one_of(self, lines: Iterable[LinePlan]) -> LinePlan | None:
        found = list(lines)
        return self.chance.choice(found) if found else None
