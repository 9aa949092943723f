"""Note what a printer said of itself. Only a change is recorded; a sign of life is not."""

from datetime import datetime

from pendopo.directory.device_signs import device_seen
from pendopo.journal.lifecycle import AlreadyMoved
from pendopo.kernel.transactions import one_transaction
from pendopo.printing.conversation import AwayReason, Status
from pendopo.printing.events import PrinterChanged
from pendopo.printing.lifecycle import PRINTER
from pendopo.printing.models import Printer


def note_printer(printer: Printer, said: Status | AwayReason, *, at: datetime) -> None:
    """`said` is how it is, or why it could not be asked. A printer that is well again is so by itself."""
    verb, reason = _verdict(said)
    if not isinstance(said, AwayReason):
        device_seen(device=printer.device, at=at)
    if PRINTER.target(verb) != printer.state or reason != printer.reason:
        _move(printer, verb, reason, at)


@one_transaction
def _move(printer: Printer, verb: str, reason: str, at: datetime) -> None:
    if PRINTER.target(verb) == printer.state and verb not in PRINTER.verbs_for(printer.state):
        # Silent as before, only for another reason: what the hall must know has not changed.
        Printer.objects.filter(pk=printer.pk, changed_at=printer.changed_at).update(reason=reason)
        return
    event = PrinterChanged(from_state=printer.state, state=PRINTER.target(verb), reason=reason)
    try:
        PRINTER.move(printer, verb, at=at, actor=f"device:{printer.pk}", event=event, reason=reason)
    except AlreadyMoved:
        # Set up anew, or noted by another worker meanwhile: the next look tells.
        return


def _verdict(said: Status | AwayReason) -> tuple[str, str]:
    if isinstance(said, AwayReason):
        return "fall_silent", said.value
    if said.paper_out:
        return "run_out", ""
    if said.stopped is not None:
        return "stop", said.stopped.value
    return ("run_low", "") if said.paper_low else ("be_ready", "")
