"""Compare a checked workbook with what is stored: what would be added, changed, left alone, and what cannot be."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.workbook import sheets
from pendopo.catalogue.workbook.checking import Checked, Key, Row, references
from pendopo.catalogue.workbook.faults import Fault, nearest, shown
from pendopo.catalogue.workbook.kinds import filled
from pendopo.catalogue.workbook.officers import OfficerTable, names_not_ours
from pendopo.catalogue.workbook.roster import DutyTable
from pendopo.catalogue.workbook.tables import CounterTable, OwnedTable, Stored, Table
from pendopo.directory.models import Mall, Region
from pendopo.kernel.clock import business_date
from pendopo.kernel.identifiers import uuid7

_TABLES: dict[str, Table] = {
    "Mal": Table(sheets.MALL, of_mall="pk"),
    "Tempat": Table(sheets.SITES),
    "Zona": Table(sheets.ZONES),
    "Instansi": Table(sheets.AGENCIES),
    "Jalur": Table(sheets.LINES_SHEET),
    "Loket": CounterTable(sheets.COUNTERS),
    "Layanan": Table(sheets.SERVICES),
    "Standar": Table(sheets.STANDARDS, of_mall="service__mall"),
    "Biaya": Table(sheets.FEES, of_mall="service__mall"),
    "Jam": OwnedTable(sheets.HOURS),
    "Istirahat": OwnedTable(sheets.BREAKS),
    "Tutup": OwnedTable(sheets.SPECIAL_DAYS),
    "Fasilitas": Table(sheets.FACILITIES),
    "Petugas": OfficerTable(sheets.OFFICERS),
    "Jadwal": DutyTable(sheets.ROSTER),
}


def adjoin(table: Table) -> None:
    """Add the sheet of a package above the catalogue, when that package is made ready."""
    if table.sheet.name not in _TABLES:
        sheets.SHEETS.append(table.sheet)
        sheets.BY_NAME[table.sheet.name] = table.sheet
        _TABLES[table.sheet.name] = table


def table_of(sheet: str) -> Table:
    return _TABLES[sheet]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What one sheet would do. New rows have their ids already; `missing` are stored rows that the file does not have, `before`
    those that would change, as they are."""

    table: Table
    rows: tuple[Row, ...]
    added: tuple[tuple[UUID, Row], ...]
    changed: tuple[tuple[UUID, Row], ...]
    unchanged: int
    missing: tuple[Stored, ...]
    before: Mapping[UUID, Stored] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.table.sheet.name


@dataclass(frozen=True, slots=True)
class Plan:
    """What the whole file would do to one mall. `new_mall`: it is not there yet."""

    mall: Mall
    new_mall: bool
    sheets: tuple[SheetPlan, ...]
    ids: Mapping[str, Mapping[str, UUID]]
    faults: tuple[Fault, ...] = field(default=())


def find_mall(checked: Mapping[str, Checked], mall_code: str) -> tuple[Mall | None, str, list[Fault]]:
    """The mall that the file is about, its code, and what is wrong with how it is named."""
    named = checked.get("Mal")
    if named is None:
        return _named_by_caller(mall_code)
    rows = [*named.rows.values(), *named.broken]
    if named.faults and (len(rows) != 1 or "Kode" not in rows[0].values):
        return None, "", []
    if len(rows) != 1:
        return None, "", [Fault(_("This sheet must have exactly one row: the mall."), "Mal", found=str(len(rows)))]
    (row,) = rows
    code = row.values["Kode"]
    if mall_code and code != mall_code:
        return None, "", [
            Fault(_("This file is about another mall than the chosen one."), "Mal", row.number, "Kode", code, mall_code)
        ]  # fmt: skip
    return Mall.objects.filter(code=code).first(), code, []


def _named_by_caller(mall_code: str) -> tuple[Mall | None, str, list[Fault]]:
    if not mall_code:
        return None, "", [Fault(_("The sheet Mal is missing. Please add it, or name the mall with --mall CODE."))]
    mall = Mall.objects.filter(code=mall_code).first()
    if mall is None:
        known = list(Mall.objects.order_by("code").values_list("code", flat=True))
        return None, "", [
            Fault(_("There is no mall of this code yet. A new mall needs the sheet Mal."), found=mall_code,
                  accepted=", ".join(known), meant=nearest(mall_code, known))
        ]  # fmt: skip
    return mall, mall_code, []


def plan_import(
    checked: Mapping[str, Checked], mall: Mall | None, code: str, at: datetime, *, may_give: Collection[str]
) -> Plan:
    """Read what is stored (a constant number of queries) and compare; for one who may give these roles."""
    new = mall is None
    mall = mall or Mall(code=code)
    stored = {name: ({} if new else table.stored(mall)) for name, table in _TABLES.items()}
    for name, one in checked.items():
        _leave_alone(one, stored[name])
    _respect_names(checked, None if new else mall, may_give, at)
    today = business_date(at, mall.time_zone)
    plans = tuple(_sheet_plan(_TABLES[name], checked[name], stored[name], mall, today) for name in _TABLES if name in checked)
    ids = {name: {key[0]: row.pk for key, row in stored[name].items() if isinstance(key[0], str)} for name in _TABLES}
    for plan in plans:
        ids[plan.name].update((row.values[plan.table.sheet.key[0]], pk) for pk, row in plan.added)
    faults = [
        *_unknown_codes(checked, stored),
        *_unknown_regions(checked),
        *(fault for plan in plans for fault in _taken_values(plan, stored[plan.name])),
        *(fault for plan in plans for fault in plan.table.faults(plan.rows, stored[plan.name])),
        *_two_names(checked),
    ]
    return Plan(mall, new, plans, ids, tuple(faults))


