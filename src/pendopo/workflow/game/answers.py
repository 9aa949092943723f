"""What the calculator says: how a case stands, and what one happening changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError
from pendopo.workflow.conditions import Value
from pendopo.workflow.game.happenings import Step, StepKey, StepKind


class How(StrEnum):
    """How a step ended: by what happened to it, or because something else made it needless."""

    DONE = "done"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    NEW = "new"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"
    STUCK = "stuck"  # only a process that the check refuses


@dataclass(frozen=True, slots=True)
class Standing:
    """A case after all that happened: what is open, in the order it was opened."""

    state: State
    open: tuple[Step, ...]
    facts: Mapping[str, Value]
    ended_at: str = ""  # the end event that was reached last in the process itself; that of a reminder only where no other was
    waits_at: tuple[str, ...] = ()  # joins that wait for a branch

    def waiting_for(self, message: str) -> tuple[StepKey, ...]:
        return tuple(step.key for step in self.open if step.kind is StepKind.MESSAGE and step.message == message)


@dataclass(frozen=True, slots=True)
class Ended:
    key: StepKey
    how: How


@dataclass(frozen=True, slots=True)
class Called:
    """A process that was entered: on which path, and which."""

    path: tuple[str, ...]
    process: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What one happening changes: exactly the rows to write. What was opened and ended at once is in neither list."""

    opened: tuple[Step, ...]
    ended: tuple[Ended, ...]
    called: tuple[Called, ...]
    decided: Mapping[str, Value]  # facts that are new or different, those of tables and counts included
    after: Standing

    @property
    def timers(self) -> tuple[Step, ...]:
        """Those of the opened steps that somebody must wake: `due_at` is the caller's, by the holder's calendar."""
        return tuple(step for step in self.opened if step.timer)


class StepNotOpen(DomainError):
    code = "workflow.step_not_open"
    message = _("This step is no longer open: somebody else finished it, or the case went another way. Please reload the page.")


class CaseOver(DomainError):
    code = "workflow.case_over"
    message = _("This case has ended. Nothing can be done with it any more.")


class WrongFacts(DomainError):
    code = "workflow.wrong_facts"
    status = 422
    message = _("“%(step)s” needs an answer for “%(fact)s” that it knows.")


class NoWayOn(DomainError):
    """A process that was not checked, or a count that is none: nothing is guessed."""

    code = "workflow.no_way_on"
    status = 409
    message = _("The process cannot go on at “%(name)s”. Please tell who keeps the processes.")
