"""A number on paper for who stands at the entrance without a phone."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pendopo.kernel.errors import DomainError
from pendopo.printing.doors import printer_at_hand, ticket_to_print
from pendopo.printing.models import CANNOT_PRINT, PrintJob
from pendopo.printing.print_ticket import print_again
from pendopo.queue.hall_doors import ticket_in_hall
from pendopo.web.addresses import origin_of
from pendopo.web.greeter.room import Greeter, greeter_page
from pendopo.web.greeter.scan import tell, the_ticket
from pendopo.web.greeter.verdict import GOOD, WARN, Verdict, refused


@require_POST
@greeter_page
def print_number(request: HttpRequest, greeter: Greeter) -> HttpResponse:
    """Where it came out before, else at a printer that has paper."""
    try:
        verdict = _print(request, greeter)
    except DomainError as error:
        verdict = refused(error)
    return tell(request, greeter, verdict)


def _print(request: HttpRequest, greeter: Greeter) -> Verdict:
    ticket = ticket_to_print(greeter.mall, ticket_in_hall(greeter.mall, the_ticket(request), greeter.now).id)
    before = PrintJob.objects.filter(ticket=ticket).exists()
    job = print_again(
        ticket=ticket, printer=None if before else printer_at_hand(greeter.mall), at=greeter.now, actor=greeter.actor,
        command_key=greeter.key, origin=origin_of(request),
    )  # fmt: skip
    facts = {"number": ticket.label, "printer": job.printer.device.name}
    if job.printer.state in CANNOT_PRINT:
        reason = _("Please show the QR code, or write the number down.")
        return Verdict(WARN, _("%(printer)s does not print now") % facts, reason, label=ticket.label)
    return Verdict(GOOD, _("%(number)s is being printed") % facts, _("At %(printer)s.") % facts, label=ticket.label)
