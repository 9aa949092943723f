"""The register of breaches: entered, written on, told to those concerned and to the authority within 72 hours, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.journal.lifecycle import Lifecycle
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.transactions import one_transaction
from pendopo.privacy.events import BreachAmended, BreachClosed, BreachEntered, BreachTold
from pendopo.privacy.models import Breach, BreachState

BREACH = Lifecycle(initial=(BreachState.OPEN,), table={"close": ({BreachState.OPEN}, BreachState.CLOSED)})
PERSONS, AUTHORITY = "persons", "authority"
_TOLD = {PERSONS: "persons_told_at", AUTHORITY: "authority_told_at"}


class NoticedInFuture(DomainError):
    code = "privacy.noticed_in_future"
    status = 422
    message = _("It cannot have been noticed later than now. Please correct day and time.")


class BreachIsClosed(DomainError):
    code = "privacy.breach_is_closed"
    message = _("This breach is closed. What is found later is a new entry that names this one.")


class NotAllTold(DomainError):
    code = "privacy.not_all_told"
    message = _("It can be closed once those concerned and the authority were told. Please enter when that was.")


@dataclass(frozen=True, slots=True)
class BreachFacts:
    """What is known: four texts that name no person, and how many are concerned."""

    noticed_at: datetime
    happened: str
    kinds: str
    persons: str
    persons_count: int
    measures: str


@dataclass(frozen=True, slots=True)
class BreachClock:
    """The 72 hours. `left` is negative once they are over; None when both were told, which stops the clock."""

    due_at: datetime
    left: timedelta | None
    late: bool


@one_transaction
def enter_breach(*, mall: Mall, facts: BreachFacts, person: UUID, at: datetime) -> Breach:
    """Raises NoticedInFuture."""
    _refuse_future(facts.noticed_at, at)
    breach = Breach.objects.create(mall=mall, changed_at=at, entered_by=person, **_columns(facts))
    event = BreachEntered(noticed_at=facts.noticed_at, persons_count=facts.persons_count)
    append(event, mall=mall.id, subject=breach.id, at=at, actor=f"officer:{person}")
    return breach


@one_transaction
def amend_breach(*, breach: Breach, facts: BreachFacts, actor: str, at: datetime) -> None:
    """Raises NoticedInFuture, BreachIsClosed."""
    _refuse_future(facts.noticed_at, at)
    _refuse_closed(breach)
    wanted = _columns(facts)
    changed = {name: value for name, value in wanted.items() if getattr(breach, name) != value}
    if changed:
        _write(breach, changed)
        append(BreachAmended(parts=tuple(sorted(changed))), mall=breach.mall_id, subject=breach.id, at=at, actor=actor)


@one_transaction
def tell_breach(*, breach: Breach, whom: str, told_at: datetime, actor: str, at: datetime) -> None:
    """When those concerned (PERSONS) or the AUTHORITY were told. Raises NoticedInFuture, BreachIsClosed, NotFound."""
    if whom not in _TOLD:
        raise NotFound
    _refuse_future(told_at, at)
    _refuse_closed(breach)
    _write(breach, {_TOLD[whom]: told_at})
    append(BreachTold(whom=whom, told_at=told_at), mall=breach.mall_id, subject=breach.id, at=at, actor=actor)


@one_transaction
def close_breach(*, breach: Breach, actor: str, at: datetime) -> None:
    """Raises NotAllTold, BreachIsClosed."""
    _refuse_closed(breach)
    if breach.persons_told_at is None or breach.authority_told_at is None:
        raise NotAllTold
    event = BreachClosed(hours=int((at - breach.noticed_at) / timedelta(hours=1)))
    BREACH.move(breach, "close", at=at, actor=actor, event=event, closed_at=at)


def breach_of(mall: Mall, breach: UUID) -> Breach:
    """A breach of a mall that the caller has opened the door to. Raises NotFound."""
    found = Breach.objects.filter(pk=breach, mall=mall).select_related("mall").first()
    if found is None:
        raise NotFound
    return found


def breaches_of(mall: Mall) -> tuple[Breach, ...]:
    """Open ones first, then the newest; one query."""
    rows = Breach.objects.filter(mall=mall).select_related("mall").order_by("-noticed_at", "pk")
    return tuple(sorted(rows, key=lambda row: row.state != BreachState.OPEN))


def clock_of(breach: Breach, at: datetime) -> BreachClock:
    """Where the 72 hours stand. They stop with the later of the two that are told."""
    told = (breach.persons_told_at, breach.authority_told_at)
    ended = max((one for one in told if one), default=at) if all(told) else None
    return BreachClock(breach.due_at, None if ended else breach.due_at - at, (ended or at) > breach.due_at)


def _refuse_future(instant: datetime, at: datetime) -> None:
    if instant > at:
        raise NoticedInFuture


def _refuse_closed(breach: Breach) -> None:
    if breach.state == BreachState.CLOSED:
        raise BreachIsClosed


def _columns(facts: BreachFacts) -> Mapping[str, Any]:
    return {
        "noticed_at": facts.noticed_at, "happened": facts.happened, "kinds": facts.kinds, "persons": facts.persons,
        "persons_count": facts.persons_count, "measures": facts.measures,
    }  # fmt: skip


def _write(breach: Breach, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(breach, name, value)
    breach.save(update_fields=list(changes))
