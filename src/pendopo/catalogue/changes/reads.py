"""What pages show of changes: the history of a thing, and what is planned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from pendopo.accounts.models import User
from pendopo.catalogue.changes.reach import OF_AN_AGENCY, Reach, is_within
from pendopo.catalogue.changes.steps import from_json
from pendopo.catalogue.changes.things import KINDS, ThingKind
from pendopo.catalogue.models import Change, ChangeState
from pendopo.directory.models import Mall
from pendopo.kernel.errors import NotFound

_LISTED = 40
_LATEST = 12
_LOOKED_AT = 300
#: What has not been made, and what could not be.
OPEN = (ChangeState.PLANNED, ChangeState.FAILED)


@dataclass(frozen=True, slots=True)
class Field:
    """One cell before and after, as the workbook writes it; None is empty. `row` names the row where there are several."""

    sheet: str
    heading: str
    row: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A change with who wrote it. `undone` by a later one; `back` takes one back itself; `name` is what the thing is called."""

    id: UUID
    kind: ThingKind
    target: str
    name: str
    state: str
    state_word: str
    who: str
    written_at: datetime
    effective_date: date | None
    fields: tuple[Field, ...]
    undone: bool
    back: bool
    #: Codes of the agencies to which the writer's hand was bound; empty: the whole mall.
    within: str = ""

    @property
    def can_be_undone(self) -> bool:
        return self.state == ChangeState.MADE and not self.undone

    @property
    def waits(self) -> bool:
        return self.state == ChangeState.PLANNED


def change_of(mall: Mall, change: UUID, at: datetime, reach: Reach) -> Change:
    """A change of a mall that the caller has opened the door to. Raises NotFound for what the hand does not reach."""
    found = Change.objects.filter(pk=change, mall=mall).select_related("mall").first()
    if found is None or not is_within(mall, found, at, reach):
        raise NotFound
    return found


def history_of_thing(mall: Mall, kind: ThingKind, target: str, at: datetime, reach: Reach) -> tuple[ChangeCard, ...]:
    """Newest first, the latest forty; two queries for who reaches the whole mall."""
    return _within(mall, Change.objects.filter(mall=mall, kind=kind.code, target=target), at, reach)


def latest_changes(mall: Mall, at: datetime, reach: Reach) -> tuple[ChangeCard, ...]:
    """Of all things in reach, what has been made; two queries and one for names."""
    return _within(mall, Change.objects.filter(mall=mall, state=ChangeState.MADE), at, reach)[:_LATEST]


def changes_by_page(mall: Mall, page: int) -> tuple[tuple[ChangeCard, ...], bool]:
    """Everything that was ever written by hand, newest first, forty a page from 0 on; and whether there is a next page."""
    first = max(page, 0) * _LISTED
    cards = _cards(Change.objects.filter(mall=mall), first=first, most=_LISTED + 1)
    return cards[:_LISTED], len(cards) > _LISTED


def open_changes(mall: Mall, at: datetime, reach: Reach) -> tuple[ChangeCard, ...]:
    """What waits for its day, and what failed; the nearest day first."""
    cards = _within(mall, Change.objects.filter(mall=mall, state__in=OPEN), at, reach)
    return tuple(sorted(cards, key=lambda card: card.effective_date or date.min))


def _within(mall: Mall, changes: QuerySet[Change], at: datetime, reach: Reach) -> tuple[ChangeCard, ...]:
    """For the head of an agency each is looked at by itself, of the latest few hundred."""
    if reach.agencies is None:
        return _cards(changes)
    own = changes.filter(kind__in=OF_AN_AGENCY).select_related("mall").order_by("-written_at", "-pk")[:_LOOKED_AT]
    seen: dict[tuple[str, str], bool] = {}
    mine = []
    for change in own:
        thing = (change.kind, change.target)
        if change.kind == "petugas" or thing not in seen:
            seen[thing] = is_within(mall, change, at, reach)
        if seen[thing]:
            mine.append(change.pk)
    return _cards(Change.objects.filter(pk__in=mine[:_LISTED]))


def _cards(changes: QuerySet[Change], *, first: int = 0, most: int = _LISTED) -> tuple[ChangeCard, ...]:
    undone = Change.objects.filter(undoes=OuterRef("pk"), state=ChangeState.MADE)
    rows: Sequence[Any] = list(changes.annotate(undone=Exists(undone)).order_by("-written_at", "-pk")[first : first + most])
    names = _names(rows)
    return tuple(
        ChangeCard(
            row.id, KINDS[row.kind], row.target, names.get(row.target, "") or row.target, row.state,
            str(ChangeState(row.state).label), names.get(row.written_by.partition(":")[2], ""), row.written_at,
            row.effective_date, tuple(_fields(row)), row.undone, row.undoes_id is not None, row.within,
        )
        for row in rows
    )  # fmt: skip


def _names(rows: Iterable[Change]) -> Mapping[str, str]:
    """Of those who wrote, and of those whose posts changed; by id as text."""
    ids = {row.written_by.partition(":")[2] for row in rows if row.written_by.startswith("officer:")}
    ids |= {row.target for row in rows if row.kind == "petugas" and "@" not in row.target}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def _fields(change: Change) -> Iterable[Field]:
    for step in from_json(change.steps):
        row = " · ".join(str(value) for value in step.row.values() if value not in (None, "", change.target))
        headings = step.after or step.before or {}
        for heading in headings:
            if heading in step.row and (step.before is None or step.after is None):
                continue
            yield Field(step.sheet, heading, row, (step.before or {}).get(heading), (step.after or {}).get(heading))
        if set(headings) <= set(step.row):
            yield Field(step.sheet, "", row, None if step.before is None else row, None if step.after is None else row)
