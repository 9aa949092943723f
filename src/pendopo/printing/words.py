"""What a printer would say if it could: a sentence for greeter and manager, and what to do."""

from django.utils.translation import gettext as _

from pendopo.printing.conversation import StopReason
from pendopo.printing.models import PrinterState


def printer_says(name: str, state: str, reason: str) -> str:
    """ "Printer kios 2 kehabisan kertas."; empty while there is nothing to say."""
    facts = {"printer": name}
    if state == PrinterState.OUT:
        return _("%(printer)s is out of paper.") % facts
    if state == PrinterState.LOW:
        return _("%(printer)s is nearly out of paper.") % facts
    if state == PrinterState.SILENT:
        return _("%(printer)s does not answer.") % facts
    if state == PrinterState.STOPPED:
        if reason == StopReason.COVER_OPEN:
            return _("The cover of %(printer)s is open.") % facts
        return _("%(printer)s has stopped.") % facts
    return ""


def advice_for(state: str, width_mm: int) -> str:
    """What somebody in the hall can do about it."""
    if state == PrinterState.OUT:
        return _("Put in a new roll of %(width)s mm. Numbers go on meanwhile on the screen.") % {"width": width_mm}
    if state == PrinterState.LOW:
        return _("Have a roll of %(width)s mm at hand.") % {"width": width_mm}
    if state == PrinterState.SILENT:
        return _("See whether it is switched on and its network cable is in. Numbers go on meanwhile on the screen.")
    if state == PrinterState.STOPPED:
        return _("Close its cover, then see whether paper is stuck. Numbers go on meanwhile on the screen.")
    return ""
