"""Posts that are not the importer's to give, change or take: a workbook makes nobody more than who imports it may make him."""

from collections.abc import Collection, Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.workbook.faults import Fault
from pendopo.catalogue.workbook.planning import SheetPlan
from pendopo.catalogue.workbook.sheets import OFFICERS, ROLES, Values

_GIVEN = _("This role is not yours to give. Please leave the row out, or ask the administrator.")
_CHANGED = _("A post of this role is not yours to change. Please put back what stood here, or ask the administrator.")
_TAKEN = _("A post of this role is not yours to end. Please put its row back, or ask the administrator.")


def beyond_reach(plans: Iterable[SheetPlan], *, may_give: Collection[str], remove_missing: bool) -> Iterator[Fault]:
    """A fault for every post of another role than `may_give` that would be written; rows that change nothing are nobody's deed."""
    for plan in plans:
        if plan.table.sheet is not OFFICERS:
            continue
        accepted = ", ".join(word for word, role in ROLES.items() if role in may_give)
        for rows, problem in ((plan.added, _GIVEN), (plan.changed, _CHANGED)):
            for _pk, row in rows:
                if row.values["Peran"] not in may_give:
                    yield _fault(problem, row.number, row.values, accepted)
        for stored in plan.missing if remove_missing else ():
            if stored.values["Peran"] not in may_give:
                yield _fault(_TAKEN, 0, stored.values, accepted)


def _fault(problem: Promise, row: int, values: Values, accepted: str) -> Fault:
    word = OFFICERS.by_heading["Peran"].kind.written(values["Peran"])
    # A row that is not in the file has no number by which it could be found: its address says which it is.
    found = word if row else f"{values['Surel']}: {word}"
    return Fault(problem, OFFICERS.name, row, "Peran", found, accepted)
