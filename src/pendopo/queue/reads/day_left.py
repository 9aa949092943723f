"""What a day would leave behind if it ended now: asked before somebody ends it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.queue.models import AT_COUNTER, Ticket, TicketState

_HERE = (TicketState.WAITING, TicketState.MISSED)


@dataclass(frozen=True, slots=True)
class DayLeft:
    """`in_line` wait or may still come back, `from_home` hold a number and are not here yet, `at_counters` are being served."""

    in_line: int
    from_home: int
    at_counters: int

    @property
    def waiting(self) -> int:
        """Whose number is closed when those who wait are sent home."""
        return self.in_line + self.from_home


def left_of_day(mall: Mall, at: datetime, *, line: Line | None = None) -> DayLeft:
    """Of one line, or of the whole mall; one query."""
    tickets = Ticket.objects.filter(mall=mall, business_date=business_date(at, mall.time_zone))
    if line is not None:
        tickets = tickets.filter(line=line)
    counts = dict(tickets.values_list("state").annotate(Count("pk")).order_by())
    return DayLeft(
        sum(counts.get(state, 0) for state in _HERE), counts.get(TicketState.HELD, 0),
        sum(counts.get(state, 0) for state in AT_COUNTER),
    )  # fmt: skip
