"""What a printer and a print job may become. Data only."""

from pendopo.journal.lifecycle import Lifecycle
from pendopo.printing.models import JobState, PrinterState

UNASKED, READY, LOW, OUT, STOPPED, SILENT = PrinterState
WAITING, SENDING, PRINTED, UNSURE, EXPIRED = JobState

PRINTER = Lifecycle(
    initial=(UNASKED,),
    table={
        # verb          from                                       to
        "be_ready":     ({UNASKED, LOW, OUT, STOPPED, SILENT},      READY),
        "run_low":      ({UNASKED, READY, OUT, STOPPED, SILENT},    LOW),
        "run_out":      ({UNASKED, READY, LOW, STOPPED, SILENT},    OUT),
        "stop":         ({UNASKED, READY, LOW, OUT, STOPPED, SILENT}, STOPPED),
        "fall_silent":  ({UNASKED, READY, LOW, OUT, STOPPED},       SILENT),
        "set_anew":     ({UNASKED, READY, LOW, OUT, STOPPED, SILENT}, UNASKED),
    },
)  # fmt: skip

JOB = Lifecycle(
    initial=(WAITING,),
    table={
        # A job is never sent again: what was sent ends printed or unsure.
        "send":    ({WAITING},   SENDING),
        "finish":  ({SENDING},   PRINTED),
        "lose":    ({SENDING},   UNSURE),
        "expire":  ({WAITING},   EXPIRED),
    },
)  # fmt: skip
