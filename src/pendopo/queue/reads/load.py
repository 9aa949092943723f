"""How busy each line of a mall is now: who waits, who serves, and how long it will take. For every screen that says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.queue.estimate.forecast import Forecast, LineWaits, forecast
from pendopo.queue.estimate.hall_rows import key_of
from pendopo.queue.presence import LinePresence
from pendopo.queue.wait import WaitRange, usual_wait


@dataclass(frozen=True, slots=True)
class LineLoad:
    """One line now. `ahead` is how many wait; `back_at` is the first return that a paused counter announced.

    `presence` says who is there, late or coming. `wait` is for who joins now, `places` for those in the line, foremost first;
    None while no counter serves it nor says when.
    `turn_minutes` is how long a visitor keeps a counter of this line on average.
    """

    line: UUID
    ahead: int
    open_counters: int
    paused_counters: int
    back_at: datetime | None
    presence: LinePresence
    free: bool
    turn_minutes: float
    wait: WaitRange | None
    places: tuple[WaitRange | None, ...] = ()

    @property
    def attended(self) -> bool:
        """Somebody serves, or has only stepped away."""
        return self.open_counters + self.paused_counters > 0

    def wait_behind(self, ahead: int) -> WaitRange | None:
        """For who has so many before them."""
        return self.places[ahead] if ahead < len(self.places) else self.wait

    def usual_wait(self, ahead: int) -> WaitRange:
        """What somebody was told, as far as one may guess, who joined behind so many when all counters were busy."""
        return usual_wait(ahead=ahead, counters=self.open_counters or 1, turn_minutes=self.turn_minutes)


def line_loads(mall: Mall, lines: Iterable[Line], at: datetime) -> Mapping[UUID, LineLoad]:
    """The load of each line; five queries beyond what is kept, whatever the number of lines, counters and tickets."""
    found = forecast(mall, at)
    return {line.id: load_of(line, found) for line in lines}


def load_of(line: Line, found: Forecast) -> LineLoad:
    hall, waits = found.hall, found.line(line.id)
    held = [(counter, hall.desks[counter]) for counter in hall.counters_of.get(key_of(line.id), ()) if counter in hall.desks]
    paused = [desk for _counter, desk in held if desk.paused]
    return LineLoad(
        line=line.id, ahead=waits.ahead, open_counters=len(held) - len(paused), paused_counters=len(paused),
        back_at=min((desk.back_at for desk in paused if desk.back_at), default=None),
        presence=hall.presences.of(hall.counters_of.get(key_of(line.id), ())),
        free=any(counter not in hall.busy for counter, desk in held if not desk.paused),
        turn_minutes=hall.times.usual_of(key_of(line.id)), wait=waits.joining, places=_continuous(waits),
    )  # fmt: skip


def _continuous(waits: LineWaits) -> tuple[WaitRange | None, ...]:
    """A number that waits for one counter alone says nothing about its place: there the next one's wait stands."""
    places: list[WaitRange | None] = []
    following = waits.joining
    for wait in reversed(waits.places):
        following = wait or following
        places.append(following)
    return tuple(reversed(places))
