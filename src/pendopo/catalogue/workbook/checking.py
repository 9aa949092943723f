"""Turn cells into values, sheet by sheet; every fault is named, not only the first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.workbook.faults import Fault, nearest, shown
from pendopo.catalogue.workbook.kinds import CellRefused, filled, text_of
from pendopo.catalogue.workbook.reading import Broken, Formula, RawSheet, column_letter
from pendopo.catalogue.workbook.sheets import Column, Sheet, Values

Key = tuple[Any, ...]
MUST_BE_FILLED = _("This cell must not be empty.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file and its values by heading; of a row with faults, the values of its right cells."""

    number: int
    values: Values


@dataclass(frozen=True, slots=True)
class Checked:
    """A sheet's rows by key, and its faults. `broken` rows have some: what else they say is checked all the same.

    `named` are the codes of its rows, also of those with faults elsewhere, so that one fault does not look like many where the
    row is named; None when the rows could not be read at all.
    """

    sheet: Sheet
    rows: Mapping[Key, Row]
    faults: tuple[Fault, ...]
    named: frozenset[str] | None = None
    broken: tuple[Row, ...] = ()


def check_sheet(raw: RawSheet) -> Checked:
    """Headings, cells, whole rows, and rows that appear twice."""
    sheet = raw.sheet
    positions, faults = _positions(raw)
    if faults:
        # Without right headings every cell below would be a fault of its own.
        return Checked(sheet, {}, tuple(faults))
    rows: dict[Key, Row] = {}
    named: set[str] = set()
    broken: list[Row] = []
    for number, cells in raw.rows:
        values, found = _values(sheet, positions, number, cells)
        first = values.get(sheet.key[0]) or next((fault.meant for fault in found if fault.column == sheet.key[0]), None)
        named.update(code for code in [first] if isinstance(code, str))
        found = found or [
            Fault(problem, sheet.name, number, heading, shown(_written(sheet, heading, values)))
            for rule in sheet.rules
            for heading, problem in rule(values)
        ]
        faults += found
        if found:
            broken.append(Row(number, values))
            continue
        key = sheet.key_of(values)
        if key in rows:
            faults.append(_twice(sheet, number, rows[key].number, values))
        else:
            rows[key] = Row(number, values)
    return Checked(sheet, rows, tuple(faults), frozenset(named), tuple(broken))


def _positions(raw: RawSheet) -> tuple[dict[str, int], list[Fault]]:
    """Where each column stands, in whatever order."""
    sheet, faults = raw.sheet, []
    by_folded = {heading.casefold(): heading for heading in sheet.headings}
    positions: dict[str, int] = {}
    for position, cell in enumerate(raw.headings):
        written = " ".join(str(cell).split()) if cell is not None else ""
        heading = by_folded.get(written.casefold())
        if heading is None:
            if written or any(len(cells) > position and cells[position] is not None for _row, cells in raw.rows):
                faults.append(_unknown_heading(sheet, position, written))
        elif heading in positions:
            faults.append(Fault(_("This column appears twice."), sheet.name, 1, heading))
        else:
            positions[heading] = position
    guessed = {fault.meant for fault in faults}
    faults += [
        Fault(_("This column is missing. Please add its heading, even if its cells stay empty."), sheet.name, 1, heading)
        for heading in sheet.headings
        if heading not in positions and heading not in guessed and not sheet.by_heading[heading].optional
    ]
    return positions, faults


def _unknown_heading(sheet: Sheet, position: int, written: str) -> Fault:
    if not written:
        return Fault(_("There are cells below, but no heading."), sheet.name, 1, column_letter(position),
                     accepted=", ".join(sheet.headings))  # fmt: skip
    return Fault(_("There is no such column in this sheet."), sheet.name, 1, column_letter(position), shown(written),
                 ", ".join(sheet.headings), nearest(written, sheet.headings))  # fmt: skip


def _values(sheet: Sheet, positions: Mapping[str, int], number: int, cells: tuple[Any, ...]) -> tuple[Values, list[Fault]]:
    """Of the columns that the file has."""
    values: Values = {}
    faults = []
    for column in sheet.columns:
        if column.heading not in positions:
            continue
        position = positions[column.heading]
        cell = cells[position] if position < len(cells) else None
        try:
            values[column.heading] = _value(sheet, column, cell)
        except CellRefused as refusal:
            faults.append(
                Fault(refusal.problem, sheet.name, number, column.heading, shown(cell) if cell is not None else "",
                      refusal.accepted, refusal.meant)
            )  # fmt: skip
    return values, faults


def _value(sheet: Sheet, column: Column, cell: Any) -> Any:
    if isinstance(cell, Formula):
        raise CellRefused(_("This is a formula. Please write the value, not a formula."), accepted=column.kind.accepts)
    if isinstance(cell, Broken):
        raise CellRefused(_("This cell holds a spreadsheet error. Please write the value."), accepted=column.kind.accepts)
    if cell is None or (isinstance(cell, str) and not text_of(cell)):
        if column.required:
            raise CellRefused(MUST_BE_FILLED, accepted=column.kind.accepts)
        return column.empty
    value = column.kind.parse(cell)
    if column.required and value == column.kind.empty and column.kind.empty in ("", ()):
        raise CellRefused(MUST_BE_FILLED, accepted=column.kind.accepts)
    longest = sheet.longest(column) if isinstance(value, str) else None
    if longest is not None and len(value) > longest:
        raise CellRefused(
            filled(_("This text is too long: %(length)s characters, at most %(longest)s."), length=len(value), longest=longest)
        )
    return value


def _twice(sheet: Sheet, number: int, first: int, values: Mapping[str, Any]) -> Fault:
    found = ", ".join(str(_written(sheet, heading, values) or "") for heading in sheet.key)
    problem = filled(_("The same row stands in row %(first)s already."), first=first)
    return Fault(problem, sheet.name, number, " + ".join(sheet.key), shown(found))


def _written(sheet: Sheet, heading: str, values: Mapping[str, Any]) -> Any:
    return sheet.by_heading[heading].kind.written(values[heading])


def references(checked: Checked) -> Iterator[tuple[int, Column, str, str]]:
    """Every code by which a row names another row: row number, column, sheet, code."""
    for row in (*checked.rows.values(), *checked.broken):
        for column in checked.sheet.columns:
            value = row.values.get(column.heading)
            if column.refers_to:
                for code in value if isinstance(value, tuple) else (value,):
                    if code is not None:
                        yield row.number, column, column.refers_to, code
            elif isinstance(value, tuple) and column.heading == "Untuk" and value[0]:
                yield row.number, column, value[0], value[1]
