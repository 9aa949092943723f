"""The mall of the pictures: Lampung Selatan after three hours of its day, and counters in the states that are pictured."""

import re
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import Length
from openpyxl import load_workbook

from pendopo.accounts.models import User
from pendopo.appointments.open_line_day import open_line_day
from pendopo.appointments.stop_issuing import StopReason, resume_issuing, stop_issuing
from pendopo.catalogue.export_workbook import export_workbook
from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.models import CounterLine, Line, Service
from pendopo.config.demo import prepare
from pendopo.config.demo.folder import Folder
from pendopo.config.demo.morning import live_until_now
from pendopo.config.pictures.standing_clock import AT
from pendopo.crowd.plan import plan_of
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.give_post import give_post
from pendopo.directory.models import Counter, DeviceKind, Mall, Post, Role, Zone
from pendopo.directory.pair_device import Paired, make_device, pair_device
from pendopo.directory.pause_hall import end_pause, pause_hall
from pendopo.journal.relay import give_positions
from pendopo.kernel.clock import business_date
from pendopo.kernel.keys import token_hash
from pendopo.queue.call_next import call_next
from pendopo.queue.doors import desk_of
from pendopo.queue.finish import finish
from pendopo.queue.lifecycle import LeaseState
from pendopo.queue.models import AT_COUNTER, DeskLease, Outcome, Ticket, TicketState
from pendopo.queue.open_desk import open_desk
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.queue.reads.display import display_board

MALL = "lampung-selatan"
# More than three hundred services, and nobody has come yet.
STILL = "tulang-bawang-barat"
_SEED, _PEOPLE_PER_DAY = 24, 760
_FACE = re.compile(r'data-face="(\w+)"')


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter opened for the picture: the cookie of its browser and who sits there."""

    counter: str
    cookie: str
    email: str


@dataclass
class Hall:
    """What the pictures need to know of the mall, and the hand that moves it."""

    mall: Mall
    still: Mall
    address: str = ""
    kiosk: str = ""
    still_display: str = ""
    displays: Mapping[str, str] = field(default_factory=dict)

    @property
    def password(self) -> str:
        return settings.DEMO_PASSWORD

    @property
    def portal(self) -> str:
        return f"/m/{self.mall.code}"

    @property
    def manager(self) -> str:
        return self.manager_of(self.mall)

    def manager_of(self, mall: Mall) -> str:
        return str(Post.objects.filter(mall=mall, role=Role.ADMIN).values_list("user__email", flat=True)[0])

    @property
    def auditor(self) -> str:
        return str(Post.objects.filter(mall=self.mall, role=Role.AUDITOR).values_list("user__email", flat=True)[0])

    @property
    def longest_name(self) -> str:
        """The code of the service whose name is the longest."""
        services = Service.objects.filter(agency__mall=self.mall, line__isnull=False).order_by(Length("name").desc(), "code")
        return str(services.values_list("code", flat=True)[0])

    @property
    def versatile(self) -> str:
        """An officer who may sit at several counters."""
        posts = Post.objects.filter(mall=self.mall, role=Role.OFFICER).annotate(many=Count("counters"))
        return str(posts.order_by("-many", "user__email").values_list("user__email", flat=True)[0])

    def faulty_workbook(self) -> bytes:
        """The mall's own, with a few cells as hurried people fill them in."""
        book = load_workbook(BytesIO(export_workbook(self.mall)))
        wrong = {"Jalur": ("F3", "sebentar"), "Loket": ("E4", "dukcapl"), "Jam": ("B2", "senen"), "Petugas": ("A6", "budi")}
        for sheet, (cell, text) in wrong.items():
            book[sheet][cell] = text
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    @cached_property
    def faces(self) -> Mapping[str, str]:
        """For each face of the ticket's page, the code of a visit that shows it."""
        found: dict[str, str] = {}
        codes = (
            Ticket.objects.filter(mall=self.mall)
            .order_by("-changed_at", "prefix", "number")
            .values_list("visit__code", flat=True)
        )
        for state in TicketState.values:
            for code in codes.filter(state=state)[:40]:
                with urllib.request.urlopen(f"{self.address}/t/{code}") as page:  # noqa: S310 - our own address
                    face = _FACE.search(page.read().decode())
                if face:
                    found.setdefault(face[1], code)
        return found

    @property
    def quiet_zone(self) -> str:
        """The zone in which nobody was called for the longest time: elsewhere a fresh call stays on the display whatever
        else happens."""
        last = {zone.letter: display_board(self.mall, zone, AT).latest for zone in self.mall.zones.order_by("letter")}
        return min(last, key=lambda letter: (call.at if (call := last[letter]) else AT, letter))

    def busy_counter(self, place: int) -> Counter:
        """The counters that serve someone while others wait for them, the longest lines first."""
        serving = Ticket.objects.filter(mall=self.mall, state=TicketState.SERVING, started_at__lte=AT - timedelta(minutes=2))
        counters = Counter.objects.filter(pk__in=serving.values("counter")).order_by("number")
        waiting = {counter: self._waiting_for(counter) for counter in counters}
        return sorted(counters, key=lambda counter: (-waiting[counter], counter.number.zfill(3)))[place]

    def _waiting_for(self, counter: Counter) -> int:
        lines = CounterLine.objects.filter(counter=counter).values("line")
        return Ticket.objects.filter(line__in=lines, state=TicketState.WAITING).count()

    def sit_down(self, counter: Counter) -> tuple[DeskLease, Desk]:
        """The officer who has the counter goes on in the picture's browser."""
        lease = DeskLease.objects.exclude(state=LeaseState.CLOSED).select_related("officer").get(counter=counter)
        opened = open_desk(counter=counter, officer=lease.officer, at=AT, take_over=True)
        desk = desk_of(lease=opened.lease, secret_hash=token_hash(opened.secret), at=AT)
        return desk, Desk(counter.code, f"{opened.lease}.{opened.secret}", lease.officer.email)

    def serving(self) -> Desk:
        return self.sit_down(self.busy_counter(0))[1]

    def idle(self) -> Desk:
        return self._free(self.busy_counter(1))[1]

    def called(self) -> Desk:
        """Twenty seconds ago."""
        desk, seat = self._free(self.busy_counter(1))
        call_next(lease=desk.id, secret_hash=desk.secret_hash, at=AT - timedelta(seconds=20))
        return seat

    def paused(self) -> Desk:
        desk, seat = self._free(self.busy_counter(1))
        pause_desk(desk=desk, reason=PauseReason.PRAYER, at=AT, back_at=AT + timedelta(minutes=15))
        return seat

    def _free(self, counter: Counter) -> tuple[DeskLease, Desk]:
        desk, seat = self.sit_down(counter)
        for ticket in Ticket.objects.filter(counter=counter, state__in=AT_COUNTER):
            finish(desk=desk, ticket=ticket, outcome=Outcome.SERVED, at=AT - timedelta(seconds=30))
        return desk, seat

    @contextmanager
    def on_break(self) -> Iterator[None]:
        pause = pause_hall(
            mall=self.mall, starts_at=AT - timedelta(minutes=2), ends_at=AT + timedelta(minutes=13), reason="Senam bersama",
            at=AT - timedelta(minutes=2), actor="system",
        )  # fmt: skip
        yield
        end_pause(pause=pause, at=AT, actor="system")

    @contextmanager
    def stopped(self, prefix: str) -> Iterator[None]:
        """One line gives no numbers for half an hour."""
        line = Line.objects.select_related("mall", "agency").get(mall=self.mall, prefix=prefix)
        day = open_line_day(line=line, at=AT)
        stop_issuing(line_day=day, until=AT + timedelta(minutes=30), reason=StopReason.TROUBLE, at=AT, actor="system")
        yield
        resume_issuing(line_day=day, at=AT, actor="system")

    def close(self) -> None:
        """The rest of the day is off; nothing opens it again."""
        today = business_date(AT, self.mall.time_zone).isoformat()
        content = f"Untuk,Tanggal,Buka,Tutup,Alasan\nmal,{today},,,Cuti bersama\n"
        import_workbook(
            content=content.encode(), file_name="Tutup.csv", at=AT, actor="system", may_give=EVERY_ROLE, mall_code=MALL,
            sheet_name="Tutup",
        )  # fmt: skip


