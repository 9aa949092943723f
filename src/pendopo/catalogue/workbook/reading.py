"""Read the cells of a workbook or of one sheet as CSV; what cannot be trusted is refused before it is read."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from pendopo.catalogue.workbook.faults import Fault, WorkbookRefused, nearest
from pendopo.catalogue.workbook.neutral import unmarked
from pendopo.catalogue.workbook.package import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_CELLS_IN_A_ROW,
    MOST_ROWS,
    not_a_workbook,
    scan,
)
from pendopo.catalogue.workbook.sheets import BY_NAME, IGNORED, SHEETS, Sheet

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_COLUMNS = 60
#: A first cell that begins so makes its row a remark: the template's example, a note.
REMARK = "#"

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes: its value is not in the file to be trusted."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that shows #N/A or the like."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of one sheet as they stand: rows with their number in the file, cells in the order of `headings`."""

    sheet: Sheet
    headings: tuple[Any, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


def read_file(content: bytes, *, file_name: str, sheet_name: str = "", told: Told | None = None) -> tuple[RawSheet, ...]:
    """The known sheets of a workbook, or the one sheet of a CSV file (named, called so, or guessed from its headings).

    `told` hears how many sheets of how many were read. Raises WorkbookRefused.
    """
    if sheet_name and sheet_name not in BY_NAME:
        raise WorkbookRefused([_unknown_sheet(sheet_name)])
    if content.startswith(_OLD_EXCEL):
        raise WorkbookRefused(
            [Fault(_("This is an old .xls file or one with a password. Please save it as .xlsx without a password."))]
        )
    if content.startswith(_ZIP):
        return _read_workbook(content, sheet_name, told)
    if file_name.lower().endswith((".csv", ".txt")):
        return (_read_csv(content, sheet_name or _named_after(file_name)),)
    raise not_a_workbook()


def _read_workbook(content: bytes, only: str, told: Told | None) -> tuple[RawSheet, ...]:
    scans = [found for found in scan(content) if found.name.strip() not in IGNORED]
    faults = [_unknown_sheet(found.name) for found in scans if found.name.strip() not in BY_NAME]
    known = [found for found in scans if found.name.strip() in BY_NAME and (not only or found.name.strip() == only)]
    faults += [
        Fault(_("The sheet has more than 20,000 rows. Please delete the empty rows below the last one and save the file anew."),
              sheet=found.name)
        for found in known if found.rows > MOST_ROWS + 1
    ]  # fmt: skip
    faults += [
        Fault(_("The sheet has far more cells than a mall needs. Please delete the empty rows below and the empty columns beside "
                "what you wrote, and save the file anew."), sheet=found.name)
        for found in known if found.cells > MOST_CELLS or found.cells_in_a_row > MOST_CELLS_IN_A_ROW
    ]  # fmt: skip
    faults += [
        Fault(_("This sheet stands twice in the file. Please put all its rows into one."), sheet=name)
        for name, times in Counter(found.name.strip() for found in known).items() if times > 1
    ]  # fmt: skip
    faults += [
        Fault(_("These cells are merged. Please unmerge them: one value, one cell."), sheet=found.name, row=row, column=letter)
        for found in known for letter, row in found.merged
    ]  # fmt: skip
    if not known and not faults:
        faults = [Fault(_("No sheet of this file is known here."), accepted=", ".join(BY_NAME))]
    if faults:
        raise WorkbookRefused(faults)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as trouble:
        # A damaged or hostile file may fail anywhere inside the parser.
        raise not_a_workbook() from trouble
    read = []
    for position, found in enumerate(known, start=1):
        try:
            read.append(_read_sheet(BY_NAME[found.name.strip()], book[found.name]))
        except WorkbookRefused:
            raise
        except Exception as trouble:
            raise not_a_workbook() from trouble
        if told:
            told(position, len(known))
    book.close()
    return tuple(read)


def _unknown_sheet(name: str) -> Fault:
    return Fault(_("There is no such sheet here."), sheet=name, accepted=", ".join(BY_NAME), meant=nearest(name, BY_NAME))


def _read_sheet(sheet: Sheet, worksheet: Any) -> RawSheet:
    # The file's own statement of its size is not to be believed.
    worksheet.reset_dimensions()
    rows = ((number, tuple(_cell(cell) for cell in row)) for number, row in _numbered(worksheet))
    return _table(sheet, rows)


def _numbered(worksheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    for number, row in enumerate(worksheet.iter_rows(max_col=_COLUMNS), start=1):
        if number > MOST_ROWS + 1:
            # Few rows, the last of them far down: the gap is read as empty rows.
            raise WorkbookRefused(
                [Fault(_("The sheet has rows beyond row 20,000. Please move them up and save the file anew."),
                       sheet=worksheet.title)]
            )  # fmt: skip
        yield number, row


def _cell(cell: Any) -> Any:
    if cell.data_type == "f":
        return Formula(str(getattr(cell.value, "text", cell.value)))
    if cell.data_type == "e":
        return Broken(str(cell.value))
    return cell.value


def _read_csv(content: bytes, sheet_name: str) -> RawSheet:
    if len(content) > MOST_BYTES:
        raise WorkbookRefused([Fault(_("The file is larger than 20 MB. Please split it."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise WorkbookRefused([Fault(_("The file is not written in UTF-8. Please save it as “CSV UTF-8”."))]) from trouble
    known = {heading.casefold() for sheet in SHEETS for heading in sheet.headings}
    first_line = text.partition("\n")[0]
    separator = max(
        (";", ",", "\t"), key=lambda sign: sum(part.strip(' "\r').casefold() in known for part in first_line.split(sign))
    )
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as trouble:
        raise WorkbookRefused([Fault(_("The file cannot be read as CSV. Please save it anew as “CSV UTF-8”."))]) from trouble
    if not rows:
        raise WorkbookRefused([Fault(_("The file is empty."))])
    if len(rows) > MOST_ROWS + 1:
        raise WorkbookRefused([Fault(_("The file has more than 20,000 rows. Please split it."))])
    sheet = BY_NAME[sheet_name] if sheet_name else _guessed(rows[0])
    return _table(sheet, ((number, tuple(map(_csv_cell, row))) for number, row in enumerate(rows, start=1)))


def _csv_cell(cell: str) -> Any:
    text = cell.strip()
    return Formula(text) if text.startswith("=") else unmarked(text) or None


def _named_after(file_name: str) -> str:
    """The sheet that a file like `Layanan.csv` is called after, or nothing."""
    stem = file_name.rpartition("/")[2].rpartition(".")[0].strip().casefold()
    return next((name for name in BY_NAME if name.casefold() == stem), "")


def _guessed(headings: Sequence[str]) -> Sheet:
    """The sheet with exactly these headings, else the one that shares the most of them."""
    written = {heading.strip().casefold() for heading in headings}
    shared = {sheet.name: _likeness(written, sheet) for sheet in SHEETS}
    best = max(shared.values())
    names = [name for name, likeness in shared.items() if likeness == best]
    if best < 0.5 or len(names) > 1:
        raise WorkbookRefused(
            [
                Fault(
                    _("It is not clear which sheet this file is. Please name the file after its sheet: Layanan.csv."),
                    accepted=", ".join(BY_NAME),
                )
            ]
        )
    return BY_NAME[names[0]]


def _likeness(written: set[str], sheet: Sheet) -> float:
    known = {heading.casefold() for heading in sheet.headings}
    return len(written & known) / len(written | known)


def _table(sheet: Sheet, rows: Iterable[tuple[int, tuple[Any, ...]]]) -> RawSheet:
    """The first row that is not empty holds the headings; empty rows and remarks are passed over."""
    headings: tuple[Any, ...] | None = None
    kept = []
    for number, cells in rows:
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        if isinstance(cells[0], str) and cells[0].lstrip().startswith(REMARK):
            continue
        if headings is None:
            headings = cells
        else:
            kept.append((number, cells))
    return RawSheet(sheet, headings or (), tuple(kept))


def column_letter(position: int) -> str:
    """0 → A, as spreadsheets name columns."""
    return get_column_letter(position + 1)
