"""What happens to the catalogue, for others to hear."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pendopo.journal.events import event_type


@event_type("catalogue.sheet.imported")
@dataclass(frozen=True, slots=True)
class SheetImported:
    """A sheet of a workbook was written. `subject` is the mall; `fingerprint` is the SHA-256 of the sheet's cells."""

    sheet: str
    added: int
    changed: int
    unchanged: int
    removed: int
    fingerprint: str


@event_type("catalogue.change.made")
@dataclass(frozen=True, slots=True)
class ChangeMade:
    """A thing of the master data was changed. `subject` is the change; `fields` are sheet and column of what is other now, the
    `fingerprint` is the SHA-256 of what stood and stands there. `undoes` is the change that this one takes back."""

    kind: str
    thing: UUID | None
    fields: tuple[str, ...]
    fingerprint: str
    undoes: UUID | None


@event_type("catalogue.change.planned")
@dataclass(frozen=True, slots=True)
class ChangePlanned:
    """A change was written that holds from a later day on. `subject` is the change."""

    kind: str
    fields: tuple[str, ...]
    fingerprint: str
    effective_date: date


@event_type("catalogue.change.cancelled")
@dataclass(frozen=True, slots=True)
class ChangeCancelled:
    """A change that had not been made was called off. `subject` is the change."""

    kind: str


@event_type("catalogue.change.failed")
@dataclass(frozen=True, slots=True)
class ChangeFailed:
    """Its day came, and it does not fit any more what stands there by now: nothing was changed. `subject` is the change."""

    kind: str
    reason: str


@event_type("catalogue.import.undone")
@dataclass(frozen=True, slots=True)
class ImportUndone:
    """An import was taken back as a whole. `subject` is the import; `rows` is how many rows stand again as they stood before it."""

    rows: int
