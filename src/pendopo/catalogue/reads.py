"""What screens show of services and agencies. Every read takes the same number of queries whatever the size of the mall."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from pendopo.catalogue.models import CounterLine, Delivery, Fee, Line, Service, ServiceKind, ServiceStandard
from pendopo.directory.models import Agency, Counter, Direction, Mall
from pendopo.directory.open_state import OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.reads import AgencyCard, DayHours, agency_card, week_ahead
from pendopo.kernel.errors import NotFound

_DELIVERY_WORDS = dict(Delivery.choices)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """What one thing costs today, in whole rupiah."""

    label: str
    amount_rupiah: int


@dataclass(frozen=True, slots=True)
class DeliveryWord:
    """A way of delivery: its stable code and its translated word."""

    code: str
    word: str | Promise


@dataclass(frozen=True, slots=True)
class CounterPlace:
    """A counter that serves the line, and how to find it."""

    number: str
    direction: str
    direction_word: str | Promise
    hint: str


@dataclass(frozen=True, slots=True)
class LinePlace:
    """The line a number is taken in, and where it is served."""

    id: UUID
    code: str
    prefix: str
    name: str
    from_home: bool
    zone_letter: str
    zone_name: str
    zone_hint: str
    floor: str
    place: str
    counters: tuple[CounterPlace, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """The service standard in force: its fourteen components, and the decree it stands on."""

    version: int
    decree_number: str
    decided_on: date | None
    published_on: date | None
    requirements: tuple[str, ...]
    procedure: tuple[str, ...]
    time_limit: str
    counter_minutes: int
    fee: str
    product: str
    complaints: str
    legal_basis: tuple[str, ...]
    facilities: str
    competence: str
    supervision: str
    staff: str
    guarantee: str
    safety: str
    evaluation: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in a list. `fee_rupiah` is the lowest fee today (0 is free, None is not known); `fee_text` the standard's words.

    `zone_letter` is empty when no number is taken for it. `from_source`: the mark, "dari sumber" or "contoh".
    """

    id: UUID
    code: str
    name: str
    summary: str
    agency_code: str
    agency_name: str
    agency_short_name: str
    kind: str
    kind_word: str | Promise
    category: str
    deliveries: tuple[DeliveryWord, ...]
    line: UUID | None
    zone_letter: str
    time_limit: str
    fee_rupiah: int | None
    fee_varies: bool
    fee_text: str
    from_source: bool
    open_state: OpenState


@dataclass(frozen=True, slots=True)
class ServicePage:
    """Everything a service's page shows. `line` is None when no number is taken for it."""

    id: UUID
    code: str
    name: str
    summary: str
    agency_code: str
    agency_name: str
    agency_short_name: str
    kind: str
    kind_word: str | Promise
    category: str
    deliveries: tuple[DeliveryWord, ...]
    synonyms: tuple[str, ...]
    can_do_here: str
    cannot_do_here: str
    standard: Standard | None
    fees: tuple[FeeLine, ...]
    line: LinePlace | None
    open_state: OpenState
    from_source: bool
    source: str

    @property
    def free(self) -> bool:
        """Every fee today is nothing."""
        return bool(self.fees) and all(fee.amount_rupiah == 0 for fee in self.fees)


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """An agency with its state, its next seven days and its services."""

    agency: AgencyCard
    source: str
    week: tuple[DayHours, ...]
    services: tuple[ServiceRow, ...]


def service_page(mall: Mall, code: str, at: datetime) -> ServicePage:
    """Four queries beyond the kept schedule. Raises NotFound."""
    service = (
        Service.objects.filter(mall=mall, code=code, active=True, agency__active=True)
        .select_related("agency", "line__zone__site")
        .first()
    )
    if service is None:
        raise NotFound
    today = kept_schedule_of(mall).business_date(at)
    standards = ServiceStandard.objects.filter(service=service)
    fees = _valid_fees(Fee.objects.filter(service=service), today).values_list("label", "amount_rupiah")
    return page_of(mall, service, in_force(standards, today), (FeeLine(label, amount) for label, amount in fees), at)


