"""Every page of the product as it may stand on a screen: each address, and the situations that an address can be in."""

from base64 import b32decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.test import Client

from pendopo.accounts.models import Passkey
from pendopo.accounts.second_factor import code_at, confirm_second_factor, offer_second_factor
from pendopo.catalogue.models import Import
from pendopo.directory.outside_line import say_outside_is_lost
from pendopo.privacy.proof import proof_word
from pendopo.queue.cancel import cancel
from pendopo.queue.finish import finish
from pendopo.queue.miss import miss
from pendopo.queue.models import Outcome, Ticket
from pendopo.queue.park import ParkReason, park
from pendopo.queue.pause_desk import PauseReason, pause_desk
from pendopo.web.audience import Audience
from tests.house.addresses import Address, WholeMall, addresses, signed_in
from tests.situations.desk_screen import DeskScreen
from tests.situations.hall import (
    a_closed_mall,
    a_counter,
    a_display,
    a_line,
    a_mall,
    a_service,
    a_standard,
    an_agency_head,
    an_officer,
)
from tests.situations.line import Desk, a_key, a_ticket, a_ticket_at, a_visitor_served_at, an_open_desk
from tests.situations.master_data import a_kept_import
from tests.situations.screens import KioskScreen, a_kiosk_screen
from tests.situations.times import EIGHT, NINE, minutes

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE, DESK, KIOSK, DISPLAY = (360, 740), (1366, 768), (1080, 1920), (1920, 1080)
SHEETS = ("bantuan", "jeda", "tutup", "urutan", "nomor", "ambil", "hadir")


@dataclass(frozen=True)
class Shown:
    """A page on the screen that it is made for. `content` is the answer to something posted; `then` is done on the page."""

    name: str
    path: str
    client: Client
    size: tuple[int, int] = PHONE
    content: str = ""
    then: "Callable[[Page], Any] | None" = None

    @property
    def is_fixed(self) -> bool:
        """A screen of the hall, whose size nobody changes."""
        return self.size in (KIOSK, DISPLAY)


def size_of(address: Address) -> tuple[int, int]:
    if address.audience is Audience.DEVICE:
        return DISPLAY if address.name.startswith("display") else KIOSK
    of_office = (".desk.", ".backoffice.", ".privacy.")
    return DESK if any(room in address.view.__module__ for room in of_office) else PHONE


def what_is_there(mall: WholeMall, address: Address) -> str:
    """`page`, or what stands at this address instead."""
    answer = mall.browser(address).get(mall.path(address))
    if answer.status_code == 405:
        return "posted"
    if 300 <= answer.status_code < 400:
        return "leads on"
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return "no page"
    return "page" if b"<html" in answer.content else "part"


def every_page(mall: WholeMall) -> Iterator[Shown]:
    for address in addresses():
        if what_is_there(mall, address) == "page":
            yield Shown(address.name, mall.path(address), mall.browser(address), size_of(address))
    yield from _of_the_public(mall)
    yield from _of_the_ticket(mall)
    yield from _of_the_kiosk(mall)
    yield from _of_the_display(mall)
    yield from _of_the_desk(mall)
    yield from _of_the_staff(mall)
    yield from _of_the_account()
    yield from _of_personal_data(mall)


def _of_the_public(mall: WholeMall) -> Iterator[Shown]:
    at, visitor = f"/m/{mall.mall.code}", Client()
    yield Shown("search with results", f"{at}/cari?q=akta", visitor)
    yield Shown("search without results", f"{at}/cari?q=xyzabc", visitor)
    yield Shown("services of a kind", f"{at}/layanan?q=akta", visitor)
    yield Shown("portal of a closed mall", f"/m/{a_closed_mall(name='MPP Tutup').code}/", visitor)
    shut = a_service(line=a_line(mall=mall.mall), name="Layanan tanpa petugas")
    a_standard(service=shut)
    yield Shown("service where nobody is", f"{at}/layanan/{shut.code}", visitor)
    elsewhere = a_service(agency=mall.agency, name="Layanan tanpa nomor antrean")
    yield Shown("service without numbers", f"{at}/layanan/{elsewhere.code}", visitor)
    yield Shown("page that is not there", "/tidak-ada", visitor)
    yield Shown("page of a fault", "/", visitor, content=render_to_string("500.html"))
    yield _posted("code that is not found", "/nomor", Shown("", "", visitor), kode="SALAH")


