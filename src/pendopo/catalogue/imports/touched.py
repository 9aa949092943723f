"""The rows that an import touched, before and after, in the cells of the workbook. Packed for the table, and unpacked."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from pendopo.catalogue.workbook.planning import SheetPlan
from pendopo.catalogue.workbook.sheets import BY_NAME, Sheet

Cells = list[Any]


@dataclass(frozen=True, slots=True)
class TouchedRow:
    """Cells in the order of the sheet's columns. `before` None: the row is new; `after` None: it was taken out.

    `returned`: it had been taken out of service before, and the file brought it back.
    """

    sheet: str
    before: Cells | None
    after: Cells | None
    returned: bool = False

    @property
    def key(self) -> tuple[Any, ...]:
        """By which people find the row: the cells of the sheet's key."""
        sheet = BY_NAME[self.sheet]
        cells = dict(zip(sheet.headings, self.after or self.before or (), strict=False))
        return tuple(cells.get(heading) for heading in sheet.key)

    @property
    def name(self) -> str:
        """The row's key and its name where it has one: `ktp-hilang · KTP karena hilang`."""
        sheet = BY_NAME[self.sheet]
        cells = dict(zip(sheet.headings, self.after or self.before or (), strict=False))
        words = [str(value) for value in self.key if value not in (None, "")]
        named = str(cells.get("Nama") or cells.get("Uraian") or "")
        return " · ".join([*words, named] if named and named not in words else words)

    @property
    def changes(self) -> tuple[tuple[str, Any, Any], ...]:
        """Column, cell before, cell after, of those that differ; of a new or a removed row none."""
        if self.before is None or self.after is None:
            return ()
        pairs = zip(BY_NAME[self.sheet].headings, self.before, self.after, strict=False)
        return tuple((heading, old, new) for heading, old, new in pairs if old != new)


def touched_rows(plans: Iterable[SheetPlan], *, remove_missing: bool) -> tuple[TouchedRow, ...]:
    """Of the sheets in the order in which they are written."""
    found: list[TouchedRow] = []
    for plan in plans:
        sheet = plan.table.sheet
        found += [TouchedRow(sheet.name, None, cells(sheet, row.values)) for _pk, row in plan.added]
        for pk, row in plan.changed:
            before = plan.before[pk]
            found.append(TouchedRow(sheet.name, cells(sheet, before.values), cells(sheet, row.values), not before.active))
        if remove_missing:
            found += [TouchedRow(sheet.name, cells(sheet, gone.values), None) for gone in plan.missing]
    return tuple(found)


def cells(sheet: Sheet, values: Mapping[str, Any]) -> Cells:
    return [column.kind.written(values[column.heading]) for column in sheet.columns]


def packed(rows: Iterable[TouchedRow]) -> bytes:
    return zlib.compress(orjson.dumps([[row.sheet, row.before, row.after, row.returned] for row in rows]))


def unpacked(kept: bytes) -> tuple[TouchedRow, ...]:
    return tuple(TouchedRow(*one) for one in orjson.loads(zlib.decompress(kept)))