def page_of(
    mall: Mall, service: Service, standard: ServiceStandard | None, fees: Iterable[FeeLine], at: datetime
) -> ServicePage:
    """The page of these rows, also of rows that nobody has saved; one query."""
    return ServicePage(
        id=service.id, code=service.code, name=service.name, summary=service.summary,
        agency_code=service.agency.code, agency_name=service.agency.name, agency_short_name=service.agency.short_name,
        kind=service.kind, kind_word=ServiceKind(service.kind).label, category=service.category,
        deliveries=_deliveries(service), synonyms=tuple(service.synonyms), can_do_here=service.can_do_here,
        cannot_do_here=service.cannot_do_here, standard=_standard(standard), fees=tuple(fees), line=_line_place(service.line),
        open_state=kept_schedule_of(mall).state(at, agency_id=service.agency_id), from_source=service.from_source,
        source=service.source,
    )  # fmt: skip


def services_of(
    mall: Mall, at: datetime, *, agency: Agency | None = None, codes: Iterable[str] | None = None
) -> tuple[ServiceRow, ...]:
    """Services by name, of the mall or of one agency; three queries beyond the kept schedule.

    With `codes` only those, in the order given (a search result); a code that is not there is left out.
    """
    chosen = Service.objects.filter(mall=mall, active=True, agency__active=True)
    if agency is not None:
        chosen = chosen.filter(agency=agency)
    wanted = None if codes is None else list(codes)
    if wanted is not None:
        chosen = chosen.filter(code__in=wanted)
    schedule = kept_schedule_of(mall)
    today = schedule.business_date(at)
    standards, fees = _terms(mall, chosen, today, narrowed=agency is not None or wanted is not None)
    states: dict[UUID, OpenState] = {}
    rows = []
    for service in chosen.select_related("agency", "line__zone").order_by("name", "code"):
        if service.agency_id not in states:
            states[service.agency_id] = schedule.state(at, agency_id=service.agency_id)
        rows.append(_row(service, standards.get(service.id), fees.get(service.id, []), states[service.agency_id]))
    if wanted is not None:
        place = {code: position for position, code in enumerate(wanted)}
        rows.sort(key=lambda row: place[row.code])
    return tuple(rows)


def agency_page(mall: Mall, code: str, at: datetime) -> AgencyPage:
    """Five queries beyond the kept schedule. Raises NotFound."""
    agency = Agency.objects.filter(mall=mall, code=code, active=True).first()
    if agency is None:
        raise NotFound
    schedule = kept_schedule_of(mall)
    counters = _counters_of_agencies(mall)
    return AgencyPage(
        agency=agency_card(agency, counters[agency.id], schedule, at), source=agency.source,
        week=week_ahead(schedule, at, agency.id), services=services_of(mall, at, agency=agency),
    )  # fmt: skip


def agencies_of(mall: Mall, at: datetime) -> tuple[AgencyCard, ...]:
    """The mall's agencies by name; two queries beyond the kept schedule."""
    schedule = kept_schedule_of(mall)
    counters = _counters_of_agencies(mall)
    agencies = Agency.objects.filter(mall=mall, active=True).order_by("name", "code")
    return tuple(agency_card(agency, counters[agency.id], schedule, at) for agency in agencies)


def in_force(standards: Iterable[ServiceStandard], today: date) -> ServiceStandard | None:
    """The highest version that is published by `today` (or has no date); else the first to come."""
    by_version = sorted(standards, key=lambda standard: standard.version)
    published = [one for one in by_version if one.published_on is None or one.published_on <= today]
    return published[-1] if published else next(iter(by_version), None)


def _counters_of_agencies(mall: Mall) -> dict[UUID, set[tuple[str, str]]]:
    """Zone letter and number of an agency's own counters, and of those shared ones that serve its lines; one query."""
    counters: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    own = Counter.objects.filter(mall=mall, active=True).values_list("agency_id", "zone__letter", "number")
    served = CounterLine.objects.filter(line__mall=mall, line__active=True, counter__active=True).values_list(
        "line__agency_id", "counter__zone__letter", "counter__number"
    )
    for agency_id, letter, number in own.union(served):
        counters[agency_id].add((letter, number))
    return counters