def _of_the_ticket(mall: WholeMall) -> Iterator[Shown]:
    def a_desk() -> Desk:
        line = a_line(mall=mall.mall, zone=mall.line.zone, agency=mall.agency)
        counter = a_counter(line=line, direction="right", hint="Dekat musala")
        return an_open_desk(counter, at=EIGHT)

    desk = a_desk()
    missed = a_ticket_at(desk)
    miss(desk=desk.lease(NINE), ticket=missed, at=NINE)
    desk = a_desk()
    finished = a_visitor_served_at(desk)
    finish(desk=desk.lease(NINE), ticket=finished, outcome=Outcome.SERVED, at=NINE)
    desk = a_desk()
    parked = a_visitor_served_at(desk)
    park(desk=desk.lease(NINE), ticket=parked, reason=ParkReason.COPY, until=NINE + minutes(15), at=NINE)
    cancelled = a_ticket(mall.line)
    cancel(ticket=cancelled, actor="visitor", at=NINE)
    served = a_desk()
    a_visitor_served_at(served, at=NINE - minutes(3))
    near = a_ticket(served.counter.counter_lines.get().line)
    faces: dict[str, Ticket] = {
        "held": mall.held, "called": a_ticket_at(a_desk()), "being served": a_visitor_served_at(a_desk()), "missed": missed,
        "finished": finished, "parked": parked, "given up": cancelled, "nearly next": near,
    }  # fmt: skip
    for face, ticket in faces.items():
        yield Shown(f"ticket: {face}", f"/t/{ticket.visit.code}", Client())
    javanese = Client()
    javanese.cookies["bahasa"] = "jv"
    yield Shown("ticket: in Javanese", f"/t/{near.visit.code}", javanese)
    yield Shown("ticket: unknown", "/t/SALAH", Client())


def _of_the_kiosk(mall: WholeMall) -> Iterator[Shown]:
    def kiosk(name: str, path: str, screen: KioskScreen | None = None, **cookies: str) -> Shown:
        own = screen or a_kiosk_screen(mall=mall.mall)
        for cookie, value in cookies.items():
            own.client.cookies[cookie] = value
        return Shown(f"kiosk: {name}", path, own.client, KIOSK)

    yield kiosk("search with results", "/k/cari?q=akta")
    yield kiosk("search without results", "/k/cari?q=xyzabc")
    yield kiosk("services of a picture", "/k/gambar?gambar=baby")
    yield kiosk("high contrast", "/k/", tampilan="kontras")
    yield kiosk("within reach from a wheelchair", "/k/", tampilan="rendah")
    yield kiosk("a service, within reach", f"/k/layanan/{mall.service.code}", tampilan="rendah")
    yield kiosk("high contrast, a service", f"/k/layanan/{mall.service.code}", tampilan="kontras")
    yield kiosk("in Javanese", "/k/", bahasa_kios="jv")
    yield kiosk("closed hall", "/k/", a_kiosk_screen(mall=a_closed_mall()))
    yield replace(kiosk("not paired", "/k/"), client=Client())
    yield _posted("kiosk: a number", "/k/nomor", kiosk("", "/k/"), layanan=str(mall.service.id), kunci=str(a_key()))
    yield _posted("kiosk: refused", "/k/nomor", kiosk("", "/k/"), layanan=str(a_key()), kunci=str(a_key()))
    yield _posted("kiosk: code that is not found", "/k/datang/kode", kiosk("", "/k/"), kode="SALAH")


