"""Rules about steps: only those of the lifecycle tables, and each with its event."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pendopo.catalogue.numbering import number_label
from pendopo.crowd.rules.record import DESK, TICKET, Record, name_of
from pendopo.journal.lifecycle import Lifecycle
from pendopo.journal.models import Event
from pendopo.queue import lifecycle

# The verbs of the lifecycle that an event may tell of.
TICKET_VERBS: Mapping[str, tuple[str, ...]] = {
    "shown": ("show",), "checked_in": ("check_in",), "called": ("call",), "called_out_of_turn": ("call_certain",),
    "recalled": ("recall",), "arrived": ("arrive",), "started": ("start",), "parked": ("park",), "resumed": ("resume",),
    "transferred": ("transfer", "release", "move"), "finished": ("finish",), "served_by_hand": ("note_served",),
    "missed": ("miss",), "rejoined": ("rejoin",),
    "put_back": ("put_back",), "cancelled": ("cancel",), "lapsed": ("lapse", "send_home", "end_day"),
}  # fmt: skip
DESK_VERBS: Mapping[str, tuple[str, ...]] = {"paused": ("pause",), "returned": ("return",), "closed": ("close",)}


def only_steps_that_exist(record: Record) -> Iterator[str]:
    """Every number and every lease has walked through its lifecycle, forwards in time."""
    for subject, events in record.of_subject.items():
        if subject in record.tickets:
            yield from _walk(record.tickets[subject].label, events, lifecycle.TICKET, TICKET_VERBS)
        elif subject in record.leases:
            yield from _walk(_desk(record, subject), events, lifecycle.LEASE, DESK_VERBS)


def every_change_recorded(record: Record) -> Iterator[str]:
    """The journal, read from the beginning, ends where the row stands; no row without events, no event without its row."""
    for id_, ticket in record.tickets.items():
        yield from _ends_at(ticket.label, record.of_subject.get(id_, ()), str(ticket.state), ticket.changed_at)
    for id_, lease in record.leases.items():
        yield from _ends_at(_desk(record, id_), record.of_subject.get(id_, ()), str(lease.state), lease.changed_at)
    for event in record.events:
        unknown = event.type == "queue.ticket.taken" and event.subject not in record.tickets
        if unknown and record.is_asked_for(event.facts["business_date"]):
            yield f"{number_label(event.facts['prefix'], event.facts['number'])}: taken, but there is no such number"


def leads_to(event: Event) -> str | None:
    """The state in which this event leaves its number or lease; None for an event of something else."""
    step = name_of(event.type)
    if step == "taken":
        return str(event.facts["state"])
    if step == "opened":
        return str(lifecycle.LeaseState.OPEN)
    if event.type.startswith(TICKET) and step in TICKET_VERBS:
        return lifecycle.TICKET.target(TICKET_VERBS[step][0])
    if event.type.startswith(DESK) and step in DESK_VERBS:
        return lifecycle.LEASE.target(DESK_VERBS[step][0])
    return None


def _walk(name: str, events: Sequence[Event], table: Lifecycle, verbs: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    state: str | None = None
    last: datetime | None = None
    for event in events:
        step = name_of(event.type)
        if last is not None and event.at <= last:
            yield f"{name}: {step} at {event.at:%H:%M:%S.%f} is not after what came before"
        last = event.at
        if step in {"taken", "opened"}:
            if state is not None or str(leads_to(event)) not in table.initial:
                yield f"{name}: begins as {leads_to(event)}, after {state}"
        elif not any(state in table.origins(verb) for verb in verbs.get(step, ())):
            yield f"{name}: {step} from {state}"
        state = leads_to(event) or state


def _ends_at(name: str, events: Sequence[Event], state: str, changed_at: datetime) -> Iterator[str]:
    if not events:
        yield f"{name}: no event tells of it"
    elif (told := leads_to(events[-1])) != state:
        yield f"{name}: is {state}, the journal says {told}"
    elif events[-1].at != changed_at:
        yield f"{name}: changed at {changed_at:%H:%M:%S.%f}, the last event is of {events[-1].at:%H:%M:%S.%f}"


def _desk(record: Record, lease: UUID) -> str:
    return f"lease of {record.leases[lease].opened_at:%H:%M:%S}"
