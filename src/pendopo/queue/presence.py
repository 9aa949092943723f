"""Who is there: one answer for the manager, kiosk, portal, phone and estimate, computed when it is asked for.

A counter is judged by its lease, by when its browser was last heard from, and by when somebody is expected there
(`directory.schedule`: hours and roster). Nothing is stored and nothing waits for a job, so a counter that should be open and is
not is shown as soon as anybody looks.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from pendopo.appointments.attendance import BY_HAND_GONE_AFTER, GONE_AFTER
from pendopo.directory.open_state import OpenState
from pendopo.directory.schedule import Schedule
from pendopo.queue.lifecycle import LeaseState


class Held(NamedTuple):
    """A lease that is not closed. `heard_at` is the browser's last sign of life, `changed_at` the last press about the lease.

    `by_hand`: the browser has no JavaScript, so that its signs of life are presses and pages; it is waited for longer.
    """

    paused: bool
    opened_at: datetime
    changed_at: datetime
    heard_at: datetime
    back_at: datetime | None
    by_hand: bool = False

    @property
    def patience(self) -> timedelta:
        return BY_HAND_GONE_AFTER if self.by_hand else GONE_AFTER

    @property
    def last_heard(self) -> datetime:
        return max(self.heard_at, self.changed_at)

    def there(self, at: datetime, *, visitor: bool = False) -> bool:
        """Whether its officer is taken to be there, or away for an announced while. Who has a visitor in front of them is."""
        last = max(self.heard_at, self.changed_at, self.back_at if self.paused and self.back_at else self.changed_at)
        return visitor or last > at - self.patience

    def quiet_since(self, at: datetime) -> datetime | None:
        """Since when nothing was heard of who is taken to be there all the same; None for who is heard from."""
        return self.last_heard if self.last_heard <= at - GONE_AFTER else None

    def away(self, at: datetime) -> bool:
        """Paused, and the announced return is not past."""
        return self.paused and (self.back_at is None or self.back_at > at)


class Lease(Protocol):
    """What is read of a row of `DeskLease`."""

    state: str
    opened_at: datetime
    changed_at: datetime
    seen_at: datetime
    back_at: datetime | None
    by_hand: bool


def held(lease: Lease) -> Held:
    return Held(
        lease.state == LeaseState.PAUSED, lease.opened_at, lease.changed_at, lease.seen_at, lease.back_at, lease.by_hand
    )


class Presence(StrEnum):
    """OPEN: somebody is there. ABSENT: somebody should be. OFF: nobody is expected now."""

    OPEN = "open"
    PAUSED = "paused"
    ABSENT = "absent"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class CounterPresence:
    """One counter now. `since`: open or paused since; absent, since when somebody should have been there.

    `silent`: it was opened, and its browser was not heard from for a while. `comes_at`: off, when somebody is expected next.
    `quiet_since`: open, and nothing was pressed since then at a browser that cannot speak up by itself.
    `door` is the counter's own state with its reason.
    """

    counter: UUID
    state: Presence
    since: datetime | None
    back_at: datetime | None
    silent: bool
    comes_at: datetime | None
    door: OpenState
    quiet_since: datetime | None = None

    @property
    def attended(self) -> bool:
        return self.state in (Presence.OPEN, Presence.PAUSED)


def counter_presence(
    counter: UUID,
    schedule: Schedule,
    at: datetime,
    *,
    lease: Held | None,
    visitor: bool = False,
    closed_at: datetime | None = None,
) -> CounterPresence:
    """`closed_at` is when it was last closed today. Instants are in the mall's time zone."""
    door = schedule.state(at, counter_id=counter)
    if lease is not None and lease.there(at, visitor=visitor):
        if lease.away(at):
            return CounterPresence(counter, Presence.PAUSED, lease.changed_at, lease.back_at, False, None, door)
        quiet = lease.quiet_since(at) if lease.by_hand and not visitor else None
        return CounterPresence(counter, Presence.OPEN, lease.opened_at, None, False, None, door, quiet)
    should_since = _expected_since(schedule, counter, at)
    if should_since is None:
        return CounterPresence(counter, Presence.OFF, None, None, lease is not None, schedule.next_expected(at, counter), door)
    left_at = max(lease.heard_at, lease.changed_at) if lease else closed_at
    since = max(should_since, left_at.astimezone(schedule.tzinfo)) if left_at else should_since
    return CounterPresence(counter, Presence.ABSENT, since, None, lease is not None, None, door)


def _expected_since(schedule: Schedule, counter: UUID, at: datetime) -> datetime | None:
    """Since when somebody should be at the counter; None when nobody should be there now."""
    for span in schedule.expected(schedule.business_date(at), counter):
        if span.opens_at <= at < span.closes_at:
            return span.opens_at
    return None


class Attendance(StrEnum):
    """A line's counters together: somebody serves, is away for a while, is late, comes later, or nobody comes today."""

    SERVED = "served"
    AWAY = "away"
    LATE = "late"
    COMING = "coming"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class LinePresence:
    """`at`: away, when the first is back (if that is known); late, since when somebody should be there; else the next arrival."""

    kind: Attendance
    at: datetime | None = None


SERVED = LinePresence(Attendance.SERVED)


def line_presence(counters: Iterable[CounterPresence], at: datetime, schedule: Schedule) -> LinePresence:
    """What visitors of a line that these counters serve must know. A line of which no counter is known is not judged."""
    found = list(counters)
    if not found:
        return LinePresence(Attendance.LATE)
    if any(one.state is Presence.OPEN for one in found):
        return SERVED
    if any(one.state is Presence.PAUSED for one in found):
        return LinePresence(Attendance.AWAY, _first(one.back_at for one in found))
    if any(one.state is Presence.ABSENT for one in found):
        return LinePresence(Attendance.LATE, _first(one.since for one in found if one.state is Presence.ABSENT))
    comes_at = _first(one.comes_at for one in found)
    today = comes_at is not None and schedule.business_date(comes_at) == schedule.business_date(at)
    return LinePresence(Attendance.COMING if today else Attendance.NOBODY, comes_at)


def _first(instants: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)


class LinePresences:
    """The presence of each line asked for; each counter is judged once."""

    def __init__(self, schedule: Schedule, at: datetime, *, leases: Mapping[Hashable, Held], busy: Iterable[Hashable]) -> None:
        """`leases` and `busy` (counters with a visitor) by counter."""
        self._schedule, self._at = schedule, at
        self._leases, self._busy = leases, frozenset(busy)
        self._judged: dict[Hashable, CounterPresence] = {}

    def of(self, counters: Iterable[Hashable]) -> LinePresence:
        return line_presence((self._counter(counter) for counter in counters), self._at, self._schedule)

    def _counter(self, key: Hashable) -> CounterPresence:
        if key not in self._judged:
            counter = key if isinstance(key, UUID) else UUID(str(key))
            self._judged[key] = counter_presence(
                counter, self._schedule, self._at, lease=self._leases.get(key), visitor=key in self._busy
            )
        return self._judged[key]
