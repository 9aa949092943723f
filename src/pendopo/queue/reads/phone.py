"""What a phone shows before it takes a number: one service's line now, and the numbers this phone holds already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pendopo.appointments.reads import IssuingKind
from pendopo.catalogue.models import Line
from pendopo.directory.models import Mall
from pendopo.directory.opening import kept_schedule_of
from pendopo.kernel.clock import business_date
from pendopo.queue.models import FINAL, Channel, Ticket, TicketState
from pendopo.queue.reads.kiosk import KioskService, kiosk_service


@dataclass(frozen=True, slots=True)
class PhoneOffer:
    """`service` as the kiosk shows it; `channel` is home, or hall for a phone that is known to be there.

    `takable` says whether the button stands there. `hall_only`: a number is given, yet only in the hall; `home_share_taken`: today
    no more of them are given to those at home. `holds_until` is until
    when a number taken from home now would be held; `held_minutes` how long after the opening, or after now, that is.
    """

    service: KioskService
    channel: str
    takable: bool
    hall_only: bool
    home_share_taken: bool
    holds_until: datetime | None
    held_minutes: int


def phone_offer(mall: Mall, code: str, at: datetime, *, in_hall: bool) -> PhoneOffer:
    """One query beyond the kiosk's. Raises NotFound."""
    service = kiosk_service(mall, code, at)
    line = Line.objects.filter(pk=service.page.line.id).first() if service.page.line else None
    channel = Channel.HALL if in_hall else Channel.HOME
    issuing = service.offer.issuing
    if line is None or issuing is None:
        return PhoneOffer(
            service, channel, takable=False, hall_only=False, home_share_taken=False, holds_until=None, held_minutes=0
        )
    hall_only = channel == Channel.HOME and not line.gives_from_home
    share_taken = channel == Channel.HOME and not hall_only and issuing.home_share_taken
    # Before the opening a number may be held from home; in the hall it is taken once the line is open.
    giving = issuing.giving or (issuing.kind is IssuingKind.NOT_YET and channel == Channel.HOME)
    return PhoneOffer(
        service, channel, takable=giving and not (hall_only or share_taken), hall_only=hall_only, home_share_taken=share_taken,
        holds_until=_holds_until(mall, line, at), held_minutes=line.held_for_minutes,
    )  # fmt: skip


def _holds_until(mall: Mall, line: Line, at: datetime) -> datetime | None:
    """As the taking statement reckons it: from the opening at the earliest, to the closing at the latest."""
    schedule = kept_schedule_of(mall)
    span = schedule.span(schedule.business_date(at), agency_id=line.agency_id)
    if span is None:
        return None
    return min(span.closes_at, max(span.opens_at, at.astimezone(schedule.tzinfo)) + timedelta(minutes=line.held_for_minutes))


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A number of today with which something may still happen, among those this phone has taken or opened."""

    code: str
    label: str
    state: str
    service: str
    holds_until: datetime | None

    @property
    def held(self) -> bool:
        return self.state == TicketState.HELD


def known_numbers(codes: Sequence[str], mall: Mall, at: datetime) -> tuple[KnownNumber, ...]:
    """Of the visits with these codes, those that wait for their check-in first; one query."""
    if not codes:
        return ()
    rows = (
        Ticket.objects.filter(mall=mall, visit__code__in=codes, business_date=business_date(at, mall.time_zone))
        .exclude(state__in=FINAL)
        .exclude(state=TicketState.HELD, holds_until__lte=at)
        .select_related("visit", "service")
        .order_by("taken_at", "pk")
    )
    numbers = [KnownNumber(row.visit.code, row.label, row.state, row.service.name, row.holds_until) for row in rows]
    return tuple(sorted(numbers, key=lambda number: not number.held))
