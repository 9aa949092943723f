"""What a change does, row by row: the cells that were there and those that stand there afterwards. Can be turned round."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.workbook.sheets import BY_NAME
from pendopo.kernel.errors import DomainError

Cells = Mapping[str, Any]
Rows = Mapping[str, Sequence[Cells]]

#: Of the sheet Petugas: the person is named by the change's target, and nothing of it is kept here.
PERSONAL = frozenset({"Surel", "Nama"})


class Overtaken(DomainError):
    """Somebody changed the same place in between."""

    code = "catalogue.overtaken"
    message = _("This was changed in the meantime. Please look at what stands there now, and write your change again.")


@dataclass(frozen=True, slots=True)
class Step:
    """One row. `row` names it by the cells of its key, as they were (of a new row: as they are).

    `before` None: the row is new; `after` None: it goes. Else both hold the columns that change, and no others.
    """

    sheet: str
    row: Cells
    before: Cells | None
    after: Cells | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Sheet and column of everything it touches: `Layanan.Nama`."""
        return tuple(f"{self.sheet}.{heading}" for heading in (self.after or self.before or {}))


def changed_row(sheet: str, before: Cells, after: Cells) -> Step | None:
    """The step between two states of one row, or None when they are the same."""
    other = [heading for heading in after if before.get(heading) != after[heading] and not _personal(sheet, heading)]
    if not other:
        return None
    return Step(sheet, _key(sheet, before), {name: before.get(name) for name in other}, {name: after[name] for name in other})


def new_row(sheet: str, cells: Cells) -> Step:
    return Step(sheet, _key(sheet, cells), None, _filled(sheet, cells))


def gone_row(sheet: str, cells: Cells) -> Step:
    return Step(sheet, _key(sheet, cells), _filled(sheet, cells), None)


def turned_round(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps that lead back."""
    return tuple(replace(step, row={**step.row, **_key_after(step)}, before=step.after, after=step.before) for step in steps)


def carried_out(rows: Rows, steps: Iterable[Step], *, strictly: bool) -> dict[str, list[dict[str, Any]]]:
    """The thing's rows after these steps. Raises Overtaken where a row is not there (`strictly`: or not as it was) any more."""
    result = {sheet: [dict(row) for row in of_sheet] for sheet, of_sheet in rows.items()}
    for step in steps:
        of_sheet = result.setdefault(step.sheet, [])
        here = next((row for row in of_sheet if _is(row, step)), None)
        if step.before is None:
            if here is not None and strictly:
                raise Overtaken
            if here is not None:
                of_sheet.remove(here)
            of_sheet.append({**step.row, **(step.after or {})})
            continue
        if here is None or (strictly and any(here.get(name) != value for name, value in step.before.items())):
            raise Overtaken
        if step.after is None:
            of_sheet.remove(here)
        else:
            here.update(step.after)
    return result


def fingerprint(steps: Iterable[Step]) -> str:
    """SHA-256 of the steps in one canonical form."""
    return hashlib.sha256(orjson.dumps(as_json(steps), option=orjson.OPT_SORT_KEYS)).hexdigest()


def as_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [
        {
            "sheet": step.sheet,
            "row": dict(step.row),
            "before": step.before and dict(step.before),
            "after": step.after and dict(step.after),
        }
        for step in steps
    ]


def from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(one["sheet"], one["row"], one["before"], one["after"]) for one in stored)


def _personal(sheet: str, heading: str) -> bool:
    return sheet == "Petugas" and heading in PERSONAL


def _key(sheet: str, cells: Cells) -> dict[str, Any]:
    return {heading: cells.get(heading) for heading in BY_NAME[sheet].key if not _personal(sheet, heading)}


def _key_after(step: Step) -> dict[str, Any]:
    return {heading: step.after[heading] for heading in step.row if step.after and heading in step.after}


def _filled(sheet: str, cells: Cells) -> dict[str, Any]:
    return {name: value for name, value in cells.items() if value not in (None, "") and not _personal(sheet, name)}


def _is(row: Cells, step: Step) -> bool:
    return all(row.get(heading) == value for heading, value in step.row.items())
