"""What rows written for one thing would change: checked like the rows of a workbook, compared with what is stored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.changes.reach import Reach, beyond_agencies, names_kept
from pendopo.catalogue.changes.steps import Step, changed_row, gone_row, new_row
from pendopo.catalogue.changes.thing import Cells, cells_of
from pendopo.catalogue.changes.things import Section, ThingKind
from pendopo.catalogue.workbook.checking import Checked, check_sheet
from pendopo.catalogue.workbook.faults import Fault
from pendopo.catalogue.workbook.planning import Plan, SheetPlan, plan_import, table_of
from pendopo.catalogue.workbook.reach import beyond_reach
from pendopo.catalogue.workbook.reading import RawSheet
from pendopo.catalogue.workbook.tables import Stored
from pendopo.directory.models import Mall
from pendopo.kernel.errors import DomainError

Wanted = Mapping[str, Sequence[Mapping[str, Any]]]


class ThingRefused(DomainError):
    """`faults` name every place: the sheet, the row as counted within it from 1, and the column."""

    code = "catalogue.thing_refused"
    status = 422
    message = _("Nothing was changed. %(first)s")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(first=self.faults[0])


@dataclass(frozen=True, slots=True)
class ThingPlan:
    """What would be written, and the steps by which it is told and turned round."""

    plan: Plan
    steps: tuple[Step, ...]


def plan_thing(
    mall: Mall, kind: ThingKind, owner: Any, wanted: Wanted, at: datetime, *, reach: Reach, new: bool = False
) -> ThingPlan:
    """`wanted` are all rows that the thing shall have, by sheet; of a `new` one no row may be there yet. Raises ThingRefused."""
    wanted = names_kept(wanted, reach)
    checked = {section.sheet.name: _checked(section, wanted[section.sheet.name]) for section in kind.sections}
    faults = [fault for one in checked.values() for fault in one.faults]
    stored = {section.sheet.name: table_of(section.sheet.name).stored(mall) for section in kind.sections}
    plan = plan_import(checked, mall, mall.code, at, may_give=reach.may_give)
    by_name = {one.name: one for one in plan.sheets}
    sheets = []
    for section in kind.sections:
        one = by_name[section.sheet.name]
        gone = () if new else tuple(row for row in one.missing if row.values[section.owner] == owner)
        sheets.append(replace(one, missing=gone))
        if new:
            faults += _taken(section, one, stored[section.sheet.name].values())
    faults += [
        *plan.faults,
        *beyond_reach(sheets, may_give=reach.may_give, remove_missing=True),
        *beyond_agencies(mall, owner, kind.sections, sheets, stored, reach),
    ]
    if faults:
        raise ThingRefused(faults)
    return ThingPlan(
        replace(plan, sheets=tuple(sheets)),
        tuple(
            step
            for section, one in zip(kind.sections, sheets, strict=True)
            for step in _steps(section, one, {row.pk: row for row in stored[section.sheet.name].values()})
        ),
    )


def _checked(section: Section, rows: Sequence[Mapping[str, Any]]) -> Checked:
    cells = tuple((number, tuple(row.get(heading) for heading in section.sheet.headings)) for number, row in enumerate(rows, 1))
    return check_sheet(RawSheet(section.sheet, section.sheet.headings, cells))


def _taken(section: Section, plan: SheetPlan, stored: Collection[Stored]) -> list[Fault]:
    in_service = {section.sheet.key_of(row.values) for row in stored if row.active}
    return [
        Fault(_("This is there already. Please choose another code, or open what is there."), section.sheet.name, row.number,
              section.sheet.key[0])
        for row in plan.rows
        if section.sheet.key_of(row.values) in in_service
    ]  # fmt: skip


def _steps(section: Section, plan: SheetPlan, stored: Mapping[UUID, Stored]) -> list[Step]:
    name = section.sheet.name
    steps = [gone_row(name, cells_of(section, row.values)) for row in plan.missing]
    for pk, row in plan.changed:
        after: Cells = cells_of(section, row.values)
        if stored[pk].active:
            step = changed_row(name, cells_of(section, stored[pk].values), after)
            steps += [step] if step else []
        else:
            steps.append(new_row(name, after))
    return steps + [new_row(name, cells_of(section, row.values)) for _pk, row in plan.added]
