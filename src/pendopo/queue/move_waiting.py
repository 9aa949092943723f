"""Move everybody who waits in a line to another one: its counters are empty, or it is too long. The numbers stay."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.models import Line
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.transactions import writing
from pendopo.queue.events import TicketTransferred
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import Ticket, TicketState
from pendopo.queue.rank import BY_TIME, on_transfer
from pendopo.queue.send_home import refuse_sent_home
from pendopo.queue.transfer import NothingServedThere

_SLICE = 50


class SameLine(DomainError):
    code = "queue.same_line"
    status = 422
    message = _("They wait in %(line)s already. Choose another line.")


def move_waiting(*, line: Line, to: Line, at: datetime, actor: str) -> int:
    """Everybody joins `to` as of when they joined before, with the head starts of that line; returns how many moved.

    Numbers reserved for one counter or officer stay with them. In slices of one short transaction each; whoever is called
    meanwhile is served. Raises SameLine, NothingServedThere, ServesNobody, NotFound.
    """
    if line.mall_id != to.mall_id:
        raise NotFound
    if line.id == to.id:
        raise SameLine(line=line.name)
    refuse_unserved(to)
    refuse_sent_home(to, at)
    today = business_date(at, line.mall.time_zone)
    waiting = Ticket.objects.filter(line=line, state=TicketState.WAITING, business_date=today, reserved_for__isnull=True)
    left = list(waiting.order_by("rank_at", "number", "pk").values_list("pk", flat=True))
    moved = 0
    for start in range(0, len(left), _SLICE):
        with writing():
            some = waiting.filter(pk__in=left[start : start + _SLICE]).order_by("rank_at", "number", "pk")
            moved += sum(_move(ticket, to, at, actor) for ticket in some)
    return moved


def refuse_unserved(to: Line | None) -> None:
    """Raises NothingServedThere, and NotFound when no line is named."""
    if to is None:
        raise NotFound
    if not to.counter_lines.filter(counter__active=True).exists():
        raise NothingServedThere(line=to.name)


def _move(ticket: Ticket, to: Line, at: datetime, actor: str) -> bool:
    rank = on_transfer(to, place=BY_TIME, priority=ticket.priority, joined_at=ticket.joined_at, at=at, first_rank_at=None)
    event = TicketTransferred(
        from_line=ticket.line_id, line=to.id, service=ticket.service_id, place=BY_TIME, joined_at=rank.joined_at,
        rank_at=rank.rank_at, reserved_for=None,
    )  # fmt: skip
    try:
        TICKET.move(
            ticket, "move", at=at, actor=actor, event=event, line=to, joined_at=rank.joined_at, rank_at=rank.rank_at,
            head_start_minutes=rank.head_start_minutes, rank_reason=rank.reason,
        )  # fmt: skip
    except AlreadyMoved:
        return False
    return True
