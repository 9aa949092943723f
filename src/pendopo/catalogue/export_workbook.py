"""Write a mall's master data back as a workbook: the same cells, sheet by sheet."""

import csv
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook

from pendopo.catalogue.workbook.neutral import marked
from pendopo.catalogue.workbook.paper import append_cells, begin_sheet
from pendopo.catalogue.workbook.planning import table_of
from pendopo.catalogue.workbook.sheets import BY_NAME, SHEETS, Sheet
from pendopo.directory.models import Mall

Progress = Callable[[str, int, int], None]


def export_workbook(mall: Mall, *, progress: Progress | None = None) -> bytes:
    """The mall's workbook. Rows stand in the order in which they were first imported; what is out of service is left out.

    A sheet that a file may be without stands in it when it has rows.
    """
    book = Workbook(write_only=True)
    for done, sheet in enumerate(SHEETS, start=1):
        rows = list(exported_rows(mall, sheet))
        if rows or not sheet.optional:
            page = begin_sheet(book, sheet)
            for cells in rows:
                append_cells(page, cells)
        if progress:
            progress("exporting", done, len(SHEETS))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def export_sheet(mall: Mall, sheet_name: str) -> str:
    """One sheet as CSV, in which no text becomes a formula."""
    sheet = BY_NAME[sheet_name]
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.headings)
    writer.writerows([marked(cell) for cell in cells] for cells in exported_rows(mall, sheet))
    return out.getvalue()


def exported_rows(mall: Mall, sheet: Sheet) -> Iterator[list[Any]]:
    """The cells of one sheet, as an import reads them."""
    for row in table_of(sheet.name).stored(mall).values():
        if row.active:
            yield [column.kind.written(row.values[column.heading]) for column in sheet.columns]
