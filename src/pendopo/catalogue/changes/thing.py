"""One thing as it stands: its rows in the cells of the workbook."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from pendopo.accounts.models import User
from pendopo.catalogue.changes.things import Section, ThingKind, owner_of
from pendopo.catalogue.workbook.planning import table_of
from pendopo.catalogue.workbook.sheets import Values
from pendopo.catalogue.workbook.tables import Stored
from pendopo.directory.models import Agency, Counter, Mall
from pendopo.kernel.clock import business_date
from pendopo.kernel.errors import NotFound

Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Thing:
    """`rows` are those in force, by sheet: of a thing out of service its own row is missing there, and stands in `own` alone."""

    kind: ThingKind
    target: str
    owner: Any
    name: str
    id: UUID | None
    own: Cells | None
    rows: Mapping[str, tuple[Cells, ...]]

    @property
    def in_service(self) -> bool:
        return self.kind.main is None or bool(self.rows[self.kind.main.sheet.name])

    @property
    def agency(self) -> str:
        """The code of the agency whose it is, or nothing."""
        if self.kind.code == "jam":
            return self.owner[1] if self.owner[0] == "Instansi" else ""
        return str((self.own or {}).get(self.kind.agency) or "")

    @property
    def seen(self) -> str:
        """Says which state somebody had before the eyes."""
        return hashlib.sha256(orjson.dumps([self.own, dict(self.rows)], option=orjson.OPT_SORT_KEYS)).hexdigest()[:24]


def read_thing(mall: Mall, kind: ThingKind, target: str, at: datetime) -> Thing:
    """Two queries a sheet at most, and those that find the name. Raises NotFound."""
    owner, today = owner_of(mall, kind, target), business_date(at, mall.time_zone)
    rows: dict[str, tuple[Cells, ...]] = {}
    own: Stored | None = None
    for section in kind.sections:
        stored = stored_rows(mall, section, owner)
        if section is kind.main:
            own = next(iter(stored), None)
            if own is None:
                raise NotFound
        rows[section.sheet.name] = tuple(cells_of(section, row.values) for row in stored if _counts(section, row, today))
    cells = cells_of(kind.sections[0], own.values) if own else None
    name = str(cells[kind.named_by]) if cells else _name(mall, kind, owner)
    return Thing(kind, target, owner, name or target, own.pk if own else None, cells, rows)


def stored_rows(mall: Mall, section: Section, owner: Any) -> tuple[Stored, ...]:
    """The section's rows of this owner, also those that are not in force, in the order in which they were made."""
    stored = table_of(section.sheet.name).stored(mall).values()
    return tuple(row for row in stored if row.values[section.owner] == owner)


def cells_of(section: Section, values: Values) -> Cells:
    return {column.heading: column.kind.written(values[column.heading]) for column in section.sheet.columns}


def _counts(section: Section, row: Stored, today: date) -> bool:
    if not section.many:
        return row.active
    # Posts that are over are history: neither shown nor touched.
    until = row.values.get("Sampai") if section.sheet.name == "Petugas" else None
    return until is None or until >= today


def _name(mall: Mall, kind: ThingKind, owner: Any) -> str:
    if kind.code == "petugas":
        return User.objects.values_list("name", flat=True).get(email=owner)
    sheet, code = owner
    if not sheet:
        return _("The whole mall")
    model = Agency if sheet == "Instansi" else Counter
    found = model._default_manager.filter(mall=mall, code=code).first()
    if found is None:
        raise NotFound
    return str(found)
