"""The waits of a mall's whole hall at one instant: of every number that waits, and of who joins a line now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.directory.models import Mall
from pendopo.queue.estimate.accuracy import poor_lines
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
    """Asked line by line: a screen needs few of a hall's lines. Of the lines in `unsaid` no minutes are told (`accuracy`)."""

    hall: HallNow
    found: HallPass
    in_line: Mapping[Key, Sequence[Person]]
    unsaid: frozenset[UUID] = frozenset()

    def line(self, line: UUID) -> LineWaits:
        key = key_of(line)
        turns, said = self.hall.turns_of(key), line not in self.unsaid
        people = self.in_line.get(key, ())
        places = tuple(_wait(self.found.calls.get(person.id), turns, said=said) for person in people)
        return LineWaits(tuple(person.id for person in people), places, _wait(self.found.joining.get(key), turns, said=said))


def _wait(call: Call | None, turns: LineTurns, *, said: bool) -> WaitRange | None:
    if call is None:
        return None
    p50, p80, late = likely(call, turns)
    return wait_range(p50=p50, p80=p80, late=late)._replace(said=said)


def forecast(mall: Mall, at: datetime) -> Forecast:
    """Five queries beyond what is kept, whatever the number of lines, counters and people."""
    return forecast_of(read_hall(mall, at), unsaid=poor_lines(mall, at))


def forecast_of(hall: HallNow, *, unsaid: frozenset[UUID] = frozenset()) -> Forecast:
    in_line: defaultdict[Key, list[Person]] = defaultdict(list)
    for person in hall.people:
        in_line[person.line].append(person)
    return Forecast(hall, hall_pass(counters=hall.counters, people=hall.people, coming=hall.coming), in_line, unsaid)