def _of_the_display(mall: WholeMall) -> Iterator[Shown]:
    zone = mall.line.zone
    device, token = a_display(zone=a_line(mall=a_mall()).zone)
    quiet = Client()
    quiet.cookies["layar"] = f"{device.id}.{token}"
    yield Shown("display: nobody was called", "/layar/", quiet, DISPLAY)
    device, token = a_display(zone=zone)
    busy = Client()
    busy.cookies["layar"] = f"{device.id}.{token}"
    yield Shown("display: somebody was called", "/layar/", busy, DISPLAY)
    cut = a_line(mall=a_mall()).zone
    say_outside_is_lost(mall=cut.mall, at=NINE - minutes(5), actor="officer:rina")
    device, token = a_display(zone=cut)
    without = Client()
    without.cookies["layar"] = f"{device.id}.{token}"
    yield Shown("display: the internet is cut", "/layar/", without, DISPLAY)
    yield Shown("display: not paired", "/layar/", Client(), DISPLAY)


def _of_the_desk(mall: WholeMall) -> Iterator[Shown]:
    def a_screen() -> DeskScreen:
        line = a_line(mall=mall.mall, zone=mall.line.zone, agency=mall.agency)
        screen = DeskScreen(an_open_desk(a_counter(line=line))).signed_in()
        for ago in (12, 6):
            a_ticket(line, at=NINE - minutes(ago))
        return screen

    def desk(name: str, screen: DeskScreen, path: str = "", **more: Any) -> Shown:
        return Shown(f"desk: {name}", path or f"/loket/{screen.counter.code}/", screen.client, DESK, **more)

    idle, called, served, paused, lost = (a_screen() for _ in range(5))
    called.call()
    ticket = served.serve()
    pause_desk(desk=paused.desk.lease(NINE), reason=PauseReason.PRAYER, back_at=NINE + minutes(15), at=NINE)
    lost.client.cookies["meja"] = ""
    yield desk("people wait", idle)
    yield desk("called", called)
    yield desk("served", served)
    yield desk("paused", paused)
    yield desk("opened elsewhere", lost)
    for word in SHEETS:
        yield desk(f"sheet {word}", idle, f"/d/{word}")
    for word in ("alihkan", "tambah", "tahan"):
        yield desk(f"sheet {word}", served, f"/d/{word}?tiket={ticket.id}")
    yield desk("sheet as a dialog", idle, then=_open_the_pause)


def _open_the_pause(page: "Page") -> None:
    page.locator('[href^="/d/jeda"]:visible').first.click()
    page.wait_for_selector("#lembar-judul")


def _of_the_staff(mall: WholeMall) -> Iterator[Shown]:
    sign_in = Shown("", "", Client(), DESK)
    yield _posted("sign-in: refused", "/masuk", sign_in, surel="budi@contoh.go.id", sandi="salah")
    yield from _of_signing_in(mall)
    yield from _of_the_back_office(mall)
    greeter = Shown("", "", signed_in(mall.greeter), PHONE)
    at = f"/sambut/{mall.mall.code}"
    for name, typed in (("who waits", mall.waiting.label), ("held", mall.held.visit.code), ("unknown", "ZZ-999")):
        yield _posted(f"greeter: {name}", f"{at}/periksa", greeter, dicari=typed, kunci=str(a_key()))
    yield replace(greeter, name="greeter: a pad", path=f"{at}/kertas/bloknot?jalur={mall.line.code}")
    yield _posted("greeter: a sheet that was miscopied", f"{at}/kertas", greeter, nomor="A-K07", jam="08:40")


