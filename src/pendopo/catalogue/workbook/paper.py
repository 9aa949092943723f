"""How sheets look when they are written: headings that stand still, readable widths, and cells that are always plain values."""

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from pendopo.catalogue.workbook.sheets import Sheet

_HEADING = Font(bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", fgColor="1F5C4D")
_REQUIRED_FILL = PatternFill("solid", fgColor="8A3B12")
_EXAMPLE = Font(italic=True, color="6B6B6B")
_TOP = Alignment(vertical="top", wrap_text=True)


def begin_sheet(book: Workbook, sheet: Sheet) -> WriteOnlyWorksheet:
    """A sheet with its headings; those that must be filled are coloured differently."""
    page = widened(book, sheet.name, [column.width for column in sheet.columns])
    page.freeze_panes = "A2"
    page.append(_headed(page, column.heading, _REQUIRED_FILL if column.required else _HEADING_FILL) for column in sheet.columns)
    return page


def widened(book: Workbook, name: str, widths: Iterable[int]) -> Any:
    """A new sheet with columns of these widths."""
    # Any: the stubs do not know what openpyxl gives its write-only sheets on the way.
    page: Any = book.create_sheet(name)
    for position, width in enumerate(widths):
        page.column_dimensions[letter(position)].width = width
    return page


def append_cells(page: WriteOnlyWorksheet, cells: Iterable[Any], *, font: Font | None = None) -> None:
    """One row. Text that begins with '=' stays text: nothing that people typed may become a formula."""
    page.append([_plain(page, cell, font) for cell in cells])


def append_note(page: Any, text: str) -> None:
    """A line that runs over the columns beside it."""
    page.append([WriteOnlyCell(page, value=text)])


def append_example(page: WriteOnlyWorksheet, cells: Sequence[Any]) -> None:
    append_cells(page, cells, font=_EXAMPLE)


def headed_row(page: WriteOnlyWorksheet, words: Iterable[str]) -> None:
    page.append([_headed(page, word, _HEADING_FILL) for word in words])


def letter(position: int) -> str:
    """0 → A; a workbook's sheets stay within Z."""
    return chr(ord("A") + position)


def _headed(page: WriteOnlyWorksheet, word: str, fill: PatternFill) -> Any:
    cell = WriteOnlyCell(page, value=word)
    cell.font, cell.fill = _HEADING, fill
    return cell


def _plain(page: WriteOnlyWorksheet, value: Any, font: Font | None) -> Any:
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        # Text stays text in the hands of the spreadsheet too: 18.10 and 08:00 are not to be "improved".
        cell.number_format = "@"
    cell.alignment = _TOP
    if font:
        cell.font = font
    return cell
