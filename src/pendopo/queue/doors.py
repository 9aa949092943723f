"""Doors of the line: the one way to a desk, a ticket or a visit. Strangers get NotFound."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.models import User
from pendopo.catalogue.models import Line, Service
from pendopo.catalogue.numbering import read_labels
from pendopo.directory.models import Counter, Device
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.identifiers import read_code
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import Channel, DeskLease, Ticket, TicketState, Visit
from pendopo.queue.still_posted import STILL_POSTED

Row = TypeVar("Row")


class LeaseLost(DomainError):
    code = "queue.lease_lost"
    status = 403
    message = _("This counter is no longer open in this browser. Please open it again.")


class NoSuchNumber(DomainError):
    code = "queue.no_such_number"
    status = 404
    message = _("There is no number %(number)s today. Please check it on the visitor's slip or phone.")


def desk_of(*, lease: UUID, secret_hash: str, at: datetime) -> DeskLease:
    """The desk this browser holds today, while its officer may be there. Raises LeaseLost."""
    desk = (
        DeskLease.objects.select_related("counter__zone", "counter__agency", "mall", "officer")
        .filter(STILL_POSTED, pk=lease, secret_hash=secret_hash)
        .exclude(state=LeaseState.CLOSED)
        .first()
    )
    if desk is None or desk.business_date != business_date(at, desk.mall.time_zone):
        raise LeaseLost
    return desk


def ticket_at(desk: DeskLease, ticket: UUID) -> Ticket:
    """A ticket of the desk's mall and day. Raises NotFound."""
    found = (
        Ticket.objects.select_related("line", "service", "visit", "mall")
        .filter(pk=ticket, mall=desk.mall_id, business_date=desk.business_date)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def ticket_by_label(desk: DeskLease, typed: str) -> Ticket:
    """The number that somebody reads out or types ("a 47", "A-047"), of the desk's mall and day. Raises NoSuchNumber."""
    of_today = Ticket.objects.select_related("line", "service", "visit", "mall")
    found = labelled(of_today.filter(mall=desk.mall_id, business_date=desk.business_date), typed)
    if not found:
        raise NoSuchNumber(number=typed.strip()[:12])
    return found


def labelled(of_today: QuerySet[Ticket], typed: str) -> Ticket | None:
    """The number that is meant, of a mall's day."""
    for prefix, number in read_labels(typed):
        if found := of_today.filter(prefix=prefix, number=number).order_by("pk").first():
            return found
    return None


def line_at(desk: DeskLease, line: UUID) -> Line:
    """A line of the desk's mall. Raises NotFound."""
    return _there(Line.objects.filter(pk=line, mall=desk.mall_id, active=True).first())


def service_at(desk: DeskLease, service: UUID) -> Service:
    """A service of the desk's mall for which numbers are taken. Raises NotFound."""
    services = Service.objects.select_related("line").filter(mall=desk.mall_id, active=True, line__active=True)
    return _there(services.filter(pk=service).first())


def open_counter_at(desk: DeskLease, counter: UUID) -> Counter:
    """A counter of the mall that somebody has open today. Raises NotFound."""
    return _there(_open_today(desk).filter(counter=counter).select_related("counter").first()).counter


def officer_at(desk: DeskLease, officer: UUID) -> User:
    """An officer who has a counter of the mall open today. Raises NotFound."""
    return _there(_open_today(desk).filter(officer=officer).select_related("officer").first()).officer


def _open_today(desk: DeskLease) -> QuerySet[DeskLease]:
    return DeskLease.objects.filter(mall=desk.mall_id, business_date=desk.business_date).exclude(state=LeaseState.CLOSED)


def _there(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row


def visit_by_code(typed: str) -> Visit:
    """The visit behind a link or a dictated code. Raises NotFound for a wrong, forged or unknown one."""
    code = read_code(typed)
    visit = Visit.objects.select_related("mall").filter(code=code).first() if code else None
    if visit is None:
        raise NotFound
    return visit


def ticket_of(visit: Visit, ticket: UUID) -> Ticket:
    """A ticket of this visit. Raises NotFound."""
    found = Ticket.objects.select_related("line", "service", "visit", "mall").filter(pk=ticket, visit=visit).first()
    if found is None:
        raise NotFound
    return found


def ticket_at_kiosk(device: Device, ticket: UUID) -> Ticket:
    """A number that a kiosk of this device's mall gave. Raises NotFound."""
    found = Ticket.objects.select_related("visit").filter(pk=ticket, mall=device.mall_id, visit__channel=Channel.KIOSK).first()
    if found is None:
        raise NotFound
    return found


def visit_at_kiosk(device: Device, typed: str) -> Visit:
    """The visit of a scanned or typed code, in the device's mall. Raises NotFound."""
    visit = visit_by_code(typed)
    if visit.mall_id != device.mall_id:
        raise NotFound
    return visit


def held_tickets(visit: Visit) -> tuple[Ticket, ...]:
    """The visit's numbers that wait for its check-in."""
    return tuple(Ticket.objects.filter(visit=visit, state=TicketState.HELD).select_related("line", "mall").order_by("pk"))
