"""How far somebody's hand reaches: the whole mall, or the things of the agencies that he or she leads.

The head of an agency looks after its services with their standards, its hours and those of its counters, and the posts of its
officers. What belongs to others is not there for the head, and stays as it is whatever is sent.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.models import User
from pendopo.catalogue.changes.steps import Cells, Step, from_json
from pendopo.catalogue.changes.thing import Thing, read_thing
from pendopo.catalogue.changes.things import KINDS, Section, ThingKind, kind_of
from pendopo.catalogue.models import Change
from pendopo.catalogue.workbook.faults import Fault
from pendopo.catalogue.workbook.planning import SheetPlan, table_of
from pendopo.catalogue.workbook.sheets import Values
from pendopo.catalogue.workbook.tables import Stored
from pendopo.directory.models import Counter, Mall
from pendopo.kernel.errors import NotFound

#: What the head of an agency may change: kinds of things, by their code.
OF_AN_AGENCY = ("layanan", "jam", "petugas")

_ANOTHER_AGENCY = _("This belongs to another agency. Please choose your own.")
_ANOTHER_LINE = _("This line belongs to another agency. Please choose one of your own, or ask the administrator.")
_ANOTHER_COUNTER = _("This counter belongs to another agency. Please choose your own.")
_NOT_OF_THIS = _("This row is of something else. Please write it on its own page.")


@dataclass(frozen=True, slots=True)
class Reach:
    """`agencies` are codes; None: everything of the mall. `may_give` are the roles that the hand may give, change and end."""

    may_give: Collection[str]
    agencies: frozenset[str] | None = None

    @property
    def kinds(self) -> tuple[ThingKind, ...]:
        """The kinds of things that are there for this hand."""
        return tuple(KINDS.values()) if self.agencies is None else tuple(KINDS[code] for code in OF_AN_AGENCY)

    @property
    def written(self) -> str:
        """As a change keeps it, so that a planned one is judged by it on its day: codes with blanks between, empty for all."""
        return " ".join(sorted(self.agencies or ()))

    def kind_of(self, code: str) -> ThingKind:
        """Raises NotFound."""
        kind = kind_of(code)
        if kind not in self.kinds:
            raise NotFound
        return kind

    def has_post(self, row: Mapping[str, Any]) -> bool:
        """Whether a row of the sheet Petugas, in values, is one of these agencies' own to change."""
        return self.agencies is None or (row["Instansi"] in self.agencies and row["Peran"] in self.may_give)


def reach_of(written: str, may_give: Collection[str]) -> Reach:
    """The other way round."""
    return Reach(may_give, frozenset(written.split()) or None)


def thing_within(mall: Mall, kind: ThingKind, target: str, at: Any, reach: Reach) -> Thing:
    """The thing as this hand may see it. Raises NotFound for what belongs to others."""
    return narrowed(mall, read_thing(mall, kind, target, at), reach)


def narrowed(mall: Mall, thing: Thing, reach: Reach) -> Thing:
    """Without the rows that are others'. Raises NotFound when nothing remains."""
    if reach.agencies is None:
        return thing
    if thing.kind.code == "petugas":
        posts = tuple(row for row in thing.rows["Petugas"] if reach.has_post(_values(row)))
        if not posts:
            raise NotFound
        return replace(thing, rows={"Petugas": posts})
    if thing.kind.code not in OF_AN_AGENCY or _agency_of(mall, thing) not in reach.agencies:
        raise NotFound
    return thing


def with_what_others_have(thing: Thing, wanted: Mapping[str, Sequence[Cells]], reach: Reach) -> dict[str, list[Cells]]:
    """The wanted rows, and beside them those that the hand did not see: they stay."""
    rows: dict[str, list[Cells]] = {sheet: list(of_sheet) for sheet, of_sheet in wanted.items()}
    if reach.agencies is not None and thing.kind.code == "petugas":
        rows["Petugas"] += [row for row in thing.rows["Petugas"] if not reach.has_post(_values(row))]
    return rows


