"""Doors of requests. Strangers get NotFound."""

from datetime import datetime
from uuid import UUID

from pendopo.assistance.models import OPEN, Assistance
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import NotFound
from pendopo.queue.models import Visit


def request_in(mall: Mall, request: UUID, at: datetime) -> Assistance:
    """A request of the mall's present day. Raises NotFound."""
    today = business_date(at, mall.time_zone)
    found = Assistance.objects.filter(pk=request, mall=mall, business_date=today).first()
    if found is None:
        raise NotFound
    return found


def request_of(visit: Visit, kind: str) -> Assistance:
    """The open request of this kind that the visitor made. Raises NotFound."""
    found = Assistance.objects.filter(visit=visit, kind=kind, state__in=OPEN).first()
    if found is None:
        raise NotFound
    return found
