"""A small mall's master data, and changes of it as the pages make them."""

import zlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pendopo.catalogue.changes.change_thing import change_thing
from pendopo.catalogue.changes.reach import Reach
from pendopo.catalogue.changes.thing import Thing, read_thing
from pendopo.catalogue.changes.things import KINDS
from pendopo.catalogue.import_workbook import import_workbook
from pendopo.catalogue.imports.touched import packed
from pendopo.catalogue.models import Change, Import
from pendopo.directory.doors import EVERY_ROLE
from pendopo.directory.models import Mall
from tests.situations.hall import a_region
from tests.situations.times import NINE
from tests.situations.workbooks import a_workbook

RINA = "officer:0191d2a0-0000-7000-8000-000000000001"


def the_small_mall() -> Mall:
    """MPP Kalianda, imported from its workbook."""
    a_region()
    import_workbook(content=a_workbook(), file_name="mal.xlsx", at=NINE, actor=RINA, may_give=EVERY_ROLE)
    return Mall.objects.get(code="mpp-kalianda")


def a_kept_import(mall: Mall, *, file_name: str = "mal.xlsx", at: datetime = NINE, actor: str = RINA) -> Import:
    """An import that touched nothing, with a file."""
    return Import.objects.create(
        mall=mall, file_name=file_name, fingerprint="0" * 64, size_bytes=4, content=zlib.compress(b"file"), rows=packed(()),
        sheets=[], imported_at=at, imported_by=actor,
    )  # fmt: skip


def thing(mall: Mall, kind: str, target: str, at: datetime = NINE) -> Thing:
    return read_thing(mall, KINDS[kind], target, at)


def changed(
    mall: Mall, kind: str, target: str, cells: Mapping[str, Any] | None = None, *, rows: Mapping[str, Any] | None = None,
    at: datetime = NINE, on: date | None = None, actor: str = RINA, **more: Any,
) -> Change:  # fmt: skip
    """Write these cells over the thing's own row, and these rows in place of those of a sheet."""
    here = thing(mall, kind, target, at)
    wanted = {**{sheet: list(of_sheet) for sheet, of_sheet in here.rows.items()}, **(rows or {})}
    if cells:
        first = here.kind.sections[0].sheet.name
        wanted[first] = [{**(here.own or wanted[first][0]), **cells}]
    return change_thing(
        mall=mall, kind=here.kind, target=target, wanted=wanted, seen=more.pop("seen", here.seen), at=at, actor=actor,
        reach=more.pop("reach", Reach(EVERY_ROLE)), on=on, **more,
    )  # fmt: skip