def open_hall(data: Path) -> Hall:
    """The mall, its people, and its morning until the clock's instant."""
    folder = Folder(data)
    prepare.make_tables()
    prepare.fill(folder, [MALL, STILL], at=AT)
    mall, still = Mall.objects.get(code=MALL), Mall.objects.get(code=STILL)
    kiosk = _paired(mall, DeviceKind.KIOSK, "Kios pintu utama")
    displays = {zone.letter: _paired(mall, DeviceKind.DISPLAY, f"Layar zona {zone.letter}", zone).cookie
                for zone in mall.zones.order_by("letter")}  # fmt: skip
    plan = plan_of(mall, AT)
    # Counter 2 is left free: somebody is about to open it.
    live_until_now(mall, plan, kiosk, guest=plan.seat_at("2"), people_per_day=_PEOPLE_PER_DAY, seed=_SEED, at=AT)
    while give_positions():
        pass
    auditor = User.objects.create_user(email="wulandari@contoh.example", name="Wulandari", password=settings.DEMO_PASSWORD)
    give_post(person=auditor, mall=mall, role=Role.AUDITOR, at=AT, actor="system")
    nobody = _paired(still, DeviceKind.DISPLAY, "Layar", still.zones.order_by("letter").first())
    return Hall(mall, still, kiosk=kiosk.cookie, displays=displays, still_display=nobody.cookie)


def _paired(mall: Mall, kind: DeviceKind, name: str, zone: Zone | None = None) -> Paired:
    return pair_device(code=make_device(mall=mall, kind=kind, name=name, zone=zone, at=AT, actor="system").code, at=AT)
