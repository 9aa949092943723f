"""The sheet Perangkat: kiosks and displays by name, which then wait to be paired, and the hall's printers with their addresses.

Written through the same verbs as on the pages of the office, so that the journal tells of each device.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.workbook.checking import Key, Row
from pendopo.catalogue.workbook.faults import Fault
from pendopo.catalogue.workbook.kinds import CellRefused, Choice, Kind, Pattern, YesNo, text_of
from pendopo.catalogue.workbook.sheets import TEXT, ZONE, Column, Sheet, Values
from pendopo.catalogue.workbook.tables import Context, Stored, Table
from pendopo.directory.models import Device, DeviceKind, Mall, Zone
from pendopo.directory.pair_device import await_pairing, change_screen, revoke_device
from pendopo.printing.choose_paper import choose_paper
from pendopo.printing.doors import printer_of
from pendopo.printing.models import KioskPaper, PaperWidth, Printer
from pendopo.printing.set_up_printer import (
    PrinterAddressUnclear,
    address_in_hall,
    change_printer,
    set_up_printer,
    take_printer_away,
)

Wrong = Iterator[tuple[str, Promise]]
_USUAL_PORT = 9100
_KINDS = {"kios": DeviceKind.KIOSK.value, "layar": DeviceKind.DISPLAY.value, "pencetak": DeviceKind.PRINTER.value}
_WITH_PORT = re.compile(r"(?P<host>\[[^\]]+\]|[^:]+)(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class PrinterAddress(Kind):
    """A printer's address in the hall's network, as `host:port`."""

    empty: Any = None

    @property
    def accepts(self) -> Promise:
        return _("an address of the hall's network such as 192.168.1.50:9100")

    def parse(self, cell: Any) -> str:
        parts = _WITH_PORT.fullmatch(text_of(cell))
        port = int(parts["port"] or _USUAL_PORT) if parts else 0
        try:
            host = address_in_hall(parts["host"].strip("[]")) if parts else ""
        except PrinterAddressUnclear:
            host = ""
        if not host or not 0 < port < 65536:
            raise CellRefused(_("This is not the address of a printer in the hall."), accepted=self.accepts)
        return _written(host, port)


def _written(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _needs_of_its_kind(values: Mapping[str, Any]) -> Wrong:
    kind = values["Jenis"]
    needed = {"layar": ("Zona",), "pencetak": ("Alamat", "Lebar kertas", "Menjawab")}
    unfit = {
        "kios": ("Alamat", "Menjawab"),
        "layar": ("Alamat", "Lebar kertas", "Menjawab", "Pencetak"),
        "pencetak": ("Zona", "Pencetak"),
    }
    word = next(word for word, value in _KINDS.items() if value == kind)
    for heading in needed.get(word, ()):
        if values[heading] in (None, ""):
            yield heading, _("This kind of device needs it; please fill it in.")
    for heading in unfit[word]:
        if values[heading] not in (None, ""):
            yield heading, _("This kind of device has none; please leave this empty.")
    if values["Pencetak"] and values["Lebar kertas"]:
        yield "Lebar kertas", _("The paper is the printer's; please leave this empty.")


DEVICES = Sheet(
    "Perangkat", Device, _("Kiosks, displays and printers. A new kiosk or display waits until a browser is paired with it."), (
        Column("Nama", "name", TEXT, _("Where it stands; unique in the mall."), "Kios pintu utama", required=True, width=30),
        Column("Jenis", "kind", Choice(words=_KINDS), _("What it is."), "kios", required=True),
        Column("Zona", "zone__letter", Pattern(form=ZONE.form, words=ZONE.words, of="Zona", empty=None),
               _("In which zone it stands; a display shows the calls of its zone."), "A"),
        Column("Alamat", "", PrinterAddress(), _("A printer's address."), None, unique=True),
        Column("Lebar kertas", "", Choice(words={str(int(width)): int(width) for width in PaperWidth}),
               _("Millimetres of a printer's paper; of a kiosk, when its own browser prints."), "80"),
        Column("Menjawab", "", YesNo(), _("Whether the printer says how it is; some only print."), None),
        Column("Pencetak", "", Pattern(form=re.compile(".{1,80}"), words=_("the name of a printer from this sheet"), of="Perangkat",
                                       empty=None), _("At which printer a kiosk's numbers come out."), None),
    ), key=("Nama",), rules=(_needs_of_its_kind,), optional=True,
)  # fmt: skip

_READ = (
    "pk", "name", "kind", "zone__letter", "revoked_at", "printer__host", "printer__port", "printer__width_mm",
    "printer__talks_back", "paper__printer__device__name", "paper__width_mm",
)  # fmt: skip


@dataclass(frozen=True)
class DeviceTable(Table):
    """Devices of every kind; what is out of service is not in use, and comes back when a file names it."""

    def stored(self, mall: Mall) -> dict[Key, Stored]:
        """One query."""
        rows = Device.objects.filter(mall=mall.pk).order_by("pk").values(*_READ)
        return {(row["name"],): Stored(row["pk"], _values(row), row["revoked_at"] is None) for row in rows}

    def in_use(self, row: Stored, today: date) -> bool:
        return row.active

    def faults(self, rows: Sequence[Row], stored: Mapping[Key, Stored]) -> Iterator[Fault]:
        named = {row.values["Nama"]: row.values["Jenis"] for row in rows}
        kinds = {str(key[0]): one.values["Jenis"] for key, one in stored.items() if one.active} | named
        words = DEVICES.by_heading["Jenis"].kind
        for row in rows:
            before = stored.get((row.values["Nama"],))
            if before and before.values["Jenis"] != row.values["Jenis"]:
                problem = _("A device does not become one of another kind. Please give the new one a name of its own.")
                kind = words.written(before.values["Jenis"])
                yield Fault(problem, DEVICES.name, row.number, "Jenis", words.written(row.values["Jenis"]), kind)
            if row.values["Pencetak"] and kinds.get(row.values["Pencetak"], DeviceKind.PRINTER) != DeviceKind.PRINTER:
                yield Fault(_("This device is not a printer."), DEVICES.name, row.number, "Pencetak", row.values["Pencetak"])

    def write(self, added: Sequence[tuple[UUID, Values]], changed: Sequence[tuple[UUID, Values]], context: Context) -> None:
        moved = [pk for pk, values in changed if values["Jenis"] == DeviceKind.PRINTER]
        for printer in Printer.objects.filter(pk__in=moved):
            # Two printers may swap their addresses: first all of them let go, with a name that no network has.
            Printer.objects.filter(pk=printer.pk).update(host=f"_{printer.pk}")
        # Printers first, since kiosks name them.
        for pk, values in sorted([*added, *changed], key=lambda row: row[1]["Jenis"] != DeviceKind.PRINTER):
            known = pk in {one for one, _values in changed}
            write = _write_printer if values["Jenis"] == DeviceKind.PRINTER else _write_screen
            write(pk if known else None, values, context)

    def remove(self, gone: Iterable[Stored], context: Context) -> None:
        for row in gone:
            if row.values["Jenis"] == DeviceKind.PRINTER:
                take_printer_away(printer=printer_of(context.mall, row.pk), at=context.at, actor=context.actor)
            else:
                device = Device.objects.select_related("mall").get(pk=row.pk)
                revoke_device(device=device, at=context.at, actor=context.actor)


def _values(row: Mapping[str, Any]) -> Values:
    printer, paper = row["kind"] == DeviceKind.PRINTER, row["paper__printer__device__name"]
    width = row["printer__width_mm"] if printer else None if paper else row["paper__width_mm"]
    return {
        "Nama": row["name"], "Jenis": row["kind"], "Zona": row["zone__letter"],
        "Alamat": _written(row["printer__host"], row["printer__port"]) if printer else None,
        "Lebar kertas": width, "Menjawab": row["printer__talks_back"] if printer else None, "Pencetak": paper,
    }  # fmt: skip


def _write_printer(pk: UUID | None, values: Values, context: Context) -> None:
    host, _colon, port = values["Alamat"].rpartition(":")
    facts: dict[str, Any] = {
        "name": values["Nama"], "host": host.strip("[]"), "port": int(port), "width_mm": values["Lebar kertas"],
        "talks_back": values["Menjawab"], "at": context.at, "actor": context.actor,
    }  # fmt: skip
    if pk is None:
        set_up_printer(mall=context.mall, **facts)
    else:
        change_printer(printer=printer_of(context.mall, pk), **facts)


def _write_screen(pk: UUID | None, values: Values, context: Context) -> None:
    zone = Zone.objects.get(pk=context.ids["Zona"][values["Zona"]]) if values["Zona"] else None
    facts: dict[str, Any] = {"zone": zone, "at": context.at, "actor": context.actor}
    if pk is None:
        device = await_pairing(mall=context.mall, kind=values["Jenis"], name=values["Nama"], **facts)
    else:
        device = Device.objects.select_related("mall").get(pk=pk)
        change_screen(device=device, **facts)
    if values["Jenis"] != DeviceKind.KIOSK:
        return
    printer = None
    if values["Pencetak"]:
        printer = Printer.objects.get(mall=context.mall, device__name=values["Pencetak"])
    before = KioskPaper.objects.filter(kiosk=device).first()
    choose_paper(
        kiosk=device, printer=printer, width_mm=values["Lebar kertas"], automatic=before.automatic if before else True,
        at=context.at, actor=context.actor,
    )  # fmt: skip
