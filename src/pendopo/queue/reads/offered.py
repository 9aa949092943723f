"""Services for which an officer may take a number, with how things stand in their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.appointments.reads import IssuingState, issuing_states
from pendopo.catalogue.models import CounterLine, Service
from pendopo.queue.models import DeskLease
from pendopo.queue.reads.load import LineLoad, line_loads

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class OfferedAtDesk:
    id: UUID
    name: str
    agency: str
    zone_letter: str
    issuing: IssuingState
    load: LineLoad


def services_offered(desk: DeskLease, *, found: Sequence[str] | None, at: datetime) -> tuple[OfferedAtDesk, ...]:
    """The services whose codes were `found`, in that order; with None, those of this counter's own lines by name.

    At most eight queries beyond the kept schedule, whatever their number.
    """
    rows = Service.objects.filter(mall=desk.mall_id, active=True, line__active=True, agency__active=True)
    if found is None:
        own = list(CounterLine.objects.filter(counter=desk.counter_id).values_list("line", flat=True))
        chosen = list(rows.filter(line__in=own).select_related("agency", "line__zone").order_by("name", "code")[:_SHOWN])
    else:
        place = {code: position for position, code in enumerate(found[:_SHOWN])}
        chosen = list(rows.filter(code__in=place).select_related("agency", "line__zone"))
        chosen.sort(key=lambda row: place[row.code])
    lines = list({row.line_id: row.line for row in chosen if row.line}.values())
    issuing, loads = issuing_states(desk.mall, lines, at), line_loads(desk.mall, lines, at)
    return tuple(
        OfferedAtDesk(
            row.id, row.name, row.agency.short_name, row.line.zone.letter, issuing[row.line.id], loads[row.line.id]
        )
        for row in chosen
        if row.line
    )  # fmt: skip
