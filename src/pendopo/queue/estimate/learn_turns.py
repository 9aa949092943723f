"""Learn from the day how long turns last, so that estimates follow it. The worker does so every minute."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.kernel.transactions import writing
from pendopo.queue.estimate.batches import batched
from pendopo.queue.estimate.promised import kept_promises
from pendopo.queue.estimate.turn_times import Key, Stay, Turn, longest, turns_of
from pendopo.queue.models import Ticket, TicketState, TurnsSeen

# What a day that is over still counts when the next one begins: half of it is gone after two or three working days.
FADE = 0.75
# Sums so small say nothing any more.
_FADED = 0.05
_SUMS = ["business_date", "kept_turns", "kept_minutes", "kept_squares", "day_turns", "day_minutes", "day_squares"]

#: Counter, line and service; turns name them as keys of any kind.
Place = tuple[Any, Any, Any]


class Sums(NamedTuple):
    turns: float = 0.0
    minutes: float = 0.0
    squares: float = 0.0

    def plus(self, other: "Sums") -> "Sums":
        return Sums(self.turns + other.turns, self.minutes + other.minutes, self.squares + other.squares)

    def times(self, share: float) -> "Sums":
        return Sums(self.turns * share, self.minutes * share, self.squares * share)


def learn_turns(*, mall: Mall, at: datetime) -> int:
    """Bring the mall's `TurnsSeen` up to the day; returns how many rows changed. It may be done again at any time.

    Three queries, and one more for each older day that no turn of today has followed yet.
    """
    today = business_date(at, mall.time_zone)
    rows: dict[Place, TurnsSeen] = {
        (row.counter_id, row.line_id, row.service_id): row for row in TurnsSeen.objects.filter(mall=mall)
    }
    promises = _promises(mall, today)
    seen_today = sums_of_day(mall, today, promises)
    changed = _begin_day(mall, rows, today, promises) if seen_today else set()
    made = []
    for place, sums in seen_today.items():
        row = rows.get(place)
        if row is None:
            counter, line, service = place
            row = TurnsSeen(mall=mall, counter_id=counter, line_id=line, service_id=service, business_date=today)
            made.append(row)
        elif _of_day(row) != sums:
            changed.add(place)
        row.day_turns, row.day_minutes, row.day_squares = sums
    _write(rows, changed, made)
    return len(changed) + len(made)


def _write(rows: Mapping[Place, TurnsSeen], changed: Iterable[Place], made: list[TurnsSeen]) -> None:
    kept = [rows[place] for place in changed]
    gone = [row.pk for row in kept if row.kept_turns + row.day_turns < _FADED]
    with writing():
        TurnsSeen.objects.bulk_create(made)
        TurnsSeen.objects.filter(pk__in=gone).delete()
    for few in batched([row for row in kept if row.pk not in gone]):
        # Row by row it is whole, so whoever is interrupted goes on where this stopped.
        with writing():
            TurnsSeen.objects.bulk_update(few, _SUMS)


def sums_of_day(mall: Mall, day: date, promises: Mapping[Key, float]) -> dict[Place, Sums]:
    """The day's turns by counter, line and service; rehearsals do not count. One query."""
    return add_up(turns_of(_stays(mall, day)), promises)


def add_up(turns: Iterable[Turn], promises: Mapping[Key, float]) -> dict[Place, Sums]:
    found: defaultdict[Place, Sums] = defaultdict(Sums)
    for turn in turns:
        minutes = min(turn.minutes, longest(promises.get(turn.service) or promises.get(turn.line) or 10.0))
        place = (turn.counter, turn.line, turn.service)
        found[place] = found[place].plus(Sums(1, minutes, minutes**2))
    return dict(found)


def _stays(mall: Mall, day: date) -> Iterable[Stay]:
    left = Ticket.objects.filter(mall=mall, business_date=day, state__in=(TicketState.DONE, TicketState.MISSED))
    rows = left.filter(counter__isnull=False, called_at__isnull=False, visit__rehearsal=False)
    columns = ("counter_id", "line_id", "service_id", "joined_at", "called_at", "finished_at", "missed_at", "state")
    for counter, line, service, joined_at, called_at, finished_at, missed_at, state in rows.order_by().values_list(*columns):
        left_at = finished_at if state == TicketState.DONE else missed_at
        if left_at and left_at >= called_at:
            yield Stay(counter, line, service, joined_at, called_at, left_at)


def _begin_day(mall: Mall, rows: Mapping[Place, TurnsSeen], today: date, promises: Mapping[Key, float]) -> set[Place]:
    """Put the days before today, once they are over, among what is kept."""
    older = {row.business_date for row in rows.values() if row.business_date < today}
    whole = {day: sums_of_day(mall, day, promises) for day in sorted(older)}
    begun = set()
    for place, row in rows.items():
        if row.business_date >= today:
            continue
        day = whole[row.business_date].get(place, Sums(*_of_day(row)))
        kept = Sums(row.kept_turns, row.kept_minutes, row.kept_squares).plus(day).times(FADE)
        row.kept_turns, row.kept_minutes, row.kept_squares = kept
        row.day_turns = row.day_minutes = row.day_squares = 0.0
        row.business_date = today
        begun.add(place)
    return begun


def _of_day(row: TurnsSeen) -> tuple[float, float, float]:
    return row.day_turns, row.day_minutes, row.day_squares


def _promises(mall: Mall, today: date) -> Mapping[Key, float]:
    """Promised minutes of services, and of lines for services without a standard."""
    lines = Line.objects.filter(mall=mall).values_list("id", "service_minutes")
    return {**{line: float(minutes) for line, minutes in lines}, **{k: float(m) for k, m in kept_promises(mall, today).items()}}