def names_kept(wanted: Mapping[str, Sequence[Cells]], reach: Reach) -> dict[str, list[Cells]]:
    """A person who has an account already keeps its name: it is not an agency's to change."""
    rows: dict[str, list[Cells]] = {sheet: list(of_sheet) for sheet, of_sheet in wanted.items()}
    if reach.agencies is None or "Petugas" not in rows:
        return rows
    emails = {str(row.get("Surel") or "").strip().lower() for row in rows["Petugas"]}
    names = dict(User.objects.filter(email__in=emails).values_list("email", "name"))
    rows["Petugas"] = [
        {**row, "Nama": names.get(str(row.get("Surel") or "").strip().lower(), row.get("Nama"))} for row in rows["Petugas"]
    ]
    return rows


def beyond_agencies(
    mall: Mall, owner: Any, sections: Iterable[Section], plans: Iterable[SheetPlan],
    stored: Mapping[str, Mapping[Any, Stored]], reach: Reach,
) -> Iterator[Fault]:  # fmt: skip
    """A fault for every row that would be written and is not of these agencies, before or after; rows that stay are nobody's deed."""
    if reach.agencies is None:
        return
    own = _Own(mall, reach.agencies)
    for section, plan in zip(sections, plans, strict=True):
        by_pk = {row.pk: row.values for row in stored[plan.name].values()}
        for pk, row in (*plan.added, *plan.changed):
            before = by_pk.get(pk)
            if row.values[section.owner] != owner:
                yield _fault(_NOT_OF_THIS, plan, row.number, section.owner)
            for heading, problem in own.wrong(plan.name, row.values, before):
                yield _fault(problem, plan, row.number, heading)
        for gone in plan.missing:
            for heading, problem in own.wrong(plan.name, gone.values, gone.values):
                yield _fault(problem, plan, 0, heading)


def is_within(mall: Mall, change: Change, at: Any, reach: Reach) -> bool:
    """Whether a change is of what this hand may see: of a person's posts, all of them must be of the own agencies."""
    if reach.agencies is None:
        return True
    if change.kind not in OF_AN_AGENCY:
        return False
    if change.kind == "petugas":
        return all(_post_of(step).get("Instansi") in reach.agencies for step in from_json(change.steps))
    try:
        thing_within(mall, kind_of(change.kind), change.target, at, reach)
    except NotFound:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Own:
    mall: Mall
    agencies: frozenset[str]

    def wrong(self, sheet: str, row: Values, before: Values | None) -> Iterator[tuple[str, Promise]]:
        if sheet == "Layanan":
            if any(one["Instansi"] not in self.agencies for one in (row, before) if one is not None):
                yield "Instansi", _ANOTHER_AGENCY
            other_line = row["Jalur"] and row["Jalur"] != (before or {}).get("Jalur")
            if other_line and self._agency("Jalur", row["Jalur"]) not in self.agencies:
                yield "Jalur", _ANOTHER_LINE
        elif sheet == "Petugas":
            if any(one["Instansi"] not in self.agencies for one in (row, before) if one is not None):
                yield "Instansi", _ANOTHER_AGENCY
            new = set(row["Loket"]) - set((before or {}).get("Loket", ()))
            if any(self._agency("Loket", code) not in self.agencies for code in new):
                yield "Loket", _ANOTHER_COUNTER

    def _agency(self, sheet: str, code: str) -> str:
        found = table_of(sheet).stored(self.mall).get((code,))
        return str(found.values["Instansi"]) if found else ""


def _agency_of(mall: Mall, thing: Thing) -> str:
    if thing.kind.code == "jam" and thing.owner[0] == "Loket":
        found = Counter.objects.filter(mall=mall, code=thing.owner[1]).values_list("agency__code", flat=True).first()
        return found or ""
    return thing.agency


def _values(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Cells of the sheet Petugas as values, as far as it matters whose they are."""
    role = KINDS["petugas"].sections[0].sheet.by_heading["Peran"].kind
    return {"Instansi": row.get("Instansi"), "Peran": role.parse(row["Peran"])}


def _post_of(step: Step) -> Cells:
    return {**(step.before or {}), **(step.after or {}), **step.row}


def _fault(problem: Promise, plan: SheetPlan, row: int, heading: str) -> Fault:
    return Fault(problem, plan.name, row, heading)
