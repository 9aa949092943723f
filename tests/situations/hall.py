"""Malls, lines, counters, services and the people who work there.

Everything not named is made: `a_counter()` alone gives a counter of a line of an agency in a zone of an open mall.
Rows are tied together by what is given: `a_service(line=line)` belongs to the line's mall and agency.
Recurring people: Budi the officer, Rina the supervisor, Joko from another agency of another mall, who must see nothing.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import count
from string import ascii_uppercase
from typing import Any

from pendopo.accounts.models import User
from pendopo.catalogue.models import CounterLine, Delivery, Line, Service, ServiceKind, ServiceStandard
from pendopo.directory.models import (
    Agency,
    AgencyKind,
    Break,
    Counter,
    Device,
    DeviceKind,
    Duty,
    Hours,
    Mall,
    Pause,
    Post,
    Region,
    RegionLevel,
    Role,
    Site,
    SpecialDay,
    Zone,
)
from pendopo.kernel.keys import new_token, token_hash
from tests.situations.times import EIGHT, MONDAY

WEEKDAYS = range(5)
_numbers = count(1)


def _next() -> int:
    return next(_numbers)


def a_region(code: str = "18.01", name: str = "Kabupaten Lampung Selatan") -> Region:
    levels = (RegionLevel.PROVINCE, RegionLevel.REGENCY, RegionLevel.DISTRICT, RegionLevel.VILLAGE)
    level = levels[code.count(".")]
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": level, "kind": "kabupaten"})[0]


def a_mall(*, open_from: str = "08:00", open_until: str = "15:00", weekdays: Iterable[int] = WEEKDAYS, **fields: Any) -> Mall:
    """A mall in Lampung Selatan, open Monday to Friday from 08:00 to 15:00."""
    number = _next()
    region = fields.pop("region", None) or a_region()
    mall = Mall.objects.create(**{"code": f"mall-{number}", "name": f"MPP {number}", "region": region, **fields})
    for weekday in weekdays:
        Hours.objects.create(
            mall=mall, weekday=weekday, opens=time.fromisoformat(open_from), closes=time.fromisoformat(open_until)
        )
    Site.objects.create(mall=mall, code="gedung-utama", name="Gedung utama")
    return mall


def a_closed_mall(**fields: Any) -> Mall:
    """A mall whose opening hours nobody has set."""
    return a_mall(weekdays=(), **fields)


def a_zone(*, mall: Mall | None = None, **fields: Any) -> Zone:
    """The next free letter of the mall, in its main building."""
    mall = mall or a_mall()
    taken = set(Zone.objects.filter(mall=mall).values_list("letter", flat=True))
    letter = next(letter for letter in ascii_uppercase if letter not in taken)
    site = fields.pop("site", None) or Site.objects.filter(mall=mall).order_by("pk").first()
    return Zone.objects.create(**{"mall": mall, "site": site, "letter": letter, "name": f"Zona {letter}", **fields})


def an_agency(*, mall: Mall | None = None, **fields: Any) -> Agency:
    number = _next()
    defaults = {
        "mall": mall or a_mall(), "code": f"dinas-{number}", "name": f"Dinas Pelayanan {number}",
        "short_name": f"Dinas {number}", "kind": AgencyKind.OPD,
    }  # fmt: skip
    return Agency.objects.create(**{**defaults, **fields})


def a_line(*, mall: Mall | None = None, zone: Zone | None = None, agency: Agency | None = None, **fields: Any) -> Line:
    """A line with its own prefix: the zone's letter, then AA, AB, …"""
    mall = mall or (zone and zone.mall) or (agency and agency.mall) or a_mall()
    zone = zone or a_zone(mall=mall)
    number = _next()
    taken = set(Line.objects.filter(mall=mall).values_list("prefix", flat=True))
    candidates = [zone.letter, *(zone.letter + second for second in ascii_uppercase)]
    defaults = {
        "mall": mall, "zone": zone, "agency": agency or an_agency(mall=mall), "code": f"jalur-{number}",
        "prefix": next(prefix for prefix in candidates if prefix not in taken), "name": f"Jalur {number}",
    }  # fmt: skip
    return Line.objects.create(**{**defaults, **fields})


def a_counter(*, line: Line | None = None, lines: Iterable[Line] = (), mall: Mall | None = None, **fields: Any) -> Counter:
    """A counter that serves the given line or lines (or a new one), of the first line's agency and zone."""
    serves = [*([line] if line else []), *lines] or [a_line(mall=mall)]
    number = _next()
    defaults = {
        "mall": serves[0].mall, "zone": serves[0].zone, "agency": serves[0].agency, "code": f"loket-{number}",
        "number": str(number), "name": f"Loket {number}",
    }  # fmt: skip
    counter = Counter.objects.create(**{**defaults, **fields})
    for served in serves:
        CounterLine.objects.create(counter=counter, line=served)
    return counter


def a_duty(counter: Counter, starts: str = "08:00", ends: str = "15:00", **fields: Any) -> Duty:
    """Somebody is expected at the counter on Mondays; on one day only with `date`."""
    day = {} if "date" in fields else {"weekday": 0}
    hours = {"starts": time.fromisoformat(starts), "ends": time.fromisoformat(ends)}
    return Duty.objects.create(mall=counter.mall, counter=counter, **{**day, **hours, **fields})


