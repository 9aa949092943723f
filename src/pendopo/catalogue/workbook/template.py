"""The empty workbook to fill in: headings, one example row each, drop-downs, and a sheet that explains every column."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from pendopo.catalogue.workbook.paper import append_cells, append_example, append_note, begin_sheet, headed_row, letter, widened
from pendopo.catalogue.workbook.reading import REMARK
from pendopo.catalogue.workbook.sheets import SHEETS, Column, Sheet

GUIDE = "Petunjuk"
_ROWS_WITH_CHOICES = 2_000


def template() -> bytes:
    """The workbook, its explanations in the language in force."""
    book = Workbook(write_only=True)
    _guide(book)
    for sheet in SHEETS:
        page = begin_sheet(book, sheet)
        append_example(page, _example(sheet))
        for position, column in enumerate(sheet.columns):
            _offer_choices(page, letter(position), column)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _guide_rows() -> list[tuple[str, str, str, str, str]]:
    """Sheet, column, whether it must be filled, what it is, what may stand there."""
    rows = []
    for sheet in SHEETS:
        rows.append((sheet.name, "", "", str(sheet.about), ""))
        rows += [
            (sheet.name, column.heading, _("yes") if column.required else "", str(column.help), str(column.kind.accepts))
            for column in sheet.columns
        ]
    return rows


def _guide(book: Workbook) -> None:
    page = widened(book, GUIDE, (14, 20, 12, 60, 60))
    for line in (
        _("Fill in one row per thing. Columns in brown must be filled; the order of columns is free."),
        _("A row whose first cell begins with # is a remark and is not imported; the example rows are such."),
        _("Write values, not formulas, and leave no cells merged. Several values in one cell: new lines or ;"),
        _("When anything is wrong nothing is imported, and every fault is named. Importing twice changes nothing."),
    ):
        append_note(page, line)
    append_cells(page, [None])
    headed_row(page, (_("Sheet"), _("Column"), _("Must be filled"), _("What it is"), _("What may stand there")))
    for row in _guide_rows():
        append_cells(page, [cell or None for cell in row])


def _example(sheet: Sheet) -> list[Any]:
    first, *rest = (column.example for column in sheet.columns)
    return [f"{REMARK} {_('example')}: {first}", *rest]


def _offer_choices(page: Any, column_letter: str, column: Column) -> None:
    choices = column.kind.choices
    if not choices:
        return
    # A drop-down that warns and does not forbid: the import says it better.
    offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=False)
    offered.add(f"{column_letter}2:{column_letter}{_ROWS_WITH_CHOICES}")
    page.data_validations.append(offered)
