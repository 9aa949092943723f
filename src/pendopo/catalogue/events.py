"""What happens to the catalogue, for others to hear."""

from dataclasses import dataclass

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
