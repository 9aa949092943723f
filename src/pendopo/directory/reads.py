"""What screens show of the mall itself: its agencies, facilities, zones, week and devices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from pendopo.directory.models import SCREENS, Agency, AgencyKind, Device, DeviceKind, Facility, Mall, SoundState, Zone
from pendopo.directory.open_state import OpenState
from pendopo.directory.opening import kept_schedule_of
from pendopo.directory.schedule import Schedule, Span

#: A device that was not heard from for this long is silent.
SILENT_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class MallCard:
    """A mall in the choice of malls."""

    code: str
    name: str
    region: str
    address: str


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of the week ahead; `span` None means closed, `reason` (holiday, special day) may say why."""

    day: date
    span: Span | None
    reason: str


@dataclass(frozen=True, slots=True)
class MallPage:
    """The mall's own facts, its state now and its next seven days."""

    code: str
    name: str
    address: str
    greeting: str
    phone: str
    email: str
    open_state: OpenState
    week: tuple[DayHours, ...]


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """An agency in the list of agencies. `kind_word` is the translated kind; `zones` are letters."""

    code: str
    name: str
    short_name: str
    kind: str
    kind_word: str | Promise
    zones: tuple[str, ...]
    counters: tuple[str, ...]
    from_source: bool
    open_state: OpenState


@dataclass(frozen=True, slots=True)
class FacilityCard:
    code: str
    name: str
    kind: str
    place: str
    floor: str
    hint: str
    from_source: bool


@dataclass(frozen=True, slots=True)
class ZoneCard:
    letter: str
    name: str
    place: str
    floor: str
    hint: str


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """A kiosk or display in the list of devices. `silent`: paired, yet not heard from for five minutes.

    `doubled_at`: when it was last used from two places at once; None when it never was since it was paired.
    """

    id: UUID
    name: str
    kind: str
    kind_word: str | Promise
    zone: str
    paired_at: datetime | None
    last_seen_at: datetime | None
    revoked: bool
    silent: bool
    speaks: bool
    volume: int
    sound_state: str
    doubled_at: datetime | None = None

    @property
    def mute(self) -> bool:
        """A display that should be heard says that it cannot be."""
        return self.kind == DeviceKind.DISPLAY and self.speaks and self.sound_state == SoundState.MUTED


def malls() -> tuple[MallCard, ...]:
    """Every mall of this installation, by name; one query."""
    rows = Mall.objects.select_related("region").order_by("name", "code")
    return tuple(MallCard(mall.code, mall.name, mall.region.name, mall.address) for mall in rows)


def mall_page(mall: Mall, at: datetime) -> MallPage:
    """No query beyond the kept schedule."""
    schedule = kept_schedule_of(mall)
    return MallPage(
        code=mall.code, name=mall.name, address=mall.address, greeting=mall.greeting, phone=mall.phone, email=mall.email,
        open_state=schedule.state(at), week=week_ahead(schedule, at),
    )  # fmt: skip


def week_ahead(schedule: Schedule, at: datetime, agency_id: UUID | None = None) -> tuple[DayHours, ...]:
    """Today and the six days after it."""
    today = schedule.business_date(at)
    return tuple(
        DayHours(day, schedule.span(day, agency_id), schedule.reason_of(day, agency_id))
        for day in (today + timedelta(days=ahead) for ahead in range(7))
    )


def agency_card(agency: Agency, counters: Iterable[tuple[str, str]], schedule: Schedule, at: datetime) -> AgencyCard:
    """`counters` are pairs of zone letter and number: its own, and those where it is served."""
    counters = set(counters)
    return AgencyCard(
        code=agency.code, name=agency.name, short_name=agency.short_name, kind=agency.kind,
        kind_word=AgencyKind(agency.kind).label, zones=tuple(sorted({letter for letter, _number in counters})),
        counters=tuple(sorted((number for _letter, number in counters), key=lambda number: number.zfill(6))),
        from_source=agency.from_source, open_state=schedule.state(at, agency_id=agency.id),
    )  # fmt: skip


def facilities_of(mall: Mall) -> tuple[FacilityCard, ...]:
    """By kind and name; one query."""
    rows = Facility.objects.filter(mall=mall).select_related("site").order_by("kind", "name", "code")
    return tuple(
        FacilityCard(row.code, row.name, row.kind, row.site.name, row.floor, row.hint, row.from_source) for row in rows
    )


def zones_of(mall: Mall) -> tuple[ZoneCard, ...]:
    """By letter; one query."""
    rows = Zone.objects.filter(mall=mall).select_related("site").order_by("letter")
    return tuple(ZoneCard(row.letter, row.name, row.site.name, row.floor, row.hint) for row in rows)


def devices_of(mall: Mall, at: datetime) -> tuple[DeviceCard, ...]:
    """Kiosks and displays by kind and name; one query."""
    rows = Device.objects.filter(mall=mall, kind__in=SCREENS).select_related("zone").order_by("kind", "name")
    return tuple(
        DeviceCard(
            id=row.id, name=row.name, kind=row.kind, kind_word=row.get_kind_display(),
            zone=row.zone.letter if row.zone else "", paired_at=row.paired_at, last_seen_at=row.last_seen_at,
            revoked=row.revoked_at is not None, silent=_silent(row, at), speaks=row.speaks, volume=row.volume,
            sound_state=row.sound_state, doubled_at=row.doubled_at,
        )
        for row in rows
    )  # fmt: skip


def _silent(device: Device, at: datetime) -> bool:
    if device.paired_at is None or device.revoked_at is not None:
        return False
    return device.last_seen_at is None or at - device.last_seen_at > SILENT_AFTER
