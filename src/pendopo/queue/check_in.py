"""A number held from home joins its line, because its visitor is here."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.appointments.home_places import give_home_place_back
from pendopo.appointments.models import LineDay
from pendopo.kernel.clock import business_date, zone
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import writing
from pendopo.queue.events import TicketCheckedIn, TicketLapsed
from pendopo.queue.lifecycle import TICKET
from pendopo.queue.models import Ticket, TicketState
from pendopo.queue.rank import on_joining


class HoldLapsed(DomainError):
    code = "queue.hold_lapsed"
    message = _("Number %(ticket)s was held until %(until)s and has lapsed. Please take a new number.")


class NotHeld(DomainError):
    code = "queue.not_held"
    message = _("Number %(ticket)s is already in the line. Nothing more to do.")


def check_in(*, ticket: Ticket, through: str, actor: str, at: datetime, command_key: UUID | None = None) -> Ticket:
    """Join the line now; `through` is hall, kiosk, greeter or officer. Raises HoldLapsed, NotHeld."""
    if lapse_if_due(ticket=ticket, at=at) or ticket.state == TicketState.LAPSED or _day_is_over(ticket, at):
        until = ticket.holds_until or ticket.changed_at
        raise HoldLapsed(ticket=ticket.label, until=f"{until.astimezone(zone(ticket.mall.time_zone)):%H.%M}")
    if ticket.state != TicketState.HELD:
        raise NotHeld(ticket=ticket.label)
    with writing():
        joined_at = _next_joining(ticket, at)
        rank = on_joining(ticket.line, ticket.priority, joined_at)
        event = TicketCheckedIn(
            line=ticket.line_id, joined_at=rank.joined_at, rank_at=rank.rank_at,
            head_start_minutes=rank.head_start_minutes, through=through,
        )  # fmt: skip
        TICKET.move(
            ticket, "check_in", at=at, actor=actor, event=event, command_key=command_key, joined_at=rank.joined_at,
            rank_at=rank.rank_at, head_start_minutes=rank.head_start_minutes, rank_reason=rank.reason,
        )  # fmt: skip
    return ticket


def lapse_if_due(*, ticket: Ticket, at: datetime) -> bool:
    """Lapse a held number whose time is over, whoever looks at it first. Returns whether it did.

    Not on a later day: that day may be a clock's mistake, and what is over for sure is ended as such (`end_older_days`).
    """
    if _day_is_over(ticket, at):
        return False
    if ticket.state != TicketState.HELD or ticket.holds_until is None or ticket.holds_until > at:
        return False
    with writing():
        # The line's day first, as whoever joins the line does: who takes both in one order never waits for the other.
        give_home_place_back(line=ticket.numbered_in_id, business_date=ticket.business_date)
        event = TicketLapsed(line=ticket.line_id, reason="not_checked_in")
        TICKET.move(ticket, "lapse", at=at, actor="system", event=event, end_reason="not_checked_in")
    return True


def _day_is_over(ticket: Ticket, at: datetime) -> bool:
    return ticket.business_date < business_date(at, ticket.mall.time_zone)


def _next_joining(ticket: Ticket, at: datetime) -> datetime:
    # Joining times of a line never run backwards, even when the clock does.
    day = LineDay.objects.select_for_update().filter(line=ticket.line_id, business_date=ticket.business_date).first()
    if day is None:
        return at
    joined_at = max(at, day.last_joined_at)
    LineDay.objects.filter(pk=day.pk).update(last_joined_at=joined_at)
    return joined_at