def _leave_alone(checked: Checked, stored: Mapping[Key, Stored]) -> None:
    """What a column says that the file may be without, and is: what is stored, else what an empty cell would say."""
    for column in checked.sheet.columns:
        if not column.optional:
            continue
        for key, row in checked.rows.items():
            kept = stored[key].values[column.heading] if key in stored else column.empty
            row.values.setdefault(column.heading, kept)


def _sheet_plan(table: Table, checked: Checked, stored: Mapping[Key, Stored], mall: Mall, today: date) -> SheetPlan:
    added, changed = [], []
    before: dict[UUID, Stored] = {}
    for key, row in checked.rows.items():
        if key not in stored:
            # The mall of the sheet Mal is the one that everything else already refers to.
            added.append((mall.pk if table.sheet is sheets.MALL else uuid7(), row))
        elif not table.same(row.values, stored[key]):
            changed.append((stored[key].pk, row))
            before[stored[key].pk] = stored[key]
    missing = [row for key, row in stored.items() if key not in checked.rows and table.in_use(row, today)]
    unchanged = len(checked.rows) - len(added) - len(changed)
    return SheetPlan(table, tuple(checked.rows.values()), tuple(added), tuple(changed), unchanged, tuple(missing), before)


def _unknown_codes(checked: Mapping[str, Checked], stored: Mapping[str, Mapping[Key, Stored]]) -> Iterator[Fault]:
    known = {name: {str(key[0]) for key in rows} for name, rows in stored.items()}
    for name, one in checked.items():
        if one.named is None:
            del known[name]
        else:
            known[name] |= one.named
    for one in checked.values():
        for number, column, sheet, code in references(one):
            if sheet in known and code not in known[sheet]:
                yield Fault(
                    filled(_("There is no row of this code in the sheet %(sheet)s."), sheet=sheet), one.sheet.name, number,
                    column.heading, shown(code), _some(known[sheet]), nearest(code, known[sheet]),
                )  # fmt: skip


def _unknown_regions(checked: Mapping[str, Checked]) -> Iterator[Fault]:
    if "Mal" not in checked:
        return
    for row in (*checked["Mal"].rows.values(), *checked["Mal"].broken):
        code = row.values.get("Wilayah")
        if code and not Region.objects.filter(code=code).exists():
            yield Fault(
                _("There is no region of this code."), "Mal", row.number, "Wilayah", code,
                sheets.MALL.by_heading["Wilayah"].kind.accepts,
            )  # fmt: skip


def _taken_values(plan: SheetPlan, stored: Mapping[Key, Stored]) -> Iterator[Fault]:
    """Numbers and prefixes that two rows would share, one of them perhaps not in the file."""
    sheet = plan.table.sheet
    in_file = {sheet.key_of(row.values) for row in plan.rows}
    for column in sheet.columns:
        if not column.unique:
            continue
        holders = {row.values[column.heading]: str(key[0]) for key, row in stored.items() if key not in in_file}
        for row in plan.rows:
            value = row.values[column.heading]
            if value == column.empty:
                continue
            if value in holders:
                yield Fault(
                    filled(_("%(holder)s has this already; it must be unique in the mall."), holder=holders[value]),
                    sheet.name, row.number, column.heading, shown(value),
                )  # fmt: skip
            holders.setdefault(value, str(sheet.key_of(row.values)[0]))


def _two_names(checked: Mapping[str, Checked]) -> Iterator[Fault]:
    if "Petugas" not in checked:
        return
    names: dict[str, Row] = {}
    for row in checked["Petugas"].rows.values():
        first = names.setdefault(row.values["Surel"], row)
        if first.values["Nama"] != row.values["Nama"]:
            yield Fault(
                filled(_("The same address has another name in row %(first)s."), first=first.number), "Petugas", row.number,
                "Nama", shown(row.values["Nama"]),
            )  # fmt: skip


def _respect_names(checked: Mapping[str, Checked], mall: Mall | None, may_give: Collection[str], at: datetime) -> None:
    """Where a person's name is not the importer's to change, the file's row says what is stored."""
    if "Petugas" not in checked:
        return
    rows = checked["Petugas"].rows.values()
    kept = names_not_ours(mall, {row.values["Surel"] for row in rows}, may_give, at)
    for row in rows:
        row.values["Nama"] = kept.get(row.values["Surel"], row.values["Nama"])


def _some(known: Sequence[str] | set[str]) -> str:
    """The codes that would have been right, as far as they fit in a sentence."""
    first = sorted(known)[:12]
    return ", ".join(first) + (", …" if len(known) > len(first) else "")
