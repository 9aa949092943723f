"""What the kiosk shows: services it offers, one service before the number is taken, and the number itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from pendopo.appointments.reads import IssuingState, issuing_states
from pendopo.catalogue.models import Line, PriorityClass, Service
from pendopo.catalogue.reads import ServicePage, service_page
from pendopo.directory.models import Agency, Mall
from pendopo.directory.open_state import OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.kernel.errors import NotFound
from pendopo.queue.reads.load import LineLoad, line_loads
from pendopo.queue.reads.most_taken import most_taken
from pendopo.queue.wait import WaitRange


@dataclass(frozen=True, slots=True)
class Offer:
    """A service to press. Without a line no number is needed for it: then `issuing` and `load` are None."""

    id: UUID
    code: str
    name: str
    category: str
    agency: str
    zone_letter: str
    issuing: IssuingState | None
    load: LineLoad | None

    @property
    def giving(self) -> bool:
        return self.issuing is not None and self.issuing.giving


@dataclass(frozen=True, slots=True)
class KioskStart:
    """The first screen: the mall's own state, what is taken most at this hour, and how much there is to find."""

    mall_state: OpenState
    today: date
    offers: tuple[Offer, ...]
    agencies: int
    services: int


@dataclass(frozen=True, slots=True)
class AgencyTile:
    code: str
    name: str
    short_name: str
    services: int
    open_state: OpenState


@dataclass(frozen=True, slots=True)
class AgencyOffers:
    name: str
    short_name: str
    today: date
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A service for which a number is taken, as far as a picture of it needs."""

    code: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class KioskService:
    """One service before its number is taken.

    `hopeless` says that the line will probably close first; `comes_again` is when it then opens next. `priorities` are the
    classes that this line puts forward, "none" first; empty when it puts nobody forward.
    """

    page: ServicePage
    offer: Offer
    today: date
    hopeless: bool
    comes_again: datetime | None
    priorities: tuple[str, ...]


def kiosk_start(mall: Mall, at: datetime) -> KioskStart:
    """Eight queries beyond the kept schedule and the kept list of what is taken most."""
    schedule = kept_schedule_of(mall)
    chosen = most_taken(mall, at)
    counted = _offered(mall).aggregate(services=Count("pk"), agencies=Count("agency", distinct=True))
    place = {service: position for position, service in enumerate(chosen)}
    offers = sorted(_offers(mall, _offered(mall).filter(pk__in=chosen), at), key=lambda offer: place[offer.id])
    return KioskStart(schedule.state(at), schedule.business_date(at), tuple(offers), counted["agencies"], counted["services"])


def kiosk_agencies(mall: Mall, at: datetime) -> tuple[AgencyTile, ...]:
    """Every agency that offers something, by name; one query beyond the region and the kept schedule."""
    schedule = kept_schedule_of(mall)
    here = mall.region.name
    agencies = (
        Agency.objects.filter(mall=mall, active=True)
        .annotate(offered=Count("services", filter=Q(services__active=True)))
        .filter(offered__gt=0)
        .order_by("name", "code")
    )
    return tuple(
        AgencyTile(
            agency.code, _without_place(agency.name, here), agency.short_name, agency.offered,
            schedule.state(at, agency_id=agency.id),
        )
        for agency in agencies
    )  # fmt: skip


def _without_place(name: str, place: str) -> str:
    """In a mall of that place everybody knows it: "Dinas Kesehatan Kabupaten Lampung Selatan" is the Dinas Kesehatan."""
    bare = place.removeprefix("Kabupaten ").removeprefix("Kota ")
    for ending in (f" Kabupaten {bare}", f" Kota {bare}", f" {bare}"):
        if name.endswith(ending) and name != ending.strip():
            return name.removesuffix(ending)
    return name


def kiosk_agency(mall: Mall, code: str, at: datetime) -> AgencyOffers:
    """An agency's services by name; eight queries beyond the kept schedule. Raises NotFound."""
    agency = Agency.objects.filter(mall=mall, code=code, active=True).first()
    if agency is None:
        raise NotFound
    offers = _offers(mall, _offered(mall).filter(agency=agency), at)
    return AgencyOffers(agency.name, agency.short_name, kept_schedule_of(mall).business_date(at), offers)


def kiosk_found(mall: Mall, codes: Sequence[str], at: datetime) -> tuple[Offer, ...]:
    """The services of a search result, in its order; seven queries beyond the kept schedule."""
    place = {code: position for position, code in enumerate(codes)}
    return tuple(sorted(_offers(mall, _offered(mall).filter(code__in=codes), at), key=lambda offer: place[offer.code]))


def kiosk_names(mall: Mall, at: datetime) -> tuple[Named, ...]:
    """Every service for which a number is taken, those most taken at this hour first; one query beyond the kept list of them."""
    place = {service: position for position, service in enumerate(most_taken(mall, at))}
    rows = _offered(mall).filter(line__active=True).order_by("name", "code").values_list("pk", "code", "name", "category")
    most_taken_first = sorted(rows, key=lambda row: place.get(row[0], len(place)))
    return tuple(Named(code, name, category) for _pk, code, name, category in most_taken_first)


def kiosk_service(mall: Mall, code: str, at: datetime) -> KioskService:
    """Twelve queries beyond the kept schedule. Raises NotFound."""
    page = service_page(mall, code, at)
    (offer,) = _offers(mall, _offered(mall).filter(pk=page.id), at) or (None,)
    if offer is None:
        raise NotFound
    schedule = kept_schedule_of(mall)
    line = Line.objects.filter(pk=page.line.id).first() if page.line else None
    comes_again = None
    if hopeless := _hopeless(offer, at):
        closes_at = offer.issuing.until if offer.issuing else None
        comes_again = schedule.next_opening(closes_at or at, agency_id=line.agency_id if line else None)
    return KioskService(page, offer, schedule.business_date(at), hopeless, comes_again, _priorities(line))


def _offered(mall: Mall) -> QuerySet[Service]:
    return Service.objects.filter(mall=mall, active=True, agency__active=True)


def _offers(mall: Mall, services: QuerySet[Service], at: datetime) -> tuple[Offer, ...]:
    """The services by name with their lines as they are now; seven queries beyond the kept schedule."""
    rows = list(services.select_related("agency", "line__zone").order_by("name", "code"))
    lines = _lines(rows)
    issuing, loads = issuing_states(mall, lines, at), line_loads(mall, lines, at)
    return tuple(
        Offer(
            id=row.id, code=row.code, name=row.name, category=row.category, agency=row.agency.short_name,
            zone_letter=row.line.zone.letter if row.line else "",
            issuing=issuing.get(row.line_id) if row.line_id else None, load=loads.get(row.line_id) if row.line_id else None,
        )
        for row in rows
    )  # fmt: skip


def _lines(services: Iterable[Service]) -> list[Line]:
    return list({service.line_id: service.line for service in services if service.line and service.line.active}.values())


def _hopeless(offer: Offer, at: datetime) -> bool:
    """Whether even a middling wait ends after the closing."""
    wait: WaitRange | None = offer.load.wait if offer.load else None
    if not offer.giving or offer.issuing is None or offer.issuing.until is None or wait is None:
        return False
    return wait.late or at + timedelta(minutes=(wait.low + wait.high) / 2) > offer.issuing.until


def _priorities(line: Line | None) -> tuple[str, ...]:
    classes = [str(name) for name in PriorityClass if name not in (PriorityClass.NONE, PriorityClass.BOOKING)]
    forward = [name for name in classes if line and int(line.head_starts.get(name, 0)) > 0]
    return ("none", *forward) if forward else ()
