"""What a row may become, and the one step that changes it and records it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendopo.journal.events import EventFacts, append
from pendopo.kernel.errors import DomainError

_TICK = timedelta(microseconds=1)


class AlreadyMoved(DomainError):
    """Somebody else was quicker, or the step is not possible from where the row is now."""

    code = "journal.already_moved"
    message = _("Someone else was quicker. The screen shows the latest state; please look again.")


class Living(Protocol):
    """A row with a lifecycle: `state`, and `changed_at`, which strictly grows with every move."""

    pk: Any
    mall_id: UUID
    state: str
    changed_at: datetime


class Lifecycle:
    """A table of verbs: `{"call": ({WAITING}, CALLED), ...}`. Pure data plus `move`."""

    def __init__(self, initial: Iterable[str], table: Mapping[str, tuple[Iterable[str], str]]) -> None:
        self.initial = frozenset(str(state) for state in initial)
        self.table = {verb: (frozenset(map(str, origins)), str(target)) for verb, (origins, target) in table.items()}

    def origins(self, verb: str) -> frozenset[str]:
        return self.table[verb][0]

    def target(self, verb: str) -> str:
        return self.table[verb][1]

    def verbs_for(self, state: str) -> frozenset[str]:
        return frozenset(verb for verb, (origins, _target) in self.table.items() if state in origins)

    def states(self) -> frozenset[str]:
        return self.initial | {state for origins, target in self.table.values() for state in (*origins, target)}

    def move(
        self,
        row: models.Model,
        verb: str,
        *,
        at: datetime,
        actor: str,
        event: EventFacts,
        command_key: UUID | None = None,
        **changes: Any,
    ) -> datetime:
        """Take one step and record it, in the caller's transaction. Returns the instant recorded.

        `row` is updated in memory as well. The instant is `at`, or just after the row's last change when the clock
        stepped back, so that the history of one row always reads forwards. Raises AlreadyMoved when the row is not as it
        was read.
        """
        origins, target = self.table[verb]
        living: Any = row
        moved_at = max(at, living.changed_at + _TICK)
        changed = (
            type(row)
            ._default_manager.filter(pk=row.pk, state__in=origins, changed_at=living.changed_at)
            .update(state=target, changed_at=moved_at, **changes)
        )
        if changed != 1:
            raise AlreadyMoved(verb=verb)
        for name, value in {"state": target, "changed_at": moved_at, **changes}.items():
            setattr(row, name, value)
        append(event, mall=living.mall_id, subject=row.pk, at=moved_at, actor=actor, command_key=command_key)
        return moved_at
