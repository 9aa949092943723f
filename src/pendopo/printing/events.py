"""What happens to printers and to paper, for others to hear."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pendopo.journal.events import event_type


@event_type("printing.printer.set_up")
@dataclass(frozen=True, slots=True)
class PrinterSetUp:
    """A printer was added, or its address or paper changed: what was known of it is void. `subject` is the device."""

    width_mm: int
    talks_back: bool


@event_type("printing.printer.changed")
@dataclass(frozen=True, slots=True)
class PrinterChanged:
    """A printer is ready, low on paper, out of paper, stopped or silent. `subject` is the device; `reason` says why it is not ready."""

    from_state: str
    state: str
    reason: str


@event_type("printing.kiosk.paper_chosen")
@dataclass(frozen=True, slots=True)
class PaperChosen:
    """Where a kiosk's numbers come out: `way` is printer, browser or screen. `subject` is the kiosk."""

    way: str
    printer: UUID | None
    width_mm: int
    automatic: bool


@event_type("printing.job.made")
@dataclass(frozen=True, slots=True)
class JobMade:
    """A paper was asked for, the `copy`th of this ticket from 0; after `expires_at` it is of no use. `ticket` null: a test page."""

    ticket: UUID | None
    printer: UUID
    copy: int
    large: bool
    expires_at: datetime


@event_type("printing.job.sent")
@dataclass(frozen=True, slots=True)
class JobSent:
    """The printer said that it can print; from now on bytes may be on their way. `attempts` counts how often it was asked."""

    ticket: UUID | None
    printer: UUID
    attempts: int


@event_type("printing.job.printed")
@dataclass(frozen=True, slots=True)
class JobPrinted:
    """The paper is out: a ticket's number counts from now on, as if the kiosk had confirmed it."""

    ticket: UUID | None
    printer: UUID


@event_type("printing.job.unsure")
@dataclass(frozen=True, slots=True)
class JobUnsure:
    """Bytes left and nobody knows whether paper came; never repeated by itself. `reason` is a LossReason."""

    ticket: UUID | None
    printer: UUID
    reason: str


@event_type("printing.job.expired")
@dataclass(frozen=True, slots=True)
class JobExpired:
    """Nothing was printed and nothing will be; `reason` is too_late, number_over, printer_gone or unprintable."""

    ticket: UUID | None
    printer: UUID
    reason: str