def _terms(
    mall: Mall, chosen: QuerySet[Service], today: date, *, narrowed: bool
) -> tuple[dict[UUID, ServiceStandard], dict[UUID, list[int]]]:
    """Standard in force and fees today of each chosen service, in two queries."""
    of_these = Q(service__in=chosen) if narrowed else Q(service__mall=mall)
    versions: dict[UUID, list[ServiceStandard]] = {}
    brief = ServiceStandard.objects.filter(of_these).only("service_id", "version", "published_on", "time_limit", "fee")
    for standard in brief.order_by("service_id", "version"):
        versions.setdefault(standard.service_id, []).append(standard)
    fees: dict[UUID, list[int]] = {}
    for service_id, amount in _valid_fees(Fee.objects.filter(of_these), today).values_list("service_id", "amount_rupiah"):
        fees.setdefault(service_id, []).append(amount)
    current = {service_id: in_force(standards, today) for service_id, standards in versions.items()}
    return {service_id: standard for service_id, standard in current.items() if standard}, fees


def _valid_fees(fees: QuerySet[Fee], today: date) -> QuerySet[Fee]:
    return (
        fees.filter(valid_from__lte=today)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        .order_by("amount_rupiah", "label", "pk")
    )


def _row(service: Service, standard: ServiceStandard | None, fees: list[int], state: OpenState) -> ServiceRow:
    line = service.line if service.line and service.line.active else None
    return ServiceRow(
        id=service.id, code=service.code, name=service.name, summary=service.summary,
        agency_code=service.agency.code, agency_name=service.agency.name, agency_short_name=service.agency.short_name,
        kind=service.kind, kind_word=ServiceKind(service.kind).label, category=service.category,
        deliveries=_deliveries(service), line=line.id if line else None,
        zone_letter=line.zone.letter if line else "",
        time_limit=standard.time_limit if standard else "", fee_rupiah=min(fees) if fees else None,
        fee_varies=len(set(fees)) > 1, fee_text=standard.fee if standard else "", from_source=service.from_source,
        open_state=state,
    )  # fmt: skip


def _deliveries(service: Service) -> tuple[DeliveryWord, ...]:
    return tuple(DeliveryWord(code, _DELIVERY_WORDS[code]) for code in service.deliveries if code in _DELIVERY_WORDS)


def _standard(standard: ServiceStandard | None) -> Standard | None:
    if standard is None:
        return None
    return Standard(
        version=standard.version, decree_number=standard.decree_number, decided_on=standard.decided_on,
        published_on=standard.published_on, requirements=tuple(standard.requirements), procedure=tuple(standard.procedure),
        time_limit=standard.time_limit, counter_minutes=standard.counter_minutes, fee=standard.fee,
        product=standard.product, complaints=standard.complaints, legal_basis=tuple(standard.legal_basis),
        facilities=standard.facilities, competence=standard.competence, supervision=standard.supervision, staff=standard.staff,
        guarantee=standard.guarantee, safety=standard.safety, evaluation=standard.evaluation,
    )  # fmt: skip


def _line_place(line: Line | None) -> LinePlace | None:
    if line is None or not line.active:
        return None
    served = CounterLine.objects.filter(line=line, counter__active=True).values_list(
        "counter__number", "counter__direction", "counter__hint"
    )
    counters = [CounterPlace(number, side, Direction(side).label, hint) for number, side, hint in served]
    return LinePlace(
        id=line.id, code=line.code, prefix=line.prefix, name=line.name, from_home=line.from_home,
        zone_letter=line.zone.letter, zone_name=line.zone.name, zone_hint=line.zone.hint, floor=line.zone.floor,
        place=line.zone.site.name, counters=tuple(sorted(counters, key=lambda counter: counter.number.zfill(6))),
    )  # fmt: skip
