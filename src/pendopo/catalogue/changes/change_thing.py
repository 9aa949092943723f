"""Change one thing of the master data: at once, or from a day on; and take a change back."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.changes.lifecycle import CHANGE
from pendopo.catalogue.changes.planning import ThingPlan, ThingRefused, Wanted, plan_thing
from pendopo.catalogue.changes.reach import Reach, narrowed, reach_of, with_what_others_have
from pendopo.catalogue.changes.steps import Overtaken, as_json, carried_out, fingerprint, from_json, turned_round
from pendopo.catalogue.changes.thing import Thing, read_thing
from pendopo.catalogue.changes.things import ThingKind, kind_of, target_of
from pendopo.catalogue.events import ChangeCancelled, ChangeFailed, ChangeMade, ChangePlanned
from pendopo.catalogue.models import Change, ChangeState
from pendopo.catalogue.workbook.writing import PlanOutdated, result_of, write_rows
from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.kernel.clock import business_date, zone
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import uuid7
from pendopo.kernel.transactions import one_transaction

_ATTEMPTS = 4
_FURTHEST_DAYS = 731


class NothingChanged(DomainError):
    code = "catalogue.nothing_changed"
    message = _("Everything stands there already; nothing was changed.")


class DayNotToCome(DomainError):
    code = "catalogue.day_not_to_come"
    status = 422
    message = _("Please choose a day from tomorrow on, within two years.")


def change_thing(
    *, mall: Mall, kind: ThingKind, target: str, wanted: Wanted, seen: str, at: datetime, actor: str, reach: Reach,
    on: date | None = None,
) -> Change:  # fmt: skip
    """`wanted` are all rows the thing shall have, as far as the hand reaches; `seen` is the state that whoever writes had before
    the eyes (`Thing.seen`).

    With a day `on` it holds from that day's first minute, in the mall's own time. Raises ThingRefused, Overtaken, NothingChanged,
    DayNotToCome. After a change that is made, call `queue.follow_master_data`.
    """

    def plan(now: Mall) -> ThingPlan:
        thing = read_thing(now, kind, target, at)
        if narrowed(now, thing, reach).seen != seen:
            raise Overtaken
        return plan_thing(now, kind, thing.owner, with_what_others_have(thing, wanted, reach), at, reach=reach)

    return _written(mall, kind, target, at, actor, plan, reach=reach, on=on)


def make_thing(
    *, mall: Mall, kind: ThingKind, owner: object, wanted: Wanted, at: datetime, actor: str, reach: Reach,
) -> Change:  # fmt: skip
    """A thing that is not there yet. Raises ThingRefused."""
    return _written(
        mall, kind, str(owner), at, actor,
        lambda now: plan_thing(now, kind, owner, wanted, at, reach=reach, new=True), reach=reach, owner=owner,
    )  # fmt: skip


def undo_change(*, change: Change, at: datetime, actor: str, reach: Reach) -> Change:
    """A change back, if nobody changed the same places since. Raises Overtaken."""
    if change.state != ChangeState.MADE or change.undone_by.filter(state=ChangeState.MADE).exists():
        raise Overtaken
    steps = turned_round(from_json(change.steps))
    return _written(
        change.mall, kind_of(change.kind), change.target, at, actor,
        lambda now: _planned(now, change, steps, at, reach, strictly=True), reach=reach, undoes=change,
    )  # fmt: skip


@one_transaction
def cancel_change(*, change: Change, at: datetime, actor: str) -> None:
    """Call off what has not been made. Raises AlreadyMoved."""
    CHANGE.move(change, "cancel", at=at, actor=actor, event=ChangeCancelled(change.kind))


def make_due_change(*, change: Change, at: datetime, may_give: Collection[str]) -> bool:
    """Make a planned change whose day has come; returns whether it could be made. What does not fit any more fails, and says so.

    What the head of an agency planned still touches that agency alone.
    """
    try:
        _make(change, at, change.written_by, reach_of(change.within, may_give), strictly=False)
    except (Overtaken, NotFound, ThingRefused) as refusal:
        _fail(change, at, refusal.code)
        return False
    except IntegrityError:
        # The rows do not fit together, whoever asks: it must not stand in the way of the changes after it.
        _fail(change, at, "catalogue.does_not_fit")
        return False
    return True


@one_transaction
def _fail(change: Change, at: datetime, reason: str) -> None:
    CHANGE.move(change, "fail", at=at, actor="system", event=ChangeFailed(change.kind, reason))


def _make(change: Change, at: datetime, actor: str, reach: Reach, *, strictly: bool) -> None:
    steps = from_json(change.steps)
    for attempt in range(1, _ATTEMPTS + 1):
        mall = Mall.objects.get(pk=change.mall_id)
        planned = _planned(mall, change, steps, at, reach, strictly=strictly)
        try:
            _carry_out(change, planned, at, actor)
            return
        except (PlanOutdated, IntegrityError):
            # In memory it has been made; in the tables nothing happened.
            change.refresh_from_db()
            if attempt == _ATTEMPTS:
                raise


@one_transaction
def _carry_out(change: Change, planned: ThingPlan, at: datetime, actor: str) -> None:
    fields = _fields(planned)
    event = ChangeMade(change.kind, _thing_id(planned), fields, fingerprint(from_json(change.steps)), None)
    CHANGE.move(change, "make", at=at, actor=actor, event=event)
    _write(planned, at)


def _planned(mall: Mall, change: Change, steps: tuple[object, ...], at: datetime, reach: Reach, *, strictly: bool) -> ThingPlan:
    kind = kind_of(change.kind)
    thing, gone = _thing_or_nothing(mall, kind, change.target, at)
    rows = carried_out(thing.rows if thing else {s.sheet.name: () for s in kind.sections}, steps, strictly=strictly)  # type: ignore[arg-type]
    owner = thing.owner if thing else gone
    return plan_thing(mall, kind, owner, _with_names(kind, rows, thing), at, reach=reach)


def _thing_or_nothing(mall: Mall, kind: ThingKind, target: str, at: datetime) -> tuple[Thing | None, object]:
    """What was deleted may be brought back; then only its name is known."""
    try:
        return read_thing(mall, kind, target, at), None
    except NotFound:
        if kind.main is None:
            raise
        return None, target


def _with_names(kind: ThingKind, rows: dict[str, list[dict[str, object]]], thing: Thing | None) -> Wanted:
    """Steps leave out who a person is; the rows need it."""
    if kind.code != "petugas" or thing is None:
        return rows
    return {sheet: [{**row, "Surel": thing.owner, "Nama": thing.name} for row in of_sheet] for sheet, of_sheet in rows.items()}


def _written(
    mall: Mall, kind: ThingKind, target: str, at: datetime, actor: str, plan: Callable[[Mall], ThingPlan], *,
    reach: Reach, on: date | None = None, undoes: Change | None = None, owner: object = None,
) -> Change:  # fmt: skip
    """Plan against what is stored now and write it; who was overtaken between the two plans again."""
    if on is not None and not 0 < (on - business_date(at, mall.time_zone)).days <= _FURTHEST_DAYS:
        raise DayNotToCome
    for attempt in range(1, _ATTEMPTS + 1):
        planned = plan(Mall.objects.get(pk=mall.pk))
        if not planned.steps and not _touched(planned):
            raise NothingChanged
        change = Change(
            id=uuid7(), mall=mall, kind=kind.code, target=target, steps=as_json(planned.steps), written_at=at, changed_at=at,
            written_by=actor, effective_date=on, undoes=undoes, due_at=first_minute(mall, on) if on else None,
            within=reach.written,
        )  # fmt: skip
        try:
            return _save(change, planned, at, actor, owner=owner)
        except (PlanOutdated, IntegrityError):
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


@one_transaction
def _save(change: Change, planned: ThingPlan, at: datetime, actor: str, *, owner: object) -> Change:
    steps = from_json(change.steps)
    fields = _fields(planned)
    event: ChangeMade | ChangePlanned
    if change.effective_date is not None:
        change.state = ChangeState.PLANNED
        event = ChangePlanned(change.kind, fields, fingerprint(steps), change.effective_date)
    else:
        change.state = ChangeState.MADE
        _write(planned, at)
        if owner is not None:
            # A person has an id only now.
            change.target = target_of(kind_of(change.kind), owner)
        event = ChangeMade(change.kind, _thing_id(planned), fields, fingerprint(steps), change.undoes_id)
    change.save(force_insert=True)
    append(event, mall=change.mall_id, subject=change.id, at=at, actor=actor)
    return change


def _write(planned: ThingPlan, at: datetime) -> None:
    touched = [one for one in planned.plan.sheets if result_of(one, remove_missing=True).touched]
    write_rows(planned.plan, touched, remove_missing=True, at=at)


def _touched(planned: ThingPlan) -> bool:
    """Also where only a person's name is other, which no step tells."""
    return any(result_of(one, remove_missing=True).touched for one in planned.plan.sheets)


def _fields(planned: ThingPlan) -> tuple[str, ...]:
    return tuple(sorted({field for step in planned.steps for field in step.fields}))


def _thing_id(planned: ThingPlan) -> UUID | None:
    """The id of the thing's own row, where it is one of those that change."""
    first = planned.plan.sheets[0]
    if first.name in ("Jam", "Petugas"):
        return None
    found = [*(pk for pk, _row in (*first.added, *first.changed)), *(row.pk for row in first.missing)]
    return found[0] if found else None


def first_minute(mall: Mall, day: date) -> datetime:
    """When a day begins in the mall."""
    return datetime.combine(day, time(), tzinfo=zone(mall.time_zone))
