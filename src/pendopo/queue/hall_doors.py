"""Doors for those who help visitors in the hall: any number of their mall today, by its code, its label or its id."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from pendopo.catalogue.models import Line, Service
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import NotFound
from pendopo.kernel.identifiers import read_code
from pendopo.queue.doors import NoSuchNumber, labelled, visit_by_code
from pendopo.queue.models import Ticket, Visit


def visit_in_hall(mall: Mall, code: str) -> Visit:
    """The mall's visit of a scanned or dictated code, of whichever day. Raises NotFound."""
    visit = visit_by_code(code)
    if visit.mall_id != mall.id:
        raise NotFound
    return visit


def ticket_by_number(mall: Mall, typed: str, at: datetime) -> Ticket:
    """Today's number that somebody reads out ("a 47", "A-047"). Raises NoSuchNumber."""
    found = labelled(_tickets(mall).filter(business_date=business_date(at, mall.time_zone)), typed)
    if found is None:
        raise NoSuchNumber(number=typed.strip()[:12])
    return found


def ticket_in_hall(mall: Mall, ticket: UUID, at: datetime) -> Ticket:
    """A number of the mall's present day. Raises NotFound."""
    found = _tickets(mall).filter(pk=ticket, business_date=business_date(at, mall.time_zone)).first()
    if found is None:
        raise NotFound
    return found


def service_in_hall(mall: Mall, code: str) -> Service:
    """A service of the mall for which numbers are taken. Raises NotFound."""
    found = Service.objects.filter(mall=mall, code=code, active=True, line__active=True).select_related("line").first()
    if found is None:
        raise NotFound
    return found


def line_by_prefix(mall: Mall, prefix: str) -> Line:
    """A line of the mall. Raises NotFound."""
    found = Line.objects.filter(mall=mall, prefix=prefix, active=True).select_related("mall", "agency").first()
    if found is None:
        raise NotFound
    return found


def looks_like_code(typed: str) -> bool:
    """Whether somebody typed a whole code, and no number."""
    return read_code(typed) is not None


def _tickets(mall: Mall) -> QuerySet[Ticket]:
    return Ticket.objects.filter(mall=mall).select_related("line", "service", "visit__mall", "mall")
