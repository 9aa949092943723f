"""Import a mall's master data from a workbook or a CSV file."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from pendopo.catalogue.imports.record import Source, write_and_keep
from pendopo.catalogue.workbook.checking import Checked, check_sheet
from pendopo.catalogue.workbook.faults import WorkbookRefused
from pendopo.catalogue.workbook.planning import Plan, find_mall, plan_import
from pendopo.catalogue.workbook.reach import beyond_reach
from pendopo.catalogue.workbook.reading import RawSheet, read_file
from pendopo.catalogue.workbook.writing import PlanOutdated, SheetResult, result_of

#: Hears how far a step is: its code (reading, checking, comparing, writing), how much of how much.
Progress = Callable[[str, int, int], None]
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """What the file did, or (`written` False) would do. `new_people` have no password yet: invite them."""

    mall_code: str
    mall_name: str
    new_mall: bool
    sheets: tuple[SheetResult, ...]
    written: bool
    new_people: tuple[UUID, ...] = ()

    @property
    def touched(self) -> int:
        """How many rows were added, changed or removed; 0 for a file that was imported before."""
        return sum(sheet.touched for sheet in self.sheets)


def import_workbook(
    *, content: bytes, file_name: str, at: datetime, actor: str, may_give: Collection[str], mall_code: str = "",
    sheet_name: str = "", check_only: bool = False, remove_missing: bool = False, progress: Progress | None = None,
) -> Imported:  # fmt: skip
    """Check everything first, outside any transaction; then write all of it, or nothing.

    `mall_code` says which mall the file must be about, and is needed for files without the sheet Mal. Stored rows that the
    file does not have are left alone, unless `remove_missing`. The caller has opened the door to the mall; `may_give` are the
    roles that whoever imports may give, change and take (`directory.doors.roles_to_give`; the operator of the machine every
    one). Raises WorkbookRefused with every fault. Call `appointments.refresh_line_days` after it, so that days already open follow.
    """
    tell = progress or _silent
    raw = read_file(content, file_name=file_name, sheet_name=sheet_name, told=lambda done, of: tell("reading", done, of))
    return import_sheets(
        raw=raw, at=at, actor=actor, may_give=may_give, mall_code=mall_code, check_only=check_only,
        remove_missing=remove_missing, progress=progress, source=Source(file_name, content),
    )  # fmt: skip


def import_sheets(
    *, raw: tuple[RawSheet, ...], at: datetime, actor: str, may_give: Collection[str], mall_code: str = "",
    check_only: bool = False, remove_missing: bool = False, progress: Progress | None = None,
    source: Source | None = None,
) -> Imported:  # fmt: skip
    """The same for sheets that were read already, or written by a page. Of a `source` the import is kept, to be looked at and
    taken back."""
    tell = progress or _silent
    checked = _checked(raw, tell)
    for attempt in range(1, _ATTEMPTS + 1):
        plan = _planned(checked, mall_code, at, tell, may_give, remove_missing)
        result = _result(plan, remove_missing)
        if check_only or not result.touched:
            return result
        try:
            new_people = write_and_keep(plan, source, remove_missing=remove_missing, at=at, actor=actor)
        except (PlanOutdated, IntegrityError):
            # Somebody else imported in between: compare again with what is there now.
            if attempt == _ATTEMPTS:
                raise
            continue
        tell("writing", result.touched, result.touched)
        return Imported(result.mall_code, result.mall_name, result.new_mall, result.sheets, True, new_people)
    raise AssertionError("unreachable")


def _checked(raw: tuple[RawSheet, ...], tell: Progress) -> dict[str, Checked]:
    checked = {}
    total = sum(len(sheet.rows) for sheet in raw)
    done = 0
    for sheet in raw:
        checked[sheet.sheet.name] = check_sheet(sheet)
        done += len(sheet.rows)
        tell("checking", done, total)
    return checked


def _planned(
    checked: dict[str, Checked], mall_code: str, at: datetime, tell: Progress, may_give: Collection[str], remove_missing: bool
) -> Plan:
    """The comparison with what is stored; raises WorkbookRefused with the faults of all sheets together."""
    mall, code, faults = find_mall(checked, mall_code)
    faults += [fault for one in checked.values() for fault in one.faults]
    if not code and faults:
        raise WorkbookRefused(faults)
    plan = plan_import(checked, mall, code, at, may_give=may_give)
    tell("comparing", 1, 1)
    faults += [*plan.faults, *beyond_reach(plan.sheets, may_give=may_give, remove_missing=remove_missing)]
    if faults:
        raise WorkbookRefused(faults)
    return plan


def _result(plan: Plan, remove_missing: bool) -> Imported:
    named = next((row.values["Nama"] for one in plan.sheets if one.name == "Mal" for row in one.rows), plan.mall.name)
    sheets = tuple(result_of(one, remove_missing=remove_missing) for one in plan.sheets)
    return Imported(plan.mall.code, named, plan.new_mall, sheets, written=False)


def _silent(step: str, done: int, of: int) -> None:
    """Nobody listens."""