def _of_the_account() -> Iterator[Shown]:
    """With everything that may stand there: a passkey, and a second place in which one is signed in."""
    person, password = an_officer(), "kebun teh di lereng"
    person.set_password(password)
    person.save(update_fields=["password"])
    here, there, waiting = Client(), Client(), Client()
    for client in (here, there):
        client.post("/masuk", {"surel": person.email, "sandi": password})
    Passkey.objects.create(user=person, name="Ponsel", host="localhost", credential="x", public_key="x", made_at=NINE)
    waiting.post("/masuk", {"surel": person.email, "sandi": password})
    yield Shown("account: passkeys and places", "/akun", here)
    yield Shown("second step: passkey", "/masuk/kode", waiting)


def _of_personal_data(mall: WholeMall) -> Iterator[Shown]:
    over = a_visitor_served_at(an_open_desk(a_counter(line=a_line(mall=mall.mall, agency=mall.agency)), at=EIGHT))
    greeter = Shown("", "", signed_in(mall.greeter), DESK)
    yield _posted("rights: what is held", f"/pdp/{mall.mall.code}/hak", greeter, kode=over.visit.code)
    yield _posted("rights: code that is not found", f"/pdp/{mall.mall.code}/hak", greeter, kode="SALAH")
    auditor = signed_in(mall.auditor)
    yield Shown("looks: nobody", f"/pdp/{mall.mall.code}/lihat?hari=2026-01-05", auditor, DESK)
    administrator = Shown("", "", signed_in(mall.administrator), DESK)
    yield _posted("breaches: not filled in", f"/pdp/{mall.mall.code}/kejadian", administrator)
    holder = Client()
    holder.post(f"/t/{over.visit.code}/data", {"bukti": proof_word(over.visit_id)})
    yield Shown("ticket: my data", f"/t/{over.visit.code}/data", holder)


def _of_signing_in(mall: WholeMall) -> Iterator[Shown]:
    """The second step, which is there only while the code of the phone is waited for."""
    officer = mall.desk.officer
    officer.set_password("sandi-yang-panjang-1")
    officer.save()
    phone = b32decode(offer_second_factor(person=officer).letters.replace(" ", ""))
    confirm_second_factor(person=officer, code=code_at(phone, NINE), at=NINE)
    browser = Client()
    browser.post("/masuk", {"surel": officer.email, "sandi": "sandi-yang-panjang-1"})
    yield Shown("sign-in: the code of the phone", "/masuk/kode", browser, PHONE)
    yield _posted("sign-in: a wrong code", "/masuk/kode", Shown("", "", browser, PHONE), kode="000000")


def _of_the_back_office(mall: WholeMall) -> Iterator[Shown]:
    manager, at = Shown("", "", signed_in(mall.manager), DESK), f"/kelola/{mall.mall.code}"
    yield _posted("people: not filled in", f"{at}/petugas", manager)
    head = Shown("", "", signed_in(an_agency_head(mall.agency)), PHONE)
    yield replace(head, name="agency head: the own data", path=f"{at}/data")
    yield replace(head, name="agency head: the own service", path=f"{at}/data/layanan/{mall.service.code}")
    yield replace(head, name="agency head: the own people", path=f"{at}/data/petugas")
    yield replace(manager, name="holidays: open all the same", path=f"{at}/libur?buka={mall.holiday.date}")
    yield _posted("holidays: not filled in", f"{at}/libur/khusus", manager)
    old = a_kept_import(mall.mall, file_name="lama.xlsx")
    Import.objects.filter(pk=old.pk).update(content=None, rows=None, sheets=[
        {"sheet": "Layanan", "added": 1, "changed": 2, "removed": 0, "unchanged": 3},
    ])  # fmt: skip
    yield replace(manager, name="import: too old to be kept whole", path=f"{at}/impor/{old.id}")


def _posted(name: str, path: str, shown: Shown, **form: str) -> Shown:
    """The page that answers a form, by a browser without a script."""
    answer = shown.client.post(path, form)
    if 300 <= answer.status_code < 400:
        return replace(shown, name=name, path=answer["Location"])
    return replace(shown, name=name, path=path, content=answer.content.decode())
