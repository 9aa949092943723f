"""Draw the plan of a floor: its picture, what stands where, and the way without steps."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from pendopo.directory.events import PlanDrawn
from pendopo.directory.master_data import master_data_changed
from pendopo.directory.models import Counter, Device, Facility, FloorPlan, Mall, MarkKind, PlanMark
from pendopo.directory.models.plan import SIDE
from pendopo.directory.plan_files import pictures
from pendopo.directory.plan_picture import Picture, cleaned
from pendopo.journal.events import append
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction, writing

Point = tuple[int, int]
_LONGEST_WAY = 60


class PlanNameTaken(DomainError):
    code = "directory.plan_name_taken"
    message = _("There is already a plan of this name. Change its picture, or choose another name.")


class BesideThePlan(DomainError):
    code = "directory.beside_the_plan"
    status = 422
    message = _("This place is not on the picture. Both numbers lie between 0 and 1,000.")


def add_plan(*, mall: Mall, name: str, content: bytes, at: datetime, actor: str) -> FloorPlan:
    """A floor with its picture. Raises PlanNameTaken, and what `plan_picture.cleaned` raises."""
    picture = cleaned(content)
    sha256 = pictures.put(picture.content)
    try:
        with writing():
            plan = FloorPlan.objects.create(mall=mall, name=name, picture=sha256, **_facts(picture))
            _record(plan, "picture", at, actor)
    except IntegrityError as error:
        raise PlanNameTaken from error
    return plan


def change_picture(*, plan: FloorPlan, content: bytes, at: datetime, actor: str) -> None:
    """What stands on it stays at its share of width and height. Raises what `plan_picture.cleaned` raises."""
    picture = cleaned(content)
    before, plan.picture = plan.picture, pictures.put(picture.content)
    with writing():
        FloorPlan.objects.filter(pk=plan.pk).update(picture=plan.picture, **_facts(picture))
        _record(plan, "picture", at, actor)
        transaction.on_commit(partial(_drop_if_unused, before))


@one_transaction
def put_mark(
    *, plan: FloorPlan, point: Point, at: datetime, actor: str, counter: Counter | None = None, device: Device | None = None,
    facility: Facility | None = None,
) -> PlanMark:  # fmt: skip
    """What is given stands there now, wherever it stood before; nothing given is one more entrance. Raises BesideThePlan."""
    _refuse_beside([point])
    kinds = {MarkKind.COUNTER: counter, MarkKind.KIOSK: device, MarkKind.FACILITY: facility}
    kind = next((kind for kind, row in kinds.items() if row), MarkKind.ENTRANCE)
    place = {"plan": plan, "kind": kind, "x": point[0], "y": point[1]}
    if kind == MarkKind.ENTRANCE:
        mark = PlanMark.objects.create(**place)
    else:
        # A counter stands in one place only, on whichever floor.
        stands: dict[str, Any] = {"counter": counter, "device": device, "facility": facility}
        mark, _made = PlanMark.objects.update_or_create(**{name: row for name, row in stands.items() if row}, defaults=place)
    _record(plan, "mark", at, actor, marked=mark.counter_id or mark.device_id or mark.facility_id)
    return mark


@one_transaction
def remove_mark(*, mark: PlanMark, at: datetime, actor: str) -> None:
    marked = mark.counter_id or mark.device_id or mark.facility_id
    mark.delete()
    _record(mark.plan, "mark_removed", at, actor, marked=marked)


@one_transaction
def draw_way(*, plan: FloorPlan, points: Sequence[Point], at: datetime, actor: str) -> None:
    """The way without steps, from the entrance on; no point at all takes it away. Raises BesideThePlan."""
    points = list(points[:_LONGEST_WAY])
    _refuse_beside(points)
    plan.step_free = [list(point) for point in points]
    FloorPlan.objects.filter(pk=plan.pk).update(step_free=plan.step_free)
    _record(plan, "way", at, actor)


@one_transaction
def remove_plan(*, plan: FloorPlan, at: datetime, actor: str) -> None:
    _record(plan, "removed", at, actor)
    picture = plan.picture
    FloorPlan.objects.filter(pk=plan.pk).delete()
    transaction.on_commit(partial(_drop_if_unused, picture))


def _facts(picture: Picture) -> dict[str, str | int]:
    return {"media_type": picture.media_type, "width": picture.width, "height": picture.height}


def _record(plan: FloorPlan, part: str, at: datetime, actor: str, *, marked: UUID | None = None) -> None:
    master_data_changed(plan.mall)
    append(PlanDrawn(part=part, marked=marked), mall=plan.mall_id, subject=plan.pk, at=at, actor=actor)


def _refuse_beside(points: Sequence[Point]) -> None:
    if any(not (0 <= x <= SIDE and 0 <= y <= SIDE) for x, y in points):
        raise BesideThePlan


def _drop_if_unused(sha256: str) -> None:
    if not FloorPlan.objects.filter(picture=sha256).exists():
        pictures.drop(sha256)
