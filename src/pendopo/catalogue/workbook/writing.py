"""Write a plan: everything in one short transaction, or nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson

from pendopo.catalogue.events import SheetImported
from pendopo.catalogue.workbook.planning import Plan, SheetPlan
from pendopo.catalogue.workbook.tables import Context
from pendopo.directory.master_data import master_data_changed
from pendopo.directory.models import Mall
from pendopo.journal.events import append
from pendopo.kernel.transactions import one_transaction


class PlanOutdated(Exception):
    """Somebody changed this mall's master data between planning and writing."""


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What happened to one sheet's rows. `missing` rows are stored and not in the file; `removed` of them were taken out."""

    name: str
    added: int
    changed: int
    unchanged: int
    missing: int
    removed: int = 0

    @property
    def touched(self) -> int:
        return self.added + self.changed + self.removed


def result_of(plan: SheetPlan, *, remove_missing: bool) -> SheetResult:
    removed = len(plan.missing) if remove_missing else 0
    return SheetResult(plan.name, len(plan.added), len(plan.changed), plan.unchanged, len(plan.missing), removed)


@one_transaction
def write_plan(plan: Plan, *, remove_missing: bool, at: datetime, actor: str) -> tuple[UUID, ...]:
    """Write it and record one event per sheet that changed; returns the ids of new people. Raises PlanOutdated."""
    touched = [one for one in plan.sheets if result_of(one, remove_missing=remove_missing).touched]
    context = write_rows(plan, touched, remove_missing=remove_missing, at=at, actor=actor)
    for one in touched:
        result = result_of(one, remove_missing=remove_missing)
        facts = SheetImported(one.name, result.added, result.changed, result.unchanged, result.removed, fingerprint(one))
        append(facts, mall=plan.mall.pk, subject=plan.mall.pk, at=at, actor=actor)
    return tuple(context.new_people)


def write_rows(
    plan: Plan, touched: Sequence[SheetPlan], *, remove_missing: bool, at: datetime, actor: str = "system"
) -> Context:
    """The rows alone, in the caller's transaction; whoever calls says what happened. Raises PlanOutdated."""
    mall = _locked(plan)
    context = Context(mall, at, {name: dict(ids) for name, ids in plan.ids.items()}, actor=actor)
    for one in touched:
        one.table.write([(pk, row.values) for pk, row in one.added], [(pk, row.values) for pk, row in one.changed], context)
    if remove_missing:
        # From the last sheet to the first: what refers goes before what is referred to.
        for one in reversed(touched):
            one.table.remove(one.missing, context)
    if touched:
        master_data_changed(mall)
    return context


def fingerprint(plan: SheetPlan) -> str:
    """SHA-256 of the sheet's cells in one canonical form: says which content was imported, and nothing of it."""
    sheet = plan.table.sheet
    rows = sorted([str(column.kind.written(row.values[column.heading])) for column in sheet.columns] for row in plan.rows)
    return hashlib.sha256(orjson.dumps([sheet.name, rows])).hexdigest()


def _locked(plan: Plan) -> Mall:
    if plan.new_mall:
        return plan.mall
    mall = Mall.objects.select_for_update().get(pk=plan.mall.pk)
    if mall.catalogue_version != plan.mall.catalogue_version:
        raise PlanOutdated
    return mall
