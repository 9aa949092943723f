"""Doors of paper: printers of a mall, and the number that a kiosk may print. Strangers get NotFound."""

from uuid import UUID

from pendopo.directory.models import Device, Mall
from pendopo.kernel.errors import NotFound
from pendopo.printing.models import CANNOT_PRINT, KioskPaper, Printer
from pendopo.queue.models import Ticket


def printer_of(mall: Mall, device: UUID) -> Printer:
    """A printer of a mall that the caller has opened the door to, also one out of service. Raises NotFound."""
    printer = Printer.objects.filter(pk=device, mall=mall).select_related("device", "mall").first()
    if printer is None:
        raise NotFound
    return printer


def printer_at_hand(mall: Mall) -> Printer | None:
    """A printer of the hall for a number that no kiosk printed: one that can print now, by name; None where there is none."""
    here = Printer.objects.filter(mall=mall, device__revoked_at__isnull=True).select_related("device", "mall")
    by_name = sorted(here, key=lambda printer: (printer.state in CANNOT_PRINT, printer.device.name))
    return by_name[0] if by_name else None


def paper_of(kiosk: Device) -> KioskPaper | None:
    """Where this kiosk's numbers come out; None for the screen alone."""
    return KioskPaper.objects.filter(kiosk=kiosk).select_related("printer__device", "printer__mall").first()


def ticket_to_print(mall: Mall, ticket: UUID) -> Ticket:
    """A number of the mall, however it was taken. Raises NotFound."""
    whole = Ticket.objects.select_related("line", "service__agency", "visit__mall__region", "mall")
    found = whole.filter(pk=ticket, mall=mall).first()
    if found is None:
        raise NotFound
    return found
