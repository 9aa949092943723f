"""Find a thing: every row of a kind with what people know it by, narrowed by words and by agency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pendopo.catalogue.changes.reach import Reach
from pendopo.catalogue.changes.things import KINDS, ThingKind
from pendopo.catalogue.workbook import sheets
from pendopo.catalogue.workbook.planning import table_of
from pendopo.directory.models import Agency, Counter, Hours, Mall, Post
from pendopo.kernel.clock import business_date
from pendopo.web.backoffice.thing_words import told

_BESIDE: Mapping[str, tuple[str, ...]] = {
    "layanan": ("Jenis", "Kategori"), "loket": ("Nomor", "Zona", "Jalur"), "jalur": ("Awalan", "Zona", "Batas harian"),
    "instansi": ("Nama pendek", "Jenis"), "zona": ("Tempat", "Lantai"), "tempat": ("Jenis", "Alamat"),
    "fasilitas": ("Jenis", "Lantai", "Petunjuk"), "mal": ("Alamat",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One thing in a list. `beside` are a few words about it; `agency` is the agency's code, `agency_name` how it is called."""

    target: str
    name: str
    beside: str
    agency: str
    agency_name: str
    in_service: bool
    sort: str = ""


def things_of(mall: Mall, kind: ThingKind, at: datetime, reach: Reach) -> tuple[ThingRow, ...]:
    """All in reach, those in service first, then by name; a constant number of queries."""
    agencies = dict(Agency.objects.filter(mall=mall).values_list("code", "short_name"))
    if kind.code == "jam":
        rows = _hours(mall)
    elif kind.code == "petugas":
        rows = _people(mall, at, reach)
    else:
        rows = list(_rows(mall, kind, agencies))
    if reach.agencies is not None:
        rows = [row for row in rows if row.agency in reach.agencies]
    return tuple(sorted(rows, key=lambda row: (not row.in_service, row.sort or row.name.casefold(), row.target)))


def found(rows: Iterable[ThingRow], words: str, agency: str) -> tuple[ThingRow, ...]:
    """Those in which every word stands somewhere."""
    asked = words.casefold().split()
    return tuple(
        row
        for row in rows
        if (not agency or row.agency == agency)
        and all(word in f"{row.name} {row.target} {row.beside} {row.agency_name}".casefold() for word in asked)
    )


def counts(mall: Mall, at: datetime, reach: Reach) -> dict[str, int]:
    """How many there are of each kind in reach, as the first page of the data says it."""
    if reach.agencies is not None:
        return {kind.code: sum(row.in_service for row in things_of(mall, kind, at, reach)) for kind in reach.kinds}
    today = business_date(at, mall.time_zone)
    found: dict[str, int] = {}
    for kind in KINDS.values():
        rows = kind.sections[0].sheet.model._default_manager.filter(**{"pk" if kind.code == "mal" else "mall": mall.pk})
        if kind.main is not None and table_of(kind.sections[0].sheet.name).has_active:
            rows = rows.filter(active=True)
        found[kind.code] = rows.count()
    found["jam"] = Hours.objects.filter(mall=mall).values("agency", "counter").distinct().count()
    found["petugas"] = Post.objects.filter(mall=mall).not_over(today).values("user").distinct().count()
    return found


def _rows(mall: Mall, kind: ThingKind, agencies: Mapping[str, str]) -> Iterable[ThingRow]:
    section = kind.sections[0]
    for row in table_of(section.sheet.name).stored(mall).values():
        values = row.values
        agency = str(values.get(kind.agency) or "") if kind.agency else ""
        name = str(values[kind.named_by] or values[section.owner])
        yield ThingRow(
            str(values[section.owner]), f"{values['Huruf']} – {name}" if kind.code == "zona" else name,
            " · ".join(filter(None, (_told(section.sheet, heading, values) for heading in _BESIDE[kind.code]))), agency,
            agencies.get(agency, agency), row.active, str(values["Nomor"]).zfill(6) if kind.code == "loket" else "",
        )  # fmt: skip


def _told(sheet: sheets.Sheet, heading: str, values: Mapping[str, Any]) -> str:
    words = told(sheet.name, heading, sheet.by_heading[heading].kind.written(values[heading])).replace(";", ", ")
    if not words:
        return ""
    if heading == "Nomor":
        return _("Counter %(number)s") % {"number": words}
    if heading == "Zona":
        return _("zone %(letter)s") % {"letter": words}
    if heading == "Batas harian":
        return _("%(most)s a day") % {"most": words}
    return words


def _hours(mall: Mall) -> list[ThingRow]:
    own: set[tuple[str | None, str | None]] = set(
        Hours.objects.filter(mall=mall).values_list("agency__code", "counter__code").distinct()
    )
    rows = [ThingRow("mal", _("The whole mall"), "", "", "", True, "0")]
    for code, name in Agency.objects.filter(mall=mall, active=True).values_list("code", "name"):
        beside = _("own hours") if (code, None) in own else _("as the mall")
        rows.append(ThingRow(f"instansi:{code}", name, beside, code, "", True, f"1{name.casefold()}"))
    counters = Counter.objects.filter(mall=mall, active=True).values_list(
        "code", "number", "agency__code", "agency__short_name"
    )
    for code, number, agency, agency_name in counters:
        beside = _("own hours") if (None, code) in own else _("as its agency")
        name = _("Counter %(number)s") % {"number": number}
        rows.append(ThingRow(f"loket:{code}", name, beside, agency, agency_name, True, f"2{number.zfill(6)}"))
    return rows


def _people(mall: Mall, at: datetime, reach: Reach) -> list[ThingRow]:
    today = business_date(at, mall.time_zone)
    posts = Post.objects.filter(mall=mall).not_over(today)
    if reach.agencies is not None:
        posts = posts.filter(agency__code__in=reach.agencies, role__in=list(reach.may_give))
    posts = posts.select_related("user", "agency").order_by("user__name", "pk")
    rows: dict[str, ThingRow] = {}
    for post in posts:
        before = rows.get(str(post.user_id))
        words = " · ".join(filter(None, [before.beside if before else "", str(post.get_role_display())]))
        agency, name = (post.agency.code, post.agency.short_name) if post.agency else ("", "")
        rows[str(post.user_id)] = ThingRow(str(post.user_id), post.user.name, words, agency, name, True)
    return list(rows.values())
