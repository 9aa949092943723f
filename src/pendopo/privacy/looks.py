"""Who looked at whose record: the looks that were recorded, and those that the journal tells by itself.

A visitor called to a counter stands on that officer's screen with note, language and class of priority. The event of the call says who
called whom, where and when, is append-only and sealed; so it *is* the record of that look, and calling writes nothing more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from pendopo.directory.models import Mall
from pendopo.journal.models import Event
from pendopo.kernel.clock import zone
from pendopo.privacy.models import Look, Part, Purpose, Screen
from pendopo.queue.models import Ticket, Visit

#: By these events a visitor comes to an officer's screen.
CALLS = ("queue.ticket.called", "queue.ticket.called_out_of_turn", "queue.ticket.resumed")
_AT_A_CALL = tuple(str(part) for part in (Part.LANGUAGE, Part.NOTE, Part.NUMBER, Part.PRIORITY))
_OFFICER = "officer:"


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look. `subjects` are ids of visits, of people where `of_staff`; words are the stable ones."""

    at: datetime
    person: UUID
    screen: str
    purpose: str
    parts: tuple[str, ...]
    subjects: tuple[UUID, ...]
    of_staff: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which looks: of one day (the mall's own), by one person, at one record. `visit` alone means on any day."""

    day: date | None = None
    person: UUID | None = None
    visit: UUID | None = None


def looks_of(mall: Mall, wanted: Wanted, *, limit: int | None = None) -> tuple[LookRow, ...]:
    """The newest first, at most `limit`. Three queries."""
    rows = [*_recorded(mall, wanted, limit), *_told_by_journal(mall, wanted, limit)]
    rows.sort(key=lambda row: (row.at, row.screen, row.subjects), reverse=True)
    return tuple(rows[:limit])


def looks_at(visit: Visit) -> tuple[LookRow, ...]:
    """Every look at one visit, the oldest first. Three queries."""
    return looks_of(visit.mall, Wanted(visit=visit.pk))[::-1]


def _recorded(mall: Mall, wanted: Wanted, limit: int | None) -> Iterable[LookRow]:
    looks = Look.objects.filter(mall=mall.pk)
    if wanted.day is not None:
        begins = datetime.combine(wanted.day, time(), tzinfo=zone(mall.time_zone))
        looks = looks.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    if wanted.person is not None:
        looks = looks.filter(person=wanted.person)
    if wanted.visit is not None:
        looks = looks.filter(of_staff=False, subjects__contains=str(wanted.visit))
    for look in looks.order_by("-at", "-pk")[:limit]:
        yield LookRow(
            look.at, look.person, look.screen, look.purpose, tuple(look.parts.split()),
            tuple(UUID(one) for one in look.subjects.split()), look.of_staff,
        )  # fmt: skip


def _told_by_journal(mall: Mall, wanted: Wanted, limit: int | None) -> Iterable[LookRow]:
    """Calls of the day's tickets, found through the journal's index on the subject."""
    tickets = Ticket.objects.filter(mall=mall)
    if wanted.day is not None:
        tickets = tickets.filter(business_date=wanted.day)
    if wanted.visit is not None:
        tickets = tickets.filter(visit=wanted.visit)
    actor = {"actor": f"{_OFFICER}{wanted.person}"} if wanted.person is not None else {"actor__startswith": _OFFICER}
    calls = Event.objects.filter(subject__in=tickets.values("pk"), type__in=CALLS, **actor).order_by("-at", "-id")[:limit]
    found = list(calls.values_list("at", "actor", "subject"))
    visits = _visits_of({ticket for _at, _actor, ticket in found})
    for at, who, ticket in found:
        yield LookRow(
            at, UUID(who.removeprefix(_OFFICER)), str(Screen.DESK), str(Purpose.SERVING), _AT_A_CALL, (visits[ticket],), False
        )


def _visits_of(tickets: Iterable[UUID]) -> Mapping[UUID, UUID]:
    # Asked apart: a thousand ids in a list is more than SQLite likes, a thousand in a page is more than anybody reads.
    found: dict[UUID, UUID] = {}
    ids = list(tickets)
    for start in range(0, len(ids), 500):
        found |= dict(Ticket.objects.filter(pk__in=ids[start : start + 500]).values_list("pk", "visit"))
    return found
