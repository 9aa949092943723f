"""Whether the mall rehearses now. The journal is the record: the last word about it counts."""

from dataclasses import dataclass
from datetime import date, datetime

from pendopo.directory.models import Mall
from pendopo.journal.events import type_of
from pendopo.journal.models import Event
from pendopo.kernel.clock import business_date, zone
from pendopo.queue.events import RehearsalBegan, RehearsalEnded

_BEGAN, _ENDED = type_of(RehearsalBegan), type_of(RehearsalEnded)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`since` is in the mall's own time; `day` its business date, with which a rehearsal ends at the latest."""

    since: datetime
    day: date
    ended: bool


def rehearsal_of(mall: Mall, at: datetime) -> Rehearsal | None:
    """The rehearsal that runs today, or None. One query."""
    last = last_rehearsal(mall)
    running = last is not None and not last.ended and last.day == business_date(at, mall.time_zone)
    return last if running else None


def last_rehearsal(mall: Mall) -> Rehearsal | None:
    """The latest one, running or over, if there ever was one: the first steps ask. One query."""
    said = Event.objects.filter(subject=mall.id, type__in=(_BEGAN, _ENDED)).order_by("-at", "-id").first()
    if said is None:
        return None
    return Rehearsal(
        said.at.astimezone(zone(mall.time_zone)), date.fromisoformat(said.facts["business_date"]), said.type == _ENDED
    )
