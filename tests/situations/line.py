"""People in the line, and desks that serve them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from pendopo.accounts.models import User
from pendopo.appointments.models import LineDay
from pendopo.appointments.open_line_day import open_line_day
from pendopo.catalogue.models import Line, Service
from pendopo.directory.models import Counter
from pendopo.kernel.errors import DomainError
from pendopo.kernel.keys import token_hash
from pendopo.queue.call_next import Called, call_next
from pendopo.queue.doors import desk_of
from pendopo.queue.models import Channel, DeskLease, Ticket
from pendopo.queue.open_desk import OpenedDesk, open_desk
from pendopo.queue.start import start
from pendopo.queue.take_ticket import take_ticket
from tests.situations.hall import a_counter, a_line, a_service, an_officer
from tests.situations.times import NINE

_keys = count(1)


def a_key() -> UUID:
    """A command key that no other command of this run carries."""
    return UUID(int=0xC0FFEE << 64 | next(_keys))


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk opened in somebody's browser."""

    counter: Counter
    officer: User
    opened: OpenedDesk

    @property
    def secret_hash(self) -> str:
        return token_hash(self.opened.secret)

    def lease(self, at: datetime) -> DeskLease:
        return desk_of(lease=self.opened.lease, secret_hash=self.secret_hash, at=at)

    def call(self, at: datetime, key: UUID | None = None) -> Called:
        return call_next(lease=self.opened.lease, secret_hash=self.secret_hash, at=at, command_key=key)


def an_open_desk(counter: Counter | None = None, *, at: datetime = NINE, officer: User | None = None) -> Desk:
    """Opened earlier in the morning, its browser is heard from until nine, when most tests look."""
    counter = counter or a_counter()
    officer = officer or an_officer(counter)
    opened = open_desk(counter=counter, officer=officer, at=at)
    DeskLease.objects.filter(pk=opened.lease, seen_at__lt=NINE).update(seen_at=NINE)
    return Desk(counter, officer, opened)


def a_service_in(line: Line | None = None) -> Service:
    """The first service of the line, made when there is none."""
    line = line or a_line()
    return line.services.order_by("pk").first() or a_service(line=line)


def a_ticket(line: Line | None = None, *, at: datetime = NINE, channel: str = Channel.HALL, **fields: Any) -> Ticket:
    """Somebody's number: waiting, or held when it was taken from home."""
    service = fields.pop("service", None) or a_service_in(line)
    fields = {"actor": "visitor", "command_key": None, **fields}
    taken = take_ticket(mall=service.mall_id, service=service.id, channel=channel, at=at, **fields)
    return Ticket.objects.select_related("line", "service", "visit", "mall").get(pk=taken.ticket)


def a_ticket_at(desk: Desk, *, at: datetime = NINE) -> Ticket:
    """A visitor just called to this desk."""
    line = desk.counter.counter_lines.order_by("pk").first().line
    a_ticket(line, at=at - timedelta(minutes=10))
    return again(desk.call(at).ticket)


def a_visitor_served_at(desk: Desk, *, at: datetime = NINE) -> Ticket:
    ticket = a_ticket_at(desk, at=at)
    return start(desk=desk.lease(at), ticket=ticket, at=at)


def again(ticket: Ticket | UUID) -> Ticket:
    """The ticket as the database holds it now."""
    key = ticket.pk if isinstance(ticket, Ticket) else ticket
    return Ticket.objects.select_related("line", "service", "visit", "mall").get(pk=key)


def a_line_with_limit(limit: int, *, at: datetime = NINE) -> Line:
    line = a_line(daily_limit=limit)
    open_line_day(line=line, at=at)
    return line


def the_day_of(line: Line) -> LineDay:
    return LineDay.objects.get(line=line)


def refusal_of(action: Callable[[], object]) -> str:
    """The code of the sentence with which an action is refused."""
    try:
        action()
    except DomainError as error:
        return error.code if str(error) else "it says nothing"
    raise AssertionError("it was not refused")
