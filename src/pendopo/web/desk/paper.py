"""A number on paper once more, for somebody who lost it or who has no phone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pendopo.printing.doors import printer_at_hand, ticket_to_print
from pendopo.printing.models import CANNOT_PRINT, PrintJob
from pendopo.printing.print_ticket import print_again
from pendopo.queue.holding import actor_of
from pendopo.queue.models import DeskLease, Ticket
from pendopo.web.addresses import origin_of
from pendopo.web.desk.fields import wants_json
from pendopo.web.desk.screen import Notice


def print_number(request: HttpRequest, desk: DeskLease, ticket: Ticket, at: datetime, key: UUID | None) -> Any:
    """Where it came out before, else at a printer that has paper. Raises NumberIsOver, EnoughCopies, NoPrinterHere."""
    whole = ticket_to_print(desk.mall, ticket.id)
    before = PrintJob.objects.filter(ticket=whole).exists()
    job = print_again(
        ticket=whole, printer=None if before else printer_at_hand(desk.mall), at=at, actor=actor_of(desk), command_key=key,
        origin=origin_of(request),
    )  # fmt: skip
    if wants_json(request):
        return {"ticket": whole.id, "number": whole.label, "state": str(whole.state)}
    facts = {"number": whole.label, "printer": job.printer.device.name}
    if job.printer.state in CANNOT_PRINT:
        return Notice(
            "warn", _("%(printer)s does not print now.") % facts, _("Please show the number on the screen or a phone.")
        )
    return Notice("good", _("%(number)s comes out at %(printer)s.") % facts, _("The number stays the same."))
