"""How full the hall is: every line with those who wait, the wait and its counters, the fullest first. For who sends people on."""

from dataclasses import dataclass
from datetime import datetime

from pendopo.appointments.reads import IssuingState, issuing_states
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.queue.reads.load import LineLoad, line_loads


@dataclass(frozen=True, slots=True)
class LineNow:
    name: str
    agency: str
    zone_letter: str
    issuing: IssuingState
    load: LineLoad


@dataclass(frozen=True, slots=True)
class HallNow:
    """`waiting` are those of all lines."""

    lines: tuple[LineNow, ...]
    waiting: int


def hall_now(mall: Mall, at: datetime) -> HallNow:
    """Seven queries beyond what is kept, whatever the number of lines."""
    lines = list(
        Line.objects.filter(mall=mall, active=True, agency__active=True).select_related("agency", "zone", "mall")
        .order_by("zone__letter", "name", "pk")
    )  # fmt: skip
    issuing, loads = issuing_states(mall, lines, at), line_loads(mall, lines, at)
    rows = [LineNow(line.name, line.agency.short_name, line.zone.letter, issuing[line.id], loads[line.id]) for line in lines]
    rows.sort(key=lambda row: (-row.load.ahead, row.zone_letter))
    return HallNow(tuple(rows), sum(row.load.ahead for row in rows))
