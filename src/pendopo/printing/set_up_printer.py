"""Add a network printer to the hall, change its address or paper, take it out of service."""

import ipaddress
import re
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from pendopo.directory.models import Device, DeviceKind, Mall
from pendopo.directory.pair_device import revoke_device
from pendopo.journal.events import append
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.errors import DomainError
from pendopo.kernel.transactions import one_transaction
from pendopo.printing.events import JobExpired, PrinterSetUp
from pendopo.printing.lifecycle import JOB, PRINTER, UNASKED, WAITING
from pendopo.printing.models import KioskPaper, Printer, PrintJob

# A name as networks know it: labels of letters, digits and hyphens.
_NAME = re.compile(r"(?=.{1,200}$)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*\.?", re.IGNORECASE)


class PrinterNameTaken(DomainError):
    code = "printing.printer_name_taken"
    message = _("There is a device named %(name)s already. Please choose another name.")


class PrinterAddressTaken(DomainError):
    code = "printing.printer_address_taken"
    message = _("%(name)s has this address already. Two entries for one printer would mix their papers.")


class PrinterAddressUnclear(DomainError):
    code = "printing.printer_address_unclear"
    status = 422
    message = _(
        "%(host)s is no address in the hall's network. It looks like 192.168.1.50 and stands on the printer's own test page."
    )


@one_transaction
def set_up_printer(
    *, mall: Mall, name: str, host: str, port: int, width_mm: int, talks_back: bool, at: datetime, actor: str
) -> Printer:
    """Raises PrinterNameTaken, PrinterAddressTaken, PrinterAddressUnclear. What it can do shows when it is asked for the first time."""
    host = address_in_hall(host)
    if Device.objects.filter(mall=mall, name=name).exists():
        raise PrinterNameTaken(name=name)
    _refuse_taken(mall, host, port, but=None)
    device = Device.objects.create(mall=mall, kind=DeviceKind.PRINTER, name=name, paired_at=at)
    printer = Printer.objects.create(
        device=device, mall=mall, host=host, port=port, width_mm=width_mm, talks_back=talks_back, state=UNASKED, changed_at=at
    )
    append(PrinterSetUp(width_mm=width_mm, talks_back=talks_back), mall=mall.id, subject=device.id, at=at, actor=actor)
    return printer


@one_transaction
def change_printer(
    *, printer: Printer, name: str, host: str, port: int, width_mm: int, talks_back: bool, at: datetime, actor: str
) -> None:
    """What was known of it is void; it is asked anew. A printer that was out of service is in service again."""
    host = address_in_hall(host)
    if Device.objects.filter(mall=printer.mall_id, name=name).exclude(pk=printer.device_id).exists():
        raise PrinterNameTaken(name=name)
    _refuse_taken(printer.mall, host, port, but=printer)
    Device.objects.filter(pk=printer.device_id).update(name=name, revoked_at=None)
    PRINTER.move(
        printer, "set_anew", at=at, actor=actor, event=PrinterSetUp(width_mm=width_mm, talks_back=talks_back),
        host=host, port=port, width_mm=width_mm, talks_back=talks_back, reason="",
    )  # fmt: skip


@one_transaction
def take_printer_away(*, printer: Printer, at: datetime, actor: str) -> None:
    """Out of service: its kiosks show numbers on their screens only, and what waits for it is never printed."""
    revoke_device(device=printer.device, at=at, actor=actor)
    KioskPaper.objects.filter(printer=printer).delete()
    for job in PrintJob.objects.filter(printer=printer, state=WAITING).order_by("made_at", "pk"):
        gone = JobExpired(ticket=job.ticket_id, printer=printer.pk, reason="printer_gone")
        try:
            JOB.move(job, "expire", at=at, actor=actor, event=gone, reason="printer_gone")
        except AlreadyMoved:
            continue


def address_in_hall(written: str) -> str:
    """An address of the hall's own network, or a name. Raises PrinterAddressUnclear.

    A printer on the open internet would print for anybody.
    """
    host = written.strip()
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # Digits and dots alone are an address that somebody mistyped.
        if not _NAME.fullmatch(host) or host.replace(".", "").isdigit():
            raise PrinterAddressUnclear(host=host) from None
        return host.lower()
    if not address.is_private or address.is_unspecified or address.is_multicast:
        raise PrinterAddressUnclear(host=host)
    return str(address)


def _refuse_taken(mall: Mall, host: str, port: int, *, but: Printer | None) -> None:
    there = Printer.objects.filter(mall=mall, host=host, port=port).select_related("device")
    if other := there.exclude(pk=but.pk if but else None).first():
        raise PrinterAddressTaken(name=other.device.name)
