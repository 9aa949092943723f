"""An installation of real processes with a hall that is open now: what people touch, they touch through its address."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.test import override_settings

from pendopo.accounts.models import User
from pendopo.catalogue.models import Line, Service
from pendopo.config.supervisor import Installation, Supervisor, free_port
from pendopo.crowd.browser import BELIEVED, Browser, Connections
from pendopo.directory.models import Counter, DeviceKind, Mall
from pendopo.directory.pair_device import make_device, pair_device
from pendopo.kernel.clock import business_date, now, zone
from pendopo.kernel.identifiers import uuid7
from pendopo.queue.hall_token import hall_token
from tests.situations.hall import a_counter, a_line, a_mall, a_service, a_standard, a_zone, an_agency, an_officer
from tests.situations.own_database import OwnDatabase

PASSWORD = "kopi pagi di loket tiga"
_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


def far_from_midnight(at: datetime) -> str:
    """The one of the country's time zones in which today lasts longest yet: real processes ask the real clock."""
    return min(_ZONES, key=lambda name: abs(at.astimezone(zone(name)).hour * 60 + at.astimezone(zone(name)).minute - 720))


class RunningHall:
    """A birth certificate in zone A, counters 3 and 4 beside each other, Budi and Wati at them; everything over HTTP."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.mall: Mall = a_mall(
            name="MPP Bumi Khagom Mufakat", open_from="00:00", open_until="23:59", weekdays=range(7),
            time_zone=far_from_midnight(now()),
        )  # fmt: skip
        self.agency = an_agency(mall=self.mall, short_name="Dukcapil", name="Dinas Kependudukan dan Pencatatan Sipil")
        self.zone = a_zone(mall=self.mall, name="Kependudukan", hint="Sebelah kiri pintu masuk")
        self.line, self.service = self.a_service("Akta Kelahiran")
        self.counters = [a_counter(line=self.line, number=number, hint="Sisi kanan, dekat musala") for number in ("3", "4")]
        self.officers = [self.an_officer(counter, name) for counter, name in zip(self.counters, ("Budi", "Wati"), strict=True)]

    @property
    def address(self) -> str:
        return self.supervisor.installation.address

    def press(self, desk: Browser, word: str, **choice: str) -> dict[str, str]:
        """A button of the desk; what it did."""
        return desk.command(f"/d/{word}", {"kunci": str(uuid7()), **choice}).granted().facts

    def kill(self, program: str) -> None:
        """As `kill -9` does, to the server and all its workers. The supervisor starts it anew."""
        os.killpg(self.supervisor.process_ids()[program], signal.SIGKILL)

    def lose_power(self) -> None:
        """Everything dies at once, and nobody is there to start it."""
        self.supervisor._stopping.set()
        for program in self.supervisor.process_ids():
            self.kill(program)
        self.supervisor.stop()

    def get_power_back(self) -> None:
        self.supervisor = Supervisor(self.supervisor.installation, tell=_say_nothing)
        self.supervisor.start()
        self.supervisor.wait_until_ready(seconds=60)

    def a_service(self, name: str) -> tuple[Line, Service]:
        """A service with a line of its own, which may also be taken from home."""
        line = a_line(mall=self.mall, zone=self.zone, agency=self.agency, name=name)
        service = a_service(line=line, name=name)
        a_standard(service=service, requirements=["Surat keterangan lahir", "KK asli", "KTP-el kedua orang tua"])
        return line, service

    def an_officer(self, counter: Counter, name: str) -> User:
        officer = an_officer(counter, name=name)
        officer.set_password(PASSWORD)
        officer.save()
        return officer

    def pairing_link(self, kind: DeviceKind, name: str) -> str:
        """What the administrator opens in the browser of a new screen."""
        at_zone = self.zone if kind == DeviceKind.DISPLAY else None
        offered = make_device(mall=self.mall, kind=kind, name=name, at=now(), actor="system", zone=at_zone)
        return f"{self.address}/pasang/{offered.code}"

    def kiosk(self, name: str) -> Browser:
        """A paired kiosk without a screen: it presses again with the same key when an answer is lost."""
        offered = make_device(mall=self.mall, kind=DeviceKind.KIOSK, name=name, at=now(), actor="system")
        return Browser(Connections(self.address), {"kios": pair_device(code=offered.code, at=now()).cookie})

    @property
    def code_of_the_day(self) -> str:
        """The address behind the QR on every display of the hall."""
        with override_settings(KEYS_DIRECTORY=self.supervisor.installation.data_directory / "keys"):
            word = hall_token(self.mall.id, business_date(now(), self.mall.time_zone))
        return f"/m/{self.mall.code}/aula/{word}"

    def a_number(self, kiosk: Browser, service: Service | None = None) -> str:
        """Somebody takes a number at the kiosk and sees it."""
        order = {"layanan": str((service or self.service).id), "kunci": str(uuid7())}
        given = kiosk.command("/k/nomor", order).granted().facts
        kiosk.command("/k/tampil", {"tiket": given["ticket"]}).granted()
        return str(given["number"])

    def signed_in(self, officer: User) -> Browser:
        browser = Browser(Connections(self.address))
        form = browser.get("/masuk").form("/masuk")
        browser.press(form, surel=officer.email, sandi=PASSWORD)
        return browser

    def desk(self, counter: Counter, officer: User) -> Browser:
        """A browser in which this officer has signed in and opened the counter."""
        browser = self.signed_in(officer)
        posts = browser.get("/pos")
        form = next(one for one in posts.forms if one.fields.get("loket") == counter.code)
        assert browser.press(form).goes_to == f"/loket/{counter.code}/"
        return browser


@contextmanager
def a_running_hall(own: OwnDatabase) -> Iterator[RunningHall]:
    """The database must be in use by this process."""
    installation = Installation(own.data, own.address, port=free_port(), extra=own.more() | BELIEVED)
    supervisor = Supervisor(installation, tell=_say_nothing)
    supervisor.start()
    hall = RunningHall(supervisor)
    try:
        supervisor.wait_until_ready(seconds=60)
        yield hall
    finally:
        hall.supervisor.stop()


def _say_nothing(_line: str) -> None:
    """What servers say of being killed belongs to nobody."""


def eventually(happens: Callable[[], object], *, within: float = 30) -> None:
    """Wait for a condition of processes that one cannot ask."""
    until = time.monotonic() + within
    while not happens():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)
