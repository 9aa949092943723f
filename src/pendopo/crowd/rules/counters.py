"""Rules about who is at which counter, by replaying the journal."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from pendopo.crowd.rules.record import IN_THE_SAME_MOMENT, Record, name_of
from pendopo.crowd.rules.steps import leads_to
from pendopo.journal.models import Event
from pendopo.queue.models import AT_COUNTER


@dataclass(frozen=True, slots=True)
class Stay:
    """A number at a counter, from its call (or its resumption) until it left; `until` None while it is there."""

    ticket: UUID
    counter: UUID
    since: datetime
    until: datetime | None


def stays(record: Record) -> Iterator[Stay]:
    """Every stay at a counter that the journal tells of."""
    for ticket in record.tickets:
        yield from _stays_of(ticket, record.of_subject.get(ticket, ()))


def one_counter_per_ticket(record: Record) -> Iterator[str]:
    """A number that is at a counter is not brought to another one before it left the first."""
    for ticket, row in record.tickets.items():
        at: str | None = None
        for event in record.of_subject.get(ticket, ()):
            here = event.facts.get("counter")
            if at and here and here != at:
                yield f"{row.label}: {name_of(event.type)} at another counter while it was at one"
            at = here if is_at_counter(event) else None


def one_ticket_per_counter(record: Record) -> Iterator[str]:
    yield from _overlaps(record, key=lambda stay: stay.counter, what="counter")


def one_counter_per_visit(record: Record) -> Iterator[str]:
    yield from _overlaps(record, key=lambda stay: record.tickets[stay.ticket].visit_id, what="visit")


def is_at_counter(event: Event) -> bool:
    """Whether the event leaves its number at a counter."""
    return leads_to(event) in AT_COUNTER


def _stays_of(ticket: UUID, events: Sequence[Event]) -> Iterator[Stay]:
    counter, since = None, None
    for event in events:
        if is_at_counter(event) and counter is None:
            counter, since = UUID(event.facts["counter"]), event.at
        elif not is_at_counter(event) and counter is not None and since is not None:
            yield Stay(ticket, counter, since, event.at)
            counter = since = None
    if counter is not None and since is not None:
        yield Stay(ticket, counter, since, None)


def _overlaps(record: Record, *, key: Callable[[Stay], UUID], what: str) -> Iterator[str]:
    by_key: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in stays(record):
        by_key[key(stay)].append(stay)
    for those in by_key.values():
        those.sort(key=lambda stay: (stay.since, stay.until is None, stay.until or stay.since))
        for earlier, later in pairwise(those):
            if earlier.until is None or earlier.until - later.since > IN_THE_SAME_MOMENT:
                names = f"{record.tickets[earlier.ticket].label} and {record.tickets[later.ticket].label}"
                yield f"{names}: one {what}, both at {later.since:%H:%M:%S}"
