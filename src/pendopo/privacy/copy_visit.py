"""A copy of all that is held of a visit, for the person whose visit it was."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import orjson

from pendopo.assistance.models import Assistance
from pendopo.journal.events import append
from pendopo.journal.models import Event
from pendopo.kernel.transactions import one_transaction
from pendopo.privacy.events import VisitCopied
from pendopo.privacy.keeping import Held, held, kept_until
from pendopo.privacy.looks import looks_at
from pendopo.queue.models import Ticket, Visit

HOLDER, STAFF = "holder", "staff"


@dataclass(frozen=True, slots=True)
class CopiedStep:
    """Something that happened to a number; `kind` is the event's type (docs/events.md)."""

    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class CopiedNumber:
    """One number. Words are the stable ones of the tables; screens translate them."""

    id: UUID
    number: str
    service: str
    agency: str
    state: str
    priority: str
    counter: str
    taken_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    missed_at: datetime | None
    outcome: str
    end_reason: str
    note: str
    steps: tuple[CopiedStep, ...]


@dataclass(frozen=True, slots=True)
class CopiedRequest:
    """Help that was asked for."""

    kind: str
    state: str
    asked_from: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class CopiedLook:
    """Somebody of the staff saw this visit's data: where and why, not who by name."""

    at: datetime
    screen: str
    purpose: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitCopy:
    """Everything. `kept_until` is the last day it is there; `held` what law keeps it longer than its person may wish."""

    visit: UUID
    code: str
    mall: str
    day: date
    channel: str
    priority: str
    language: str
    began_at: datetime
    numbers: tuple[CopiedNumber, ...]
    requests: tuple[CopiedRequest, ...]
    looks: tuple[CopiedLook, ...]
    kept_until: date
    held: tuple[Held, ...]

    def as_json(self) -> bytes:
        return orjson.dumps(self, option=orjson.OPT_INDENT_2)


def copy_of(visit: Visit) -> VisitCopy:
    """A constant number of queries."""
    tickets = list(visit.tickets.select_related("service__agency", "counter").order_by("joined_at", "pk"))
    steps: dict[UUID, list[CopiedStep]] = {}
    events = Event.objects.filter(subject__in=[ticket.pk for ticket in tickets]).order_by("at", "id")
    for subject, at, kind in events.values_list("subject", "at", "type"):
        steps.setdefault(subject, []).append(CopiedStep(at, kind))
    requests = Assistance.objects.filter(visit=visit).order_by("asked_at", "pk")
    return VisitCopy(
        visit=visit.pk, code=visit.code, mall=visit.mall.name, day=visit.business_date, channel=visit.channel,
        priority=visit.priority, language=visit.language, began_at=visit.began_at,
        numbers=tuple(_number(ticket, tuple(steps.get(ticket.pk, ()))) for ticket in tickets),
        requests=tuple(CopiedRequest(one.kind, one.state, one.asked_from, one.asked_at) for one in requests),
        looks=tuple(CopiedLook(one.at, one.screen, one.purpose, one.parts) for one in looks_at(visit)),
        kept_until=kept_until(visit), held=held(visit),
    )  # fmt: skip


@one_transaction
def give_copy(*, visit: Visit, given_by: str, at: datetime, actor: str) -> VisitCopy:
    """The copy, and the record that it was given. `given_by` is HOLDER or STAFF."""
    append(VisitCopied(given_by=given_by), mall=visit.mall_id, subject=visit.pk, at=at, actor=actor)
    return copy_of(visit)


def _number(ticket: Ticket, steps: tuple[CopiedStep, ...]) -> CopiedNumber:
    return CopiedNumber(
        id=ticket.pk, number=ticket.label, service=ticket.service.name, agency=ticket.service.agency.name, state=ticket.state,
        priority=ticket.priority, counter=ticket.counter.number if ticket.counter else "", taken_at=ticket.taken_at,
        called_at=ticket.called_at, started_at=ticket.started_at, finished_at=ticket.finished_at, missed_at=ticket.missed_at,
        outcome=ticket.outcome, end_reason=ticket.end_reason, note=ticket.note, steps=steps,
    )  # fmt: skip
