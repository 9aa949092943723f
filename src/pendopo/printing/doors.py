"""Doors of paper: printers of a mall, and the number that a kiosk may print. Strangers get NotFound."""

from uuid import UUID

from pendopo.directory.models import Device, Mall
from pendopo.kernel.errors import NotFound
from pendopo.printing.models import KioskPaper, Printer
from pendopo.queue.models import Ticket


def printer_of(mall: Mall, device: UUID) -> Printer:
    """A printer of a mall that the caller has opened the door to, also one out of service. Raises NotFound."""
    printer = Printer.objects.filter(pk=device, mall=mall).select_related("device", "mall").first()
    if printer is None:
        raise NotFound
    return printer


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