def a_service(*, line: Line | None = None, agency: Agency | None = None, **fields: Any) -> Service:
    """A service for which a number is taken; with `agency` and no line, one for which none is."""
    if line is None and agency is None:
        line = a_line()
    number = _next()
    owner = line or agency
    defaults = {
        "mall": owner.mall, "agency": agency or line.agency, "line": line, "code": f"layanan-{number}",
        "name": f"Layanan {number}", "kind": ServiceKind.NON_LICENSING, "deliveries": [Delivery.DIRECT.value],
    }  # fmt: skip
    return Service.objects.create(**{**defaults, **fields})


def a_standard(*, service: Service, **fields: Any) -> ServiceStandard:
    """A published service standard, version 1."""
    defaults = {
        "service": service, "version": 1, "decree_number": "SK 1/2026", "published_on": date(2026, 1, 2),
        "requirements": ["Fotokopi KK", "KTP-el asli"], "procedure": ["Ambil nomor", "Serahkan berkas"],
        "time_limit": "3 hari kerja", "counter_minutes": 10, "fee": "Tidak dipungut biaya", "product": "Kutipan akta",
    }  # fmt: skip
    return ServiceStandard.objects.create(**{**defaults, **fields})


def a_person(name: str = "Budi", **fields: Any) -> User:
    """Somebody with an address and no post; signs in with no password until one is given."""
    return User.objects.create_user(email=fields.pop("email", f"{name.lower()}-{_next()}@contoh.go.id"), name=name, **fields)


def a_post(*, user: User, mall: Mall, role: str = Role.OFFICER, counters: Iterable[Counter] = (), **fields: Any) -> Post:
    post = Post.objects.create(**{"user": user, "mall": mall, "role": role, "from_date": date(2026, 1, 1), **fields})
    post.counters.set(counters)
    return post


def an_officer(counter: Counter | None = None, *, name: str = "Budi", **fields: Any) -> User:
    """Budi, who may open this counter (or a new one)."""
    counter = counter or a_counter()
    user = a_person(name, **fields)
    a_post(user=user, mall=counter.mall, agency=counter.agency, counters=[counter])
    return user


def a_supervisor(agency: Agency | None = None, *, name: str = "Rina") -> User:
    """Rina, who watches over one agency."""
    agency = agency or an_agency()
    user = a_person(name)
    a_post(user=user, mall=agency.mall, agency=agency, role=Role.SUPERVISOR)
    return user


def a_manager(mall: Mall | None = None, *, name: str = "Rina") -> User:
    user = a_person(name)
    a_post(user=user, mall=mall or a_mall(), role=Role.MANAGER)
    return user


def a_greeter(mall: Mall | None = None, *, name: str = "Ayu") -> User:
    """Ayu, who welcomes visitors at the entrance."""
    user = a_person(name)
    a_post(user=user, mall=mall or a_mall(), role=Role.GREETER)
    return user


def an_administrator(mall: Mall | None = None, *, name: str = "Wayan") -> User:
    user = a_person(name)
    a_post(user=user, mall=mall or a_mall(), role=Role.ADMIN)
    return user


def an_agency_head(agency: Agency | None = None, *, name: str = "Lestari") -> User:
    """Lestari, who looks after one agency."""
    agency = agency or an_agency()
    user = a_person(name)
    a_post(user=user, mall=agency.mall, agency=agency, role=Role.AGENCY_HEAD)
    return user


def a_holder_of(role: str, mall: Mall | None = None, *, name: str = "Wayan") -> User:
    """Somebody with this post in the whole mall."""
    user = a_person(name)
    a_post(user=user, mall=mall or a_mall(), role=role)
    return user


def joko() -> User:
    """An officer of another agency in another mall: whatever he asks for here is not found."""
    return an_officer(a_counter(mall=a_mall()), name="Joko")


def a_device(*, mall: Mall | None = None, kind: str = DeviceKind.KIOSK, **fields: Any) -> tuple[Device, str]:
    """A paired device and the token that lies in its cookie."""
    token = new_token()
    defaults = {"mall": mall or a_mall(), "kind": kind, "name": f"Layar {_next()}", "paired_at": EIGHT}
    return Device.objects.create(**{**defaults, "token_hash": token_hash(token), **fields}), token


def a_kiosk(*, mall: Mall | None = None, **fields: Any) -> tuple[Device, str]:
    return a_device(mall=mall, kind=DeviceKind.KIOSK, **fields)


def a_display(*, zone: Zone | None = None, **fields: Any) -> tuple[Device, str]:
    zone = zone or a_zone()
    return a_device(mall=zone.mall, zone=zone, kind=DeviceKind.DISPLAY, **fields)


def a_closed_day(*, mall: Mall, day: date = MONDAY, reason: str = "Rapat kerja", **fields: Any) -> SpecialDay:
    return SpecialDay.objects.create(mall=mall, date=day, reason=reason, **fields)


def a_pause(*, mall: Mall, starts_at: datetime, ends_at: datetime, reason: str = "Senam bersama") -> Pause:
    return Pause.objects.create(mall=mall, starts_at=starts_at, ends_at=ends_at, reason=reason)


def a_break(starts: str, ends: str, *, mall: Mall, reason: str = "Istirahat siang", **fields: Any) -> Break:
    """A daily break; of the whole mall unless an agency or a counter is given."""
    return Break.objects.create(
        mall=mall, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), reason=reason, **fields
    )
