"""Imported workbooks: who brought which file and when, what it changed, the file again, and back to what stood before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from pendopo.catalogue.imports.reads import SheetChanges, card_of, changes_of, file_of, import_of, imports_of
from pendopo.catalogue.imports.touched import TouchedRow
from pendopo.catalogue.imports.undo import CannotUndo, NotUndoable, NotYoursToUndo, undo_import
from pendopo.catalogue.models import Import
from pendopo.directory.doors import roles_to_give
from pendopo.directory.models import Mall, Post
from pendopo.kernel.errors import DomainError
from pendopo.privacy.models import Purpose, Screen
from pendopo.queue.follow_master_data import follow_master_data
from pendopo.web.backoffice.room import actor_of, mall_page, show
from pendopo.web.backoffice.staff_looks import look_at_staff
from pendopo.web.backoffice.thing_words import heading_word, told

_ROWS_SHOWN = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One row in words; `fields` are word, before and after of each cell that is other now."""

    name: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ToldSheet:
    """`more` rows are not listed."""

    changes: SheetChanges
    added: tuple[ToldRow, ...]
    changed: tuple[ToldRow, ...]
    removed: tuple[ToldRow, ...]
    more: int


@require_safe
@mall_page
def imports(request: HttpRequest, mall: Mall, at: datetime) -> HttpResponse:
    return show(request, "imports.html", {"imports": imports_of(mall)}, mall=mall, at=at)


@require_safe
@mall_page
def one_import(request: HttpRequest, mall: Mall, at: datetime, import_id: UUID) -> HttpResponse:
    return _page(request, mall, at, import_of(mall, import_id))


@require_safe
@mall_page
def file(request: HttpRequest, mall: Mall, at: datetime, import_id: UUID) -> HttpResponse:
    """The file as it came, always as a download: it was made by somebody else. It holds who works here, so that is a look at them."""
    kept = import_of(mall, import_id)
    content = file_of(kept)
    everybody = Post.objects.filter(mall=mall).values_list("user", flat=True)
    look_at_staff(request, mall, Screen.WORKBOOK, Purpose.EXPORT, everybody, at)
    kind = _XLSX if kept.file_name.lower().endswith(".xlsx") else "text/csv; charset=utf-8"
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{_plain(kept)}"'
    return response


@require_POST
@mall_page
def undo(request: HttpRequest, mall: Mall, at: datetime, import_id: UUID) -> HttpResponse:
    kept = import_of(mall, import_id)
    try:
        undo_import(one=kept, at=at, actor=actor_of(request), may_give=roles_to_give(request.user, mall, at))
    except (CannotUndo, NotUndoable, NotYoursToUndo) as refusal:
        return _page(request, mall, at, kept, refusal=refusal)
    follow_master_data(mall=mall, at=at, actor=actor_of(request))
    return redirect(reverse("web:import", args=[mall.code, kept.id]) + "?kini=urung")


def _page(request: HttpRequest, mall: Mall, at: datetime, kept: Import, *, refusal: DomainError | None = None) -> HttpResponse:
    context = {
        "card": card_of(kept), "sheets": tuple(_told(one) for one in changes_of(kept)), "refusal": refusal,
        "just": request.GET.get("kini") == "urung" and kept.undone_at is not None,
    }  # fmt: skip
    return show(request, "import.html", context, mall=mall, at=at, status=refusal.status if refusal else 200)


def _told(changes: SheetChanges) -> ToldSheet:
    left = _ROWS_SHOWN
    lists: list[tuple[ToldRow, ...]] = []
    for rows in (changes.changed, changes.removed, changes.added):
        lists.append(tuple(_rows(rows[:left])))
        left -= len(lists[-1])
    every = len(changes.added) + len(changes.changed) + len(changes.removed)
    return ToldSheet(changes, lists[2], lists[0], lists[1], every - (_ROWS_SHOWN - left))


def _rows(rows: Iterable[TouchedRow]) -> Iterable[ToldRow]:
    for row in rows:
        fields = tuple(
            (heading_word(heading), told(row.sheet, heading, old), told(row.sheet, heading, new))
            for heading, old, new in row.changes
        )
        yield ToldRow(row.name, fields)


def _plain(kept: Import) -> str:
    """A name that no header can be broken with."""
    stem, _dot, suffix = kept.file_name.rpartition(".")
    letters = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_ ") else "-" for sign in stem)[:80].strip()
    return f"{letters or 'buku-kerja'}.{'xlsx' if suffix.lower() == 'xlsx' else 'csv'}"
