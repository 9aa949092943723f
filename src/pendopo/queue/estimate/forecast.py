"""The waits of a mall's whole hall at one instant: of every number that waits, and of who joins a line now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.directory.models import Mall
from pendopo.queue.estimate.hall_pass import Call, HallPass, Key, Person, hall_pass
from pendopo.queue.estimate.hall_rows import HallNow, key_of, read_hall
from pendopo.queue.estimate.likely import LineTurns, likely
from pendopo.queue.wait import WaitRange, wait_range


@dataclass(frozen=True, slots=True)
class LineWaits:
    """One line. `places` are the waits of those in it, foremost first; `joining` is that of who joins now.

    None stands where nobody will call: no counter is open, nor announced to be back.
    """

    tickets: tuple[Key, ...]
    places: tuple[WaitRange | None, ...]
    joining: WaitRange | None

    @property
    def ahead(self) -> int:
        return len(self.tickets)

    def behind(self, ahead: int) -> WaitRange | None:
        """Of whoever has so many before them."""
        return self.places[ahead] if ahead < len(self.places) else self.joining


@dataclass(frozen=True, slots=True)
class Forecast:
    """Asked line by line: a screen needs few of a hall's lines."""

    hall: HallNow
    found: HallPass
    in_line: Mapping[Key, Sequence[Person]]

    def line(self, line: UUID) -> LineWaits:
        key = key_of(line)
        turns = self.hall.turns_of(key)
        people = self.in_line.get(key, ())
        places = tuple(self._wait(self.found.calls.get(person.id), turns) for person in people)
        return LineWaits(tuple(person.id for person in people), places, self._wait(self.found.joining.get(key), turns))

    def _wait(self, call: Call | None, turns: LineTurns) -> WaitRange | None:
        if call is None:
            return None
        p50, p80, late = likely(call, turns)
        return wait_range(p50=p50, p80=p80, late=late)


def forecast(mall: Mall, at: datetime) -> Forecast:
    """Four queries, whatever the number of lines, counters and people."""
    return forecast_of(read_hall(mall, at))


def forecast_of(hall: HallNow) -> Forecast:
    in_line: defaultdict[Key, list[Person]] = defaultdict(list)
    for person in hall.people:
        in_line[person.line].append(person)
    return Forecast(hall, hall_pass(counters=hall.counters, people=hall.people, coming=hall.coming), in_line)
