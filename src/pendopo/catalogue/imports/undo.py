"""Take an import back as a whole: everything that it wrote stands as before, or nothing is touched and it is said why."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.events import ImportUndone
from pendopo.catalogue.imports.touched import Cells, TouchedRow, unpacked
from pendopo.catalogue.models import Import
from pendopo.catalogue.workbook.checking import Row
from pendopo.catalogue.workbook.planning import Plan, SheetPlan, table_of
from pendopo.catalogue.workbook.reach import beyond_reach
from pendopo.catalogue.workbook.sheets import BY_NAME, SHEETS, Sheet, Values
from pendopo.catalogue.workbook.tables import Stored
from pendopo.catalogue.workbook.writing import PlanOutdated, write_plan
from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import DomainError
from pendopo.kernel.identifiers import uuid7
from pendopo.kernel.transactions import one_transaction

#: New places and zones stay where they are: screens and counters hang on them, as when a file leaves them out.
STAYING = ("Tempat", "Zona")
_NAMED_AT_MOST = 20


class CannotUndo(DomainError):
    """`reasons` name the rows that stand in the way, at most twenty; `more` counts the rest."""

    code = "catalogue.cannot_undo_import"
    message = _("Nothing was taken back: since this import other things were written there. %(first)s")

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = tuple(reasons[:_NAMED_AT_MOST])
        self.more = len(reasons) - len(self.reasons)
        super().__init__(first=self.reasons[0])


class NotUndoable(DomainError):
    """It founded the mall, or is too old, or was taken back already."""

    code = "catalogue.import_not_undoable"
    message = _("This import cannot be taken back: it opened the mall, was taken back already, or is too old.")


class NotYoursToUndo(DomainError):
    code = "catalogue.import_not_yours_to_undo"
    message = _("This import gave posts that are not yours to end. Please ask the administrator to take it back.")


@dataclass(slots=True)
class _Back:
    """What leads back on one sheet."""

    sheet: Sheet
    added: list[tuple[Any, Row]]
    changed: list[tuple[Any, Row]]
    gone: list[Stored]


def undo_import(*, one: Import, at: datetime, actor: str, may_give: Collection[str]) -> int:
    """Returns how many rows stand again as before. Raises NotUndoable, CannotUndo, NotYoursToUndo.

    Call `queue.follow_master_data` after it.
    """
    if one.founded or one.undone_at is not None or one.rows is None:
        raise NotUndoable
    mall = Mall.objects.get(pk=one.mall_id)
    stored = {sheet.name: table_of(sheet.name).stored(mall) for sheet in SHEETS}
    rows = tuple(_widened(row, stored[row.sheet]) for row in unpacked(bytes(one.rows)))
    if reasons := [*_changed_since(rows, stored), *_hanging_on(rows, stored, business_date(at, mall.time_zone))]:
        raise CannotUndo(reasons)
    plans = tuple(_plan(back) for back in _backs(rows, stored, mall, at))
    if any(beyond_reach(plans, may_give=may_give, remove_missing=True)):
        raise NotYoursToUndo
    ids = {
        name: {key[0]: row.pk for key, row in of_sheet.items() if isinstance(key[0], str)} for name, of_sheet in stored.items()
    }
    try:
        return _write(one, Plan(mall, False, plans, ids), len(rows), at, actor)
    except (PlanOutdated, IntegrityError, ProtectedError) as trouble:
        raise CannotUndo([str(_("Somebody is changing the same data just now. Please try again."))]) from trouble


@one_transaction
def _write(one: Import, plan: Plan, rows: int, at: datetime, actor: str) -> int:
    # Of two that press at once, one finds it undone.
    if not Import.objects.filter(pk=one.pk, undone_at__isnull=True).update(undone_at=at, undone_by=actor):
        raise NotUndoable
    write_plan(plan, remove_missing=True, at=at, actor=actor)
    append(ImportUndone(rows), mall=one.mall_id, subject=one.pk, at=at, actor=actor)
    return rows


def _widened(row: TouchedRow, stored: Mapping[Any, Stored]) -> TouchedRow:
    """A row kept by an older Pendopo, whose sheet has more columns today: what it never touched is as it stands now."""
    sheet, known = BY_NAME[row.sheet], len(row.after or row.before or ())
    younger = sheet.columns[known:]
    if not younger:
        return row
    now = stored.get(_key(sheet, row.after or row.before or []))
    rest = [column.kind.written(now.values[column.heading] if now else column.empty) for column in younger]
    return replace(row, before=row.before and [*row.before, *rest], after=row.after and [*row.after, *rest])


def _changed_since(rows: tuple[TouchedRow, ...], stored: Mapping[str, Mapping[Any, Stored]]) -> Iterator[str]:
    """Rows that do not stand any more as the import left them."""
    for row in rows:
        sheet = BY_NAME[row.sheet]
        now = stored[row.sheet].get(_key(sheet, row.after or row.before or []))
        if row.after is None:
            back_again = now is not None and now.active and not _post_is_over(row, now)
        else:
            back_again = now is None or not table_of(row.sheet).same(_values(sheet, row.after), now)
        if back_again:
            yield str(_("%(sheet)s: %(row)s was changed since.") % {"sheet": row.sheet, "row": row.name})


def _post_is_over(row: TouchedRow, now: Stored) -> bool:
    """A post that a file ended is still a row: it has another last day."""
    return row.sheet == "Petugas" and now.values["Sampai"] != _values(BY_NAME["Petugas"], row.before or [])["Sampai"]


def _hanging_on(rows: tuple[TouchedRow, ...], stored: Mapping[str, Mapping[Any, Stored]], today: date) -> Iterator[str]:
    """Rows in service that would lose what they name: made since, of an agency or a line that the import brought."""
    going = {(row.sheet, row.key[0]) for row in rows if _goes(row)}
    with_it = {(row.sheet, _key(BY_NAME[row.sheet], row.after)) for row in rows if _goes(row) and row.after}
    back = {(row.sheet, _key(BY_NAME[row.sheet], row.before)): row for row in rows if row.before is not None and row.after}
    for sheet in SHEETS:
        for key, one in stored[sheet.name].items():
            if not table_of(sheet.name).in_use(one, today) or (sheet.name, key) in with_it:
                continue
            before = back.get((sheet.name, key))
            values = _values(sheet, before.before) if before and before.before else one.values
            for named_in, code in _named(sheet, values):
                if (named_in, code) in going:
                    words = {"sheet": sheet.name, "row": " ".join(str(part) for part in key), "other": f"{named_in} {code}"}
                    yield str(_("%(sheet)s: %(row)s still needs %(other)s.") % words)


def _goes(row: TouchedRow) -> bool:
    """Whether taking back takes the row out."""
    return (row.before is None or row.returned) and row.after is not None and row.sheet not in STAYING


def _named(sheet: Sheet, values: Values) -> Iterator[tuple[str, str]]:
    for column in sheet.columns:
        value = values[column.heading]
        if column.heading == "Untuk" and value[0]:
            yield value
        elif column.refers_to:
            for code in value if isinstance(value, tuple) else (value,):
                if code:
                    yield column.refers_to, code


def _backs(
    rows: tuple[TouchedRow, ...], stored: Mapping[str, Mapping[Any, Stored]], mall: Mall, at: datetime
) -> Iterator[_Back]:
    today = business_date(at, mall.time_zone)
    for sheet in SHEETS:
        back = _Back(sheet, [], [], [])
        for number, row in enumerate((one for one in rows if one.sheet == sheet.name), 1):
            now = stored[sheet.name].get(_key(sheet, row.after or row.before or []))
            if _goes(row):
                if now is not None and (sheet.name != "Petugas" or table_of("Petugas").in_use(now, today)):
                    back.gone.append(now)
            elif row.before is not None:
                again = Row(number, _values(sheet, row.before))
                (back.changed if now else back.added).append((now.pk if now else uuid7(), again))
        if back.added or back.changed or back.gone:
            yield back


def _plan(back: _Back) -> SheetPlan:
    rows = tuple(row for _pk, row in (*back.added, *back.changed))
    return SheetPlan(table_of(back.sheet.name), rows, tuple(back.added), tuple(back.changed), 0, tuple(back.gone))


def _values(sheet: Sheet, cells: Cells) -> Values:
    """What the cells say; they were written by the workbook's own kinds."""
    return {
        column.heading: column.empty if cell in (None, "") else column.kind.parse(cell)
        for column, cell in zip(sheet.columns, cells, strict=False)
    }


def _key(sheet: Sheet, cells: Cells) -> tuple[Any, ...]:
    return sheet.key_of(_values(sheet, cells))
