"""A hall made for measuring: 40 lines with a service each, one kiosk, and as many desks as calls will be measured."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pendopo.accounts.models import User
from pendopo.appointments.models import LineDay
from pendopo.catalogue.models import CounterLine, Line, Service
from pendopo.directory.models import Agency, Counter, Device, DeviceKind, Mall, Post, Region, Role, Site, Zone
from pendopo.kernel.clock import business_date
from pendopo.kernel.identifiers import public_code, uuid7
from pendopo.kernel.keys import token_hash
from pendopo.queue.models import DeskLease, Ticket, TicketState, Visit

LINES = 40
SECRET = "bench-secret"  # noqa: S105 - a throw-away database
_LETTERS = "ABCDEFGH"
_SECOND = "ABCDEFGHJK"


@dataclass(frozen=True, slots=True)
class BenchHall:
    mall: UUID
    device: UUID
    services: tuple[UUID, ...]
    zones: tuple[UUID, ...]
    lines: tuple[UUID, ...]


def make_hall(*, at: datetime, code: str = "bench") -> BenchHall:
    """Rows of a mall whose lines are open from an hour before `at` until ten hours after."""
    region, _made = Region.objects.get_or_create(
        code="18.01", defaults={"name": "Bench", "level": "regency", "kind": "kabupaten"}
    )
    mall = Mall.objects.create(code=code, name="Bench", region=region)
    site = Site.objects.create(mall=mall, code="utama", name="Utama")
    agency = Agency.objects.create(mall=mall, code="dinas", name="Dinas", short_name="Dinas", kind="opd")
    zones = [Zone(mall=mall, site=site, letter=letter, name=f"Zona {letter}") for letter in _LETTERS]
    Zone.objects.bulk_create(zones)
    prefixes = [letter + second for letter in _LETTERS for second in _SECOND][:LINES]
    by_letter = {zone.letter: zone for zone in zones}
    lines = [
        Line(mall=mall, zone=by_letter[prefix[0]], agency=agency, code=prefix.lower(), prefix=prefix, name=f"Jalur {prefix}")
        for prefix in prefixes
    ]
    Line.objects.bulk_create(lines)
    services = [
        Service(mall=mall, agency=agency, line=line, code=line.code, name=line.name, kind="non_licensing") for line in lines
    ]
    Service.objects.bulk_create(services)
    today = business_date(at, mall.time_zone)
    LineDay.objects.bulk_create(
        LineDay(
            mall=mall,
            line=line,
            business_date=today,
            opens_at=at - timedelta(hours=1),
            closes_at=at + timedelta(hours=10),
            last_joined_at=at - timedelta(hours=2),
        )
        for line in lines
    )
    device = Device.objects.create(
        mall=mall, kind=DeviceKind.KIOSK, name="Kios", token_hash=token_hash(SECRET), paired_at=at, last_seen_at=at
    )
    return BenchHall(
        mall.id, device.id, tuple(s.id for s in services), tuple(z.id for z in zones), tuple(line.id for line in lines)
    )


def make_desks(hall: BenchHall, *, count: int, at: datetime) -> list[tuple[UUID, UUID, UUID, UUID]]:
    """(lease, counter, officer, line) of fresh desks, each open and idle, spread over the lines."""
    mall = Mall.objects.get(pk=hall.mall)
    zone, agency = Zone.objects.filter(mall=mall).order_by("letter").first(), Agency.objects.filter(mall=mall).first()
    start = Counter.objects.filter(mall=mall).count()
    numbers = range(start, start + count)
    counters = [Counter(mall=mall, zone=zone, agency=agency, code=f"c{n}", number=f"{n:x}") for n in numbers]
    officers = [User(email=f"o{n}@{mall.code}.example", name="O", password="!") for n in numbers]  # noqa: S106
    lines = [hall.lines[n % len(hall.lines)] for n in range(count)]
    today = business_date(at, mall.time_zone)
    leases = [
        DeskLease(
            mall=mall,
            counter=counter,
            officer=officer,
            secret_hash=token_hash(SECRET),
            business_date=today,
            changed_at=at,
            opened_at=at,
            seen_at=at,
        )
        for counter, officer in zip(counters, officers, strict=True)
    ]
    Counter.objects.bulk_create(counters, batch_size=2000)
    User.objects.bulk_create(officers, batch_size=2000)
    CounterLine.objects.bulk_create(
        (CounterLine(counter=counter, line_id=line) for counter, line in zip(counters, lines, strict=True)), batch_size=2000
    )
    posts = [Post(user=officer, mall=mall, agency=agency, role=Role.OFFICER, from_date=today) for officer in officers]
    Post.objects.bulk_create(posts, batch_size=2000)
    named = Post.counters.through
    named.objects.bulk_create(
        (named(post=post, counter=counter) for post, counter in zip(posts, counters, strict=True)), batch_size=2000
    )
    DeskLease.objects.bulk_create(leases, batch_size=2000)
    return [
        (lease.id, counter.id, officer.id, line)
        for lease, counter, officer, line in zip(leases, counters, officers, lines, strict=True)
    ]


def make_waiting(hall: BenchHall, *, count: int, at: datetime) -> None:
    """`count` visitors waiting, spread evenly over the lines, the earliest first."""
    services = dict(zip(hall.lines, hall.services, strict=True))
    days = {day.line_id: day for day in LineDay.objects.filter(mall=hall.mall)}
    prefixes = dict(Line.objects.filter(mall=hall.mall).values_list("id", "prefix"))
    visits, tickets = [], []
    for n in range(count):
        line = hall.lines[n % len(hall.lines)]
        day = days[line]
        day.last_number += 1
        joined = at - timedelta(minutes=30) + timedelta(milliseconds=n)
        visit = Visit(
            id=uuid7(), mall_id=hall.mall, code=public_code(), business_date=day.business_date, channel="kiosk", began_at=joined
        )
        visits.append(visit)
        tickets.append(
            Ticket(
                mall_id=hall.mall,
                visit=visit,
                line_id=line,
                numbered_in_id=line,
                service_id=services[line],
                business_date=day.business_date,
                prefix=prefixes[line],
                number=day.last_number,
                state=TicketState.WAITING,
                changed_at=joined,
                taken_at=joined,
                joined_at=joined,
                rank_at=joined,
                shown_at=joined,
            )
        )
    Visit.objects.bulk_create(visits, batch_size=2000)
    Ticket.objects.bulk_create(tickets, batch_size=2000)
    LineDay.objects.bulk_update(days.values(), ["last_number"])
