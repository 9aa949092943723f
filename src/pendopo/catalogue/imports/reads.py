"""What pages show of imports: the list, what one of them changed, its file."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pendopo.accounts.models import User
from pendopo.catalogue.imports.touched import TouchedRow, unpacked
from pendopo.catalogue.models import Import
from pendopo.directory.models import Mall
from pendopo.kernel.errors import NotFound

_LISTED = 100


@dataclass(frozen=True, slots=True)
class ImportCard:
    """An import with who did it. `kept`: the file is still there."""

    id: UUID
    file_name: str
    size_bytes: int
    who: str
    imported_at: datetime
    added: int
    changed: int
    removed: int
    founded: bool
    kept: bool
    undone_at: datetime | None
    undone_by: str

    @property
    def can_be_undone(self) -> bool:
        """As far as can be told without looking at what was written since."""
        return self.kept and not self.founded and self.undone_at is None


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """What happened to one sheet, row by row."""

    name: str
    added: tuple[TouchedRow, ...]
    changed: tuple[TouchedRow, ...]
    removed: tuple[TouchedRow, ...]
    unchanged: int


def imports_of(mall: Mall) -> tuple[ImportCard, ...]:
    """Newest first, the latest hundred; two queries."""
    rows = list(Import.objects.filter(mall=mall).defer("content", "rows").order_by("-imported_at", "-pk")[:_LISTED])
    kept = set(Import.objects.filter(mall=mall, content__isnull=False).values_list("pk", flat=True))
    names = _names(rows)
    return tuple(_card(row, names, kept=row.pk in kept) for row in rows)


def import_of(mall: Mall, import_id: UUID) -> Import:
    """An import of a mall that the caller has opened the door to. Raises NotFound."""
    found = Import.objects.filter(pk=import_id, mall=mall).first()
    if found is None:
        raise NotFound
    return found


def card_of(one: Import) -> ImportCard:
    return _card(one, _names([one]), kept=one.content is not None)


def changes_of(one: Import) -> tuple[SheetChanges, ...]:
    """Sheets that were touched. Rows are empty of an import that is too old to be kept whole."""
    rows = unpacked(bytes(one.rows)) if one.rows is not None else ()
    found = []
    for counted in one.sheets:
        of_sheet = [row for row in rows if row.sheet == counted["sheet"]]
        if not (counted["added"] or counted["changed"] or counted["removed"]):
            continue
        found.append(
            SheetChanges(
                counted["sheet"],
                tuple(row for row in of_sheet if row.before is None),
                tuple(row for row in of_sheet if row.before is not None and row.after is not None),
                tuple(row for row in of_sheet if row.after is None),
                counted["unchanged"],
            )
        )
    return tuple(found)


def file_of(one: Import) -> bytes:
    """The file as it came. Raises NotFound when it is not kept any more."""
    if one.content is None:
        raise NotFound
    return zlib.decompress(bytes(one.content))


def _card(row: Any, names: dict[str, str], *, kept: bool) -> ImportCard:
    def total(word: str) -> int:
        return sum(int(sheet[word]) for sheet in row.sheets)

    return ImportCard(
        row.pk, row.file_name, row.size_bytes, names.get(row.imported_by.partition(":")[2], ""), row.imported_at,
        total("added"), total("changed"), total("removed"), row.founded, kept, row.undone_at,
        names.get(row.undone_by.partition(":")[2], ""),
    )  # fmt: skip


def _names(rows: list[Import]) -> dict[str, str]:
    ids = {who.partition(":")[2] for row in rows for who in (row.imported_by, row.undone_by) if who.startswith("officer:")}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}
