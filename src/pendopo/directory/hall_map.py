"""The map of the hall as screens draw it: over the administrator's picture, or, without one, a scheme of zones.

What is looked for (`goal`) and where one stands (`here`) are marked by whoever asks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from pendopo.directory.hall_drawing import Drawing, Mark, facility_letters
from pendopo.directory.hall_scheme import schemes
from pendopo.directory.models import Counter, Direction, Facility, FloorPlan, Mall, PlanMark, Zone


@dataclass(frozen=True, slots=True)
class PlaceInWords:
    """A place in words, for whoever cannot see the map: "Loket 3": "Zona A, ke kiri.", and what the mall itself says of it:
    "Kependudukan. Dekat musala.".
    """

    name: str
    words: str
    own: str


@dataclass(frozen=True, slots=True)
class HallMap:
    """The floors on which something is looked for come first."""

    drawings: tuple[Drawing, ...]
    directions: tuple[PlaceInWords, ...]

    @property
    def to_scale(self) -> bool:
        return any(drawing.picture for drawing in self.drawings)


def hall_map(mall: Mall, *, here: UUID | None = None, goals: Collection[str] = ()) -> HallMap:
    """`here` is the device that asks, `goals` are numbers of counters. Five queries."""
    counters = tuple(
        Counter.objects.filter(mall=mall, active=True).select_related("zone__site").order_by("zone__letter", "number", "pk")
    )
    drawings = _drawn(mall) or schemes(
        tuple(Zone.objects.filter(mall=mall).select_related("site").order_by("letter")), counters,
        tuple(Facility.objects.filter(mall=mall).select_related("site").order_by("name", "code")),
    )  # fmt: skip
    wanted = frozenset(goals)
    marked = [_marked(drawing, here, wanted) for drawing in drawings]
    marked.sort(key=lambda drawing: not any(mark.goal for mark in drawing.marks))
    chosen = sorted((one for one in counters if one.number in wanted), key=lambda one: one.number.zfill(6))
    return HallMap(tuple(marked), tuple(_direction(counter) for counter in chosen))


def _marked(drawing: Drawing, here: UUID | None, wanted: Collection[str]) -> Drawing:
    marks = tuple(
        replace(mark, here=here is not None and mark.target == here, goal=mark.kind == "counter" and mark.label in wanted)
        for mark in drawing.marks
    )
    # What is looked for is drawn last, over its neighbours.
    return replace(drawing, marks=tuple(sorted(marks, key=lambda mark: (mark.here, mark.goal))))


def _drawn(mall: Mall) -> tuple[Drawing, ...]:
    plans = FloorPlan.objects.filter(mall=mall).order_by("name", "pk")
    marks: dict[UUID, list[PlanMark]] = {}
    for mark in (
        PlanMark.objects.filter(plan__mall=mall).select_related("counter__zone", "device", "facility").order_by("pk")
    ):  # fmt: skip
        marks.setdefault(mark.plan_id, []).append(mark)
    return tuple(drawing_of(plan, marks.get(plan.pk, [])) for plan in plans)


def drawing_of(plan: FloorPlan, marks: Collection[PlanMark]) -> Drawing:
    shown = [mark for mark in marks if mark.counter is None or mark.counter.active]
    letters = facility_letters(mark.facility_id for mark in shown if mark.facility_id)
    way = " ".join(f"{x * plan.width // 1000},{y * plan.height // 1000}" for x, y in plan.step_free)
    return Drawing(
        plan.name, plan.width, plan.height, plan.picture, (), tuple(_mark(plan, mark, letters) for mark in shown), way
    )


def _mark(plan: FloorPlan, mark: PlanMark, letters: Mapping[UUID, str]) -> Mark:
    x, y = mark.x * plan.width // 1000, mark.y * plan.height // 1000
    if mark.counter:
        name = _("Counter %(number)s") % {"number": mark.counter.number}
        return Mark(mark.kind, mark.counter.number, name, x, y, mark.counter.zone.letter, mark.counter_id)
    if mark.facility:
        return Mark(mark.kind, letters[mark.facility.id], mark.facility.name, x, y, target=mark.facility_id)
    if mark.device:
        return Mark(mark.kind, "K", mark.device.name, x, y, target=mark.device_id)
    return Mark(mark.kind, "", _("Entrance"), x, y)


def _direction(counter: Counter) -> PlaceInWords:
    zone = counter.zone
    parts = [_("Zone %(letter)s") % {"letter": zone.letter}]
    if zone.floor:
        parts.append(_("floor %(floor)s") % {"floor": zone.floor})
    parts.append(str(Direction(counter.direction).label))
    own = " ".join(f"{hint.rstrip('.')}." for hint in (zone.name, zone.hint, counter.hint) if hint)
    return PlaceInWords(_("Counter %(number)s") % {"number": counter.number}, ", ".join(parts) + ".", own)
