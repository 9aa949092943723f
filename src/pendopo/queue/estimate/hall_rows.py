"""The hall as it is now, read for the pass: who waits, who is served, which counters are open. Four queries.

Raw rows on purpose: a full mall has two thousand people waiting, and every screen asks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from pendopo.directory.models import Mall
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.schedule import Schedule
from pendopo.kernel.hot_sql import instant, to_sqlite
from pendopo.queue.estimate.hall_pass import Coming, CounterNow, Part, Person
from pendopo.queue.estimate.likely import LineTurns
from pendopo.queue.estimate.promised import kept_promises
from pendopo.queue.estimate.turn_times import Key, Seen, TurnTimes, remaining, turn_times
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import AT_COUNTER, TicketState
from pendopo.queue.presence import Held, LinePresences
from pendopo.queue.waiting import UNSHOWN_SECONDS

_HERE = ", ".join(f"'{state}'" for state in AT_COUNTER)
_PEOPLE = f"""SELECT id, line_id, service_id, state, rank_at, reserved_for, counter_id, called_at, holds_until, head_start_minutes
    FROM queue_ticket WHERE mall_id = %s AND business_date = %s AND (
        state = '{TicketState.WAITING}' AND (shown_at IS NOT NULL OR taken_at > %s)
        OR state IN ({_HERE}) OR state = '{TicketState.HELD}' AND holds_until > %s AND head_start_minutes > 0)
    ORDER BY rank_at, number, id"""  # noqa: S608 - our own states
_COUNTERS = """SELECT s.counter_id, s.line_id, l.service_minutes FROM catalogue_counterline s
    JOIN catalogue_line l ON l.id = s.line_id AND l.mall_id = %s AND l.active
    JOIN directory_counter c ON c.id = s.counter_id AND c.active ORDER BY s.counter_id, s.line_id"""
_DESKS = f"""SELECT counter_id, officer_id, state, back_at, opened_at, changed_at, seen_at, by_hand FROM queue_desklease
    WHERE mall_id = %s AND business_date = %s AND state <> '{LeaseState.CLOSED}'"""  # noqa: S608 - our own state
_SEEN = """SELECT counter_id, line_id, service_id, kept_turns + day_turns, kept_minutes + day_minutes, kept_squares + day_squares
    FROM queue_turnsseen WHERE mall_id = %s"""

# Of the numbers held from home with a booking's head start, how many come.
_COMES = 0.85
# An officer who is overdue from a pause is expected in so many minutes.
_OVERDUE = 5.0
_MINUTE = timedelta(minutes=1)


class OpenDesk(NamedTuple):
    """A counter that somebody holds and is at (`presence`)."""

    officer: Key
    paused: bool
    back_at: datetime | None
    held: Held


class _Held(NamedTuple):
    """A number that is expected to join its line. Slots of appointments will come in here too."""

    line: Key
    minutes: float
    until: datetime
    head_start: int


@dataclass(frozen=True, slots=True)
class HallNow:
    """What the pass needs, and what screens say beside it. Ids are `key_of` the usual ones; `busy` are counters with a visitor."""

    at: datetime
    counters: tuple[CounterNow, ...]
    people: tuple[Person, ...]
    coming: tuple[Coming, ...]
    desks: Mapping[Key, OpenDesk]
    counters_of: Mapping[Key, Sequence[Key]]
    busy: frozenset[Key]
    times: TurnTimes
    presences: LinePresences

    def turns_of(self, line: Key) -> LineTurns:
        able = self.counters_of.get(line, ())
        serving = sum(1 for counter in self.counters if line in counter.lines)
        return LineTurns(
            minutes=self.times.usual_of(line), spread=self.times.spread(line), doubt=self.times.doubt(line), serving=serving,
            able=len(able),
        )  # fmt: skip


def key_of(id: UUID) -> Key:
    """An id as raw rows hold it."""
    return id if connection.vendor == "postgresql" else id.hex


def read_hall(mall: Mall, at: datetime) -> HallNow:
    """Four queries beyond the kept schedule and the kept standards."""
    schedule = kept_schedule_of(mall)
    today = schedule.business_date(at)
    with connection.cursor() as cursor:
        people = _rows(cursor, _PEOPLE, mall.id, today, at - timedelta(seconds=UNSHOWN_SECONDS), at)
        served = _rows(cursor, _COUNTERS, mall.id)
        desks = {row[0]: _desk(row) for row in _rows(cursor, _DESKS, mall.id, today)}
        seen = [Seen(*row) for row in _rows(cursor, _SEEN, mall.id)]
    times = turn_times(
        of_lines={line: float(minutes) for _counter, line, minutes in served},
        of_services={key_of(service): float(minutes) for service, minutes in kept_promises(mall, today).items()}, seen=seen,
    )  # fmt: skip
    return _hall(at, schedule, people, served, desks, times)


def _rows(cursor: Any, statement: str, *values: Any) -> Sequence[tuple[Any, ...]]:
    cursor.execute(statement, [value if connection.vendor == "postgresql" else to_sqlite(value) for value in values])
    return cursor.fetchall()


def _desk(row: Sequence[Any]) -> OpenDesk:
    _counter, officer, state, back_at, opened_at, changed_at, seen_at, by_hand = row
    paused, back = state == LeaseState.PAUSED, instant(back_at) if back_at else None
    lease = Held(paused, instant(opened_at), instant(changed_at), instant(seen_at), back, bool(by_hand))
    return OpenDesk(officer, paused, back, lease)


def _parts_of(counter: Key, schedule: Schedule, at: datetime) -> tuple[Part, ...]:
    """The times of today in which a counter serves, as minutes from now."""
    counter_id = counter if isinstance(counter, UUID) else UUID(str(counter))
    parts = schedule.parts(schedule.business_date(at), counter_id=counter_id)
    return tuple(((part.opens_at - at) / _MINUTE, (part.closes_at - at) / _MINUTE) for part in parts)


def _comes_by_roster(counter: Key, schedule: Schedule, at: datetime) -> tuple[Part, ...]:
    """The times of today in which a counter will serve where nobody is yet, if a roster promises it. Who is late is not counted on."""
    counter_id = counter if isinstance(counter, UUID) else UUID(str(counter))
    today = schedule.business_date(at)
    if not schedule.rostered(today, counter_id):
        return ()
    expected = schedule.expected(today, counter_id)
    if any(part.opens_at <= at < part.closes_at for part in expected):
        return ()
    parts = tuple(((part.opens_at - at) / _MINUTE, (part.closes_at - at) / _MINUTE) for part in expected)
    return tuple(part for part in parts if part[0] > 0)


def _hall(
    at: datetime, schedule: Schedule, rows: Sequence[tuple[Any, ...]], served: Sequence[tuple[Any, ...]],
    desks: Mapping[Key, OpenDesk], times: TurnTimes,
) -> HallNow:  # fmt: skip
    lines_of: defaultdict[Key, list[Key]] = defaultdict(list)
    counters_of: defaultdict[Key, list[Key]] = defaultdict(list)
    for counter, line, _minutes in served:
        lines_of[counter].append(line)
        counters_of[line].append(counter)
    at_officer = {desk.officer: counter for counter, desk in desks.items()}
    people: list[Person] = []
    held: list[_Held] = []
    residual: dict[Key, float] = {}
    for rank, (ticket, line, service, state, _rank_at, reserved, counter, called_at, holds_until, head_start) in enumerate(
        rows
    ):
        minutes = times.minutes(line, service)
        if state == TicketState.WAITING:
            people.append(Person(ticket, line, rank, minutes, at_officer.get(reserved, reserved)))
        elif state == TicketState.HELD:
            held.append(_Held(line, minutes, instant(holds_until), head_start))
        else:
            elapsed = max(0.0, (at - instant(called_at)) / _MINUTE) if called_at else 0.0
            residual[counter] = remaining(minutes * times.speed(counter), times.spread(line), elapsed)
    presences = LinePresences(schedule, at, leases={counter: desk.held for counter, desk in desks.items()}, busy=residual)
    desks = {counter: desk for counter, desk in desks.items() if desk.held.there(at, visitor=counter in residual)}
    counters = [
        CounterNow(
            id=counter, lines=tuple(lines_of[counter]), free_in=max(residual.get(counter, 0.0), _back_in(desk, at)),
            busy=counter in residual, speed=times.speed(counter), parts=_from(_back_in(desk, at), _parts_of(counter, schedule, at)),
        )
        for counter, desk in sorted(desks.items())
        if not desk.paused or desk.back_at
    ]  # fmt: skip
    counters += [
        CounterNow(id=counter, lines=tuple(lines_of[counter]), free_in=parts[0][0], speed=times.speed(counter), parts=parts)
        for counter in sorted(lines_of.keys() - desks.keys(), key=str)
        if (parts := _comes_by_roster(counter, schedule, at))
    ]
    ranks = [instant(row[4]) for row in rows] if held else []
    coming = tuple(_coming(one, ranks, at) for one in held)
    return HallNow(at, tuple(counters), tuple(people), coming, desks, counters_of, frozenset(residual), times, presences)


def _back_in(desk: OpenDesk, at: datetime) -> float:
    return max(_OVERDUE, (desk.back_at - at) / _MINUTE) if desk.paused and desk.back_at else 0.0


def _from(back_in: float, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """A pause is a break: nobody is called before the officer is back."""
    if not back_in:
        return parts
    return tuple((max(begins, back_in), ends) for begins, ends in parts if ends > back_in) or ((back_in, inf),)


def _coming(held: _Held, ranks: Sequence[datetime], at: datetime) -> Coming:
    """A number held from home: it may check in until its time is over, so half of that is expected.

    Only who joins with a head start comes before people who wait already.
    """
    joins = at + (held.until - at) / 2
    rank = sum(1 for one in ranks if one < joins - timedelta(minutes=held.head_start)) - 0.5
    return Coming(held.line, rank, held.minutes * _COMES, (joins - at) / _MINUTE)
