"""What people were told, written down apart from the database: afterwards every number must be there, as it was told.

A number counts as acknowledged when its answer reached the person. `at` are the instants of all acknowledgements (the monotonic
clock), so that one can say when the hall went on after a fault.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from pendopo.crowd.commands import Answer, AtDesk, ByPhone, Command, TakeNumber
from pendopo.queue.models import Ticket, TicketState


@dataclass(slots=True)
class Acknowledged:
    """`numbers`: by the key of the press, the number and the code of its link. `finished`: tickets whose end was acknowledged."""

    numbers: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    at: list[float] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def hear(self, command: Command, answer: Answer, instant: float) -> None:
        if answer.refused:
            return
        self.at.append(instant)
        match command:
            case TakeNumber(key=key) | ByPhone(verb="add", key=key):
                self._told(key, str(answer.facts["label"]), str(answer.facts["code"]))
            case AtDesk(verb="finish", ticket=ticket):
                self.finished.add(ticket)

    def next_after(self, instant: float) -> float | None:
        """How long after this instant the next press was acknowledged, in seconds."""
        place = bisect_right(self.at, instant)
        return self.at[place] - instant if place < len(self.at) else None

    def missing(self, *, mall: UUID, days: tuple[date, ...]) -> Iterator[str]:
        """A sentence for everything that was acknowledged and is not so, and for every number that two people were given."""
        yield from self.doubts
        tickets = Ticket.objects.filter(mall=mall, business_date__in=days).select_related("visit")
        there = {(ticket.label, ticket.visit.code): ticket for ticket in tickets}
        owners: dict[str, str] = {}
        for label, code in self.numbers.values():
            if (label, code) not in there:
                yield f"{label}: acknowledged, and not there"
            if owners.setdefault(label, code) != code:
                yield f"{label}: acknowledged to two people"
        done = {str(ticket.id) for ticket in there.values() if ticket.state == TicketState.DONE}
        for _lost in self.finished - done:
            yield "a service whose end was acknowledged is not over"

    def _told(self, key: UUID, label: str, code: str) -> None:
        before = self.numbers.setdefault(key, (label, code))
        if before != (label, code):
            self.doubts.append(f"one press, two numbers: {before[0]} and {label}")
