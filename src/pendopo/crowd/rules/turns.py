"""Rules about whose turn it was, by replaying the line."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from pendopo.crowd.rules.record import IN_THE_SAME_MOMENT, Record, name_of
from pendopo.crowd.rules.steps import leads_to
from pendopo.journal.models import Event
from pendopo.queue.models import AT_COUNTER, TicketState
from pendopo.queue.waiting import UNSHOWN_SECONDS

_UNSEEN_FOR = timedelta(seconds=UNSHOWN_SECONDS)


@dataclass(slots=True)
class _Waiting:
    """A number in a line. `since` is its last change; a number that just changed may have been out of reach a moment ago."""

    joined_at: datetime
    since: datetime
    taken_at: datetime
    shown: bool
    reserved: bool

    def could_be_called(self, at: datetime) -> bool:
        seen = self.shown or at - self.taken_at < _UNSEEN_FOR - IN_THE_SAME_MOMENT
        return seen and not self.reserved and at - self.since > IN_THE_SAME_MOMENT


@dataclass(slots=True)
class _Lines:
    """Who waits in which line, and which visits are at a counter, as the journal has told so far."""

    waiting: dict[UUID, dict[UUID, _Waiting]] = field(default_factory=lambda: defaultdict(dict))
    line_of: dict[UUID, UUID] = field(default_factory=dict)
    known: dict[UUID, _Waiting] = field(default_factory=dict)
    busy_visits: dict[UUID, UUID] = field(default_factory=dict)


def nobody_overtaken(record: Record) -> Iterator[str]:
    """At every call by rank: nobody of the line who could be called had joined more than its largest head start earlier.

    Calls out of turn are recorded as such and are not looked at.
    """
    lines = _Lines()
    for event in record.of_tickets:
        if name_of(event.type) == "called":
            yield from _overtaken(record, lines, event)
        _follow(record, lines, event)


def nobody_called_unseen(record: Record) -> Iterator[str]:
    """A kiosk's number that nobody confirmed within a minute was shown to nobody, and is passed over."""
    lines = _Lines()
    for event in record.of_tickets:
        ticket = lines.known.get(event.subject)
        unseen = name_of(event.type) == "called" and ticket and not ticket.shown
        if unseen and ticket and event.at - ticket.taken_at > _UNSEEN_FOR + IN_THE_SAME_MOMENT:
            yield f"{record.tickets[event.subject].label}: called, though it was never shown"
        _follow(record, lines, event)


def _overtaken(record: Record, lines: _Lines, event: Event) -> Iterator[str]:
    called = lines.known.get(event.subject)
    line = record.lines.get(UUID(event.facts["line"]))
    if called is None or line is None or called.reserved:
        return
    bound = timedelta(minutes=line.largest_head_start_minutes)
    for other, waiting in lines.waiting[line.id].items():
        if record.tickets[other].business_date != record.tickets[event.subject].business_date:
            continue  # Left by a day that is over.
        if called.joined_at - waiting.joined_at <= bound or not waiting.could_be_called(event.at):
            continue
        if lines.busy_visits.get(record.tickets[other].visit_id, other) == other and not _changes_now(record, other, event.at):
            label, by = record.tickets[other].label, record.tickets[event.subject].label
            yield f"{label}: overtaken by {by}, which joined {called.joined_at - waiting.joined_at} later"


def _changes_now(record: Record, ticket: UUID, at: datetime) -> bool:
    """A number that is being changed in the very moment of a call is locked, and rightly passed over."""
    return any(abs(event.at - at) <= IN_THE_SAME_MOMENT for event in record.of_subject[ticket])


def _follow(record: Record, lines: _Lines, event: Event) -> None:
    ticket, facts = event.subject, event.facts
    known = lines.known.get(ticket)
    if name_of(event.type) == "taken":
        joined_at = datetime.fromisoformat(facts["joined_at"])
        known = lines.known[ticket] = _Waiting(joined_at, event.at, event.at, bool(facts["shown"]), reserved=False)
    if known is None:
        return
    known.since = event.at
    known.shown = known.shown or name_of(event.type) == "shown"
    known.reserved = bool(facts.get("reserved_for")) if "reserved_for" in facts else known.reserved
    if "joined_at" in facts:
        known.joined_at = datetime.fromisoformat(facts["joined_at"])
    lines.waiting[lines.line_of.get(ticket, ticket)].pop(ticket, None)
    state = leads_to(event)
    visit = record.tickets[ticket].visit_id
    if state in AT_COUNTER:
        lines.busy_visits[visit] = ticket
    elif lines.busy_visits.get(visit) == ticket:
        del lines.busy_visits[visit]
    if state == TicketState.WAITING:
        line = lines.line_of[ticket] = UUID(facts["line"])
        lines.waiting[line][ticket] = known
