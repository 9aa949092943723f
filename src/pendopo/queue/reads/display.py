"""What a zone's display shows. Numbers, counters and directions only: never a name, never a service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from pendopo.directory.models import Counter, Mall, Zone
from pendopo.directory.open_state import OpenKind, OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.schedule import Schedule, Span
from pendopo.journal.models import Event
from pendopo.kernel.errors import NotFound
from pendopo.queue.board import CALLS, call_of
from pendopo.queue.models import Ticket

#: The latest call, and the list below it.
LATEST, EARLIER = 1, 7
#: A call older than this is shown, but never announced again.
STALE_AFTER = timedelta(seconds=60)
# Enough of the day's last called tickets to find the latest call of a quiet zone among those of a busy one.
_LAST_CALLED = 150


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A number and where it goes. `direction` is left, ahead or right; `again` marks a repeated call.

    `position` is the journal's, 0 while the relay has not given it.
    """

    position: int
    at: datetime
    number: str
    counter: str
    direction: str
    hint: str
    again: bool


@dataclass(frozen=True, slots=True)
class OtherZone:
    """The last call of another zone; `number` is empty when nobody was called there yet."""

    zone: UUID
    letter: str
    number: str
    counter: str


@dataclass(frozen=True, slots=True)
class NextBreak:
    """The next time today at which nobody serves for a while."""

    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DisplayBoard:
    """Everything the display of one zone shows, ready to print."""

    mall_name: str
    zone: UUID
    letter: str
    zone_name: str
    counters: tuple[str, ...]
    latest: ShownCall | None
    earlier: tuple[ShownCall, ...]
    others: tuple[OtherZone, ...]
    state: OpenState
    hours: Span | None
    next_break: NextBreak | None
    today: date

    def fresh(self, at: datetime) -> bool:
        """Whether the latest call is so young that it may still be announced."""
        return self.latest is not None and at - self.latest.at <= STALE_AFTER


@dataclass(frozen=True, slots=True)
class CounterWay:
    """How to walk to a counter of this zone."""

    direction: str
    hint: str


def display_board(mall: Mall, zone: Zone | None, at: datetime) -> DisplayBoard:
    """Three queries beyond the kept schedule. Raises NotFound when the display has no zone."""
    if zone is None:
        raise NotFound
    zones = dict(Zone.objects.filter(mall=mall).order_by("letter").values_list("id", "letter"))
    ways = counter_ways(zone)
    schedule = kept_schedule_of(mall)
    today = schedule.business_date(at)
    calls = _last_calls(mall, today, zones)
    here = [_shown(call, ways) for call in calls.get(zone.id, ())][: LATEST + EARLIER]
    return DisplayBoard(
        mall_name=mall.name, zone=zone.id, letter=zone.letter, zone_name=zone.name, counters=tuple(ways),
        latest=here[0] if here else None, earlier=tuple(here[1:]), others=_others(zone, zones, calls),
        state=schedule.state(at), hours=schedule.span(today), next_break=_next_break(schedule, at), today=today,
    )  # fmt: skip


def _next_break(schedule: Schedule, at: datetime) -> NextBreak | None:
    now = schedule.state(at)
    if not now.is_open or now.until is None or now.until == now.closes_at:
        return None
    then = schedule.state(now.until)
    return NextBreak(now.until, then.until, str(then.reason)) if then.kind is OpenKind.BREAK and then.until else None


def counter_ways(zone: Zone) -> Mapping[str, CounterWay]:
    """The zone's counters by what is called out, in their order."""
    rows = Counter.objects.filter(zone=zone, active=True).values_list("number", "direction", "hint")
    return {number: CounterWay(way, hint) for number, way, hint in sorted(rows, key=lambda row: (row[0].zfill(6), row[0]))}


def _last_calls(mall: Mall, today: date, zones: Iterable[UUID]) -> Mapping[UUID, list[Event]]:
    """Today's calls by zone, newest first, each number once: a repeated call stands at its latest place.

    The journal is asked, since a transferred ticket no longer says where it was called.
    """
    last_called = Ticket.objects.filter(mall=mall, business_date=today, called_at__isnull=False).order_by("-recalled_at", "-pk")
    events = Event.objects.filter(subject__in=last_called.values("pk")[:_LAST_CALLED], type__in=CALLS).order_by("-at", "-pk")
    calls: dict[UUID, list[Event]] = {zone: [] for zone in zones}
    seen: set[UUID] = set()
    for event in events:
        zone = UUID(event.facts["zone"])
        if event.subject in seen or zone not in calls:
            continue
        seen.add(event.subject)
        calls[zone].append(event)
    return calls


def _shown(event: Event, ways: Mapping[str, CounterWay]) -> ShownCall:
    call = call_of(event)
    way = ways.get(call.counter_number, CounterWay("ahead", ""))
    return ShownCall(call.position, call.at, call.label, call.counter_number, way.direction, way.hint, call.recall)


def _others(zone: Zone, zones: Mapping[UUID, str], calls: Mapping[UUID, list[Event]]) -> tuple[OtherZone, ...]:
    others = []
    for other, letter in zones.items():
        if other == zone.id:
            continue
        call = call_of(calls[other][0]) if calls[other] else None
        others.append(OtherZone(other, letter, call.label if call else "", call.counter_number if call else ""))
    return tuple(others)
