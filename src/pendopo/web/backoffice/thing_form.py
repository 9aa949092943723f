"""The plain page on which one thing is changed: a field for every cell, faults beside the field they are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pendopo.catalogue.changes.reach import Reach
from pendopo.catalogue.changes.thing import Thing
from pendopo.catalogue.changes.things import Section, ThingKind
from pendopo.catalogue.workbook import sheets
from pendopo.catalogue.workbook.checking import MUST_BE_FILLED
from pendopo.catalogue.workbook.faults import Fault
from pendopo.catalogue.workbook.kinds import Choice, Clock, Day, Several, Whole, YesNo
from pendopo.catalogue.workbook.planning import table_of
from pendopo.catalogue.workbook.sheets import Column
from pendopo.directory.models import Mall
from pendopo.web.backoffice.thing_words import SECTIONS, choice_words, heading_word
from pendopo.web.components.formats import clock, short_date, written_language

Cells = dict[str, Any]
#: Rows that are offered empty, by sheet.
_EMPTY_ROWS = {"Standar": 1, "Biaya": 2, "Istirahat": 2, "Tutup": 3, "Petugas": 1}
_LONG = 160
_NO_CELLS: Cells = {}
_HOURS = ("Buka", "Tutup")
_TITLES: Mapping[str, tuple[str, ...]] = {
    "Standar": ("Versi", "Nomor SK"), "Biaya": ("Uraian", "Berlaku mulai"), "Jam": ("Hari",),
    "Istirahat": ("Hari", "Mulai", "Alasan"), "Tutup": ("Tanggal", "Buka", "Alasan"), "Petugas": ("Peran", "Instansi", "Mulai"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a section. `title` says which it is; `new` is one to be filled in, `drop` the box that takes it away."""

    number: int
    title: str
    fields: tuple[forms.BoundField, ...]
    new: bool
    drop: forms.BoundField | None
    wrong: bool


@dataclass(frozen=True, slots=True)
class FormSection:
    name: str
    title: str
    add: str
    rows: tuple[FormRow, ...]
    many: bool
    #: A table of short fields instead of rows to unfold.
    week: bool


@dataclass(slots=True)
class _Row:
    section: Section
    number: int
    cells: Cells
    new: bool
    columns: tuple[Column, ...]
    fixed: Cells = field(default_factory=dict)

    def name(self, heading: str) -> str:
        return f"{self.section.sheet.name}-{self.number}-{heading}".lower().replace(" ", "_")


class ThingForm(forms.Form):
    """Of `thing`, or of a new one of `kind`. The cells are checked by the verb, whose faults `take` puts beside their fields."""

    def __init__(self, data: Any, *, mall: Mall, kind: ThingKind, thing: Thing | None, reach: Reach) -> None:
        super().__init__(data)
        self.mall, self.kind, self.thing, self.reach = mall, kind, thing, reach
        self._options: dict[str, list[tuple[str, str, bool]]] = {}
        self.table = [row for section in kind.sections for row in self._rows(section)]
        for row in self.table:
            for column in row.columns:
                self.fields[row.name(column.heading)] = self._field(row, column)
            if row.section.many and not row.new and row.section.sheet is not sheets.HOURS:
                self.fields[row.name("hapus")] = forms.BooleanField(label=_("Take this away"), required=False)

    def _rows(self, section: Section) -> Iterable[_Row]:
        sheet, columns = section.sheet, self._columns(section)
        if not section.many:
            yield _Row(section, 1, (self.thing.own if self.thing else None) or _NO_CELLS, self.thing is None, columns)
            return
        stored: Sequence[Cells] = self.thing.rows[sheet.name] if self.thing else ()
        if sheet is sheets.HOURS:
            by_day = {row["Hari"]: row for row in stored}
            for number, day in enumerate(sheets.WEEKDAYS, 1):
                yield _Row(section, number, by_day.get(day, {}), day not in by_day, columns, {"Hari": day})
            return
        for number, cells in enumerate(stored, 1):
            yield _Row(section, number, cells, False, columns)
        for number in range(_EMPTY_ROWS[sheet.name]):
            yield _Row(section, len(stored) + number + 1, _NO_CELLS, True, columns)

    def _columns(self, section: Section) -> tuple[Column, ...]:
        """Without what is settled by the thing itself: whose rows they are, its code, a known person's name."""
        settled = {section.owner} if self.thing is not None or section is not self.kind.sections[0] else set()
        if section.sheet is sheets.HOURS:
            settled.add("Hari")
        if section.sheet is sheets.OFFICERS and self.thing is not None:
            settled.add("Nama")
        return tuple(column for column in section.sheet.columns if column.heading not in settled)

    def _field(self, row: _Row, column: Column) -> forms.Field:
        kind, cell = column.kind, row.cells.get(column.heading)
        words: dict[str, Any] = {"label": heading_word(column.heading), "required": False}
        words["help_text"] = "" if row.section.many and row.section.sheet is not sheets.STANDARDS else column.help
        if (
            row.new
            and cell is None
            and not row.section.many
            and column.default is not None
            and column.empty not in ("", (), None)
        ):
            cell = kind.written(column.empty)
        if isinstance(kind, YesNo):
            return forms.BooleanField(**words, initial=cell == "ya")
        if isinstance(kind, Choice):
            options = self._given(choice_words(row.section.sheet, column, kind), column, cell)
            return forms.CharField(**words, initial=cell, widget=forms.Select(choices=self._with_none(options, column, row)))
        if column.refers_to and not isinstance(kind, Several):
            options = self._with_none(self._codes(column.refers_to, cell), column, row)
            return forms.CharField(**words, initial=cell, widget=forms.Select(choices=options))
        if isinstance(kind, Several) and (column.refers_to or isinstance(kind.each, Choice)):
            chosen = str(cell or "").split(";") if cell else []
            each = kind.each
            options = (
                self._codes(column.refers_to, *chosen) if column.refers_to else choice_words(row.section.sheet, column, each)  # type: ignore[arg-type]
            )
            return forms.MultipleChoiceField(**words, initial=chosen, choices=options, widget=forms.CheckboxSelectMultiple)
        return forms.CharField(**words, initial=_shown(kind, cell), widget=_widget(row.section, column), strip=True)

    def _with_none(self, options: list[tuple[str, str]], column: Column, row: _Row) -> list[tuple[str, str]]:
        """An empty choice where the cell may be empty, and where nothing was chosen yet."""
        return options if column.required and not row.new else [("", "–"), *options]

    def _codes(self, sheet: str, *also: Any) -> list[tuple[str, str]]:
        """The rows that may be named, by what people call them; what is named already stays, whatever became of it."""
        if sheet not in self._options:
            key = sheets.BY_NAME[sheet].key[0]
            rows = table_of(sheet).stored(self.mall).values()
            self._options[sheet] = [
                (row.values[key], _called(sheet, row.values), row.active and self._is_own(sheet, row.values)) for row in rows
            ]
        return [
            (code, words if active or self.reach.agencies is not None else f"{words} ({_('out of service')})")
            for code, words, active in self._options[sheet]
            if active or code in also
        ]

    def _is_own(self, sheet: str, values: Mapping[str, Any]) -> bool:
        """Whether the head of an agency may name this row: the own agency, its lines and counters."""
        if self.reach.agencies is None:
            return True
        return (values["Kode"] if sheet == "Instansi" else values.get("Instansi")) in self.reach.agencies

    def _given(self, options: list[tuple[str, str]], column: Column, cell: Any) -> list[tuple[str, str]]:
        """Of roles those that may be given, and the one that stands there."""
        if column.heading != "Peran":
            return options
        kind = column.kind
        return [one for one in options if kind.parse(one[0]) in self.reach.may_give or one[0] == cell]

    def wanted(self) -> dict[str, list[Cells]]:
        """All rows that the thing shall have, as cells. Needs `is_valid()`."""
        self.places: dict[tuple[str, int], _Row] = {}
        wanted: dict[str, list[Cells]] = {section.sheet.name: [] for section in self.kind.sections}
        for row in self.table:
            cells = self._cells(row)
            if cells is None:
                continue
            name = row.section.sheet.name
            wanted[name].append(cells)
            self.places[name, len(wanted[name])] = row
        return wanted

    def _cells(self, row: _Row) -> Cells | None:
        """None for a row that is not to be: taken away, or left empty."""
        if self.cleaned_data.get(row.name("hapus")):
            return None
        written = {column.heading: _cell(column, self.cleaned_data.get(row.name(column.heading))) for column in row.columns}
        if row.section.sheet is sheets.HOURS and not any(written[heading] for heading in _HOURS):
            return None
        if row.new and row.section.many and self.thing is not None and not any(written.values()):
            return None
        if row.new and row.section.sheet in (sheets.STANDARDS, sheets.FEES) and not any(written.values()):
            return None
        cells = {**row.cells, **row.fixed, **written}
        if row.section.sheet is sheets.STANDARDS and not cells.get("Versi"):
            cells["Versi"] = row.number
        owner = self.owner
        if owner is not None and row.section.owner not in written:
            cells[row.section.owner] = row.section.sheet.by_heading[row.section.owner].kind.written(owner)
        if row.section.sheet is sheets.OFFICERS and self.thing is not None:
            cells["Nama"] = self.thing.name
        return cells

    @property
    def owner(self) -> Any:
        """Whose rows these are; of a new thing what was typed as its code."""
        if self.thing is not None:
            return self.thing.owner
        first = self.table[0]
        typed = str(self.cleaned_data.get(first.name(first.section.owner), "")).strip()
        return typed.lower() if first.section.sheet is sheets.OFFICERS else typed

    def take(self, faults: Iterable[Fault]) -> None:
        """Put each fault beside its field; what is about none stands above the form."""
        for fault in faults:
            row = self.places.get((fault.sheet, fault.row))
            heading = fault.column.partition(" + ")[0]
            name = row.name(heading) if row else None
            self.add_error(name if name in self.fields else None, _sentence(fault, with_place=name not in self.fields))

    def sections(self) -> tuple[FormSection, ...]:
        return tuple(self._section(section) for section in self.kind.sections)

    def _section(self, section: Section) -> FormSection:
        name = section.sheet.name
        title, add = SECTIONS.get(name, ("", ""))
        rows = [row for row in self.table if row.section is section]
        return FormSection(
            name.lower(),
            str(title),
            str(add),
            tuple(self._row(row) for row in rows),
            section.many,
            section.sheet is sheets.HOURS,
        )

    def _row(self, row: _Row) -> FormRow:
        fields = tuple(self[row.name(column.heading)] for column in row.columns)
        drop = self[row.name("hapus")] if row.name("hapus") in self.fields else None
        wrong = any(one.errors for one in fields)
        return FormRow(row.number, _title(row), fields, row.new, drop, wrong)


def _cell(column: Column, value: Any) -> Any:
    kind = column.kind
    if isinstance(kind, YesNo):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return ";".join(value) or None
    text = str(value or "").replace("\r\n", "\n").strip()
    if not text:
        return None
    # One value a line: a semicolon is part of a sentence.
    return text + "\n" if isinstance(kind, Several) else text


def _shown(kind: Any, cell: Any) -> Any:
    if isinstance(kind, Several) and cell:
        return "\n".join(kind.parse(cell))
    return cell


def _widget(section: Section, column: Column) -> forms.Widget:
    kind = column.kind
    if isinstance(kind, Clock):
        return forms.TimeInput(attrs={"type": "time"})
    if isinstance(kind, Day):
        return forms.DateInput(attrs={"type": "date"})
    if isinstance(kind, Whole):
        return forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 20})
    longest = section.sheet.longest(column) or 0
    if isinstance(kind, Several) or longest > _LONG:
        return forms.Textarea(attrs={"rows": 4 if isinstance(kind, Several) or longest > 500 else 2})
    return forms.TextInput(attrs={"maxlength": longest} if longest else {})


def _called(sheet: str, values: Mapping[str, Any]) -> str:
    if sheet == "Zona":
        return f"{values['Huruf']} – {values['Nama']}"
    if sheet == "Jalur":
        return f"{values['Awalan']} – {values['Nama']}"
    if sheet == "Loket":
        return f"{values['Nomor']} – {values['Nama'] or values['Kode']}"
    return str(values.get("Nama pendek") or values.get("Nama") or values[sheets.BY_NAME[sheet].key[0]])


def _sentence(fault: Fault, *, with_place: bool) -> str:
    if fault.problem is MUST_BE_FILLED and not with_place:
        return _("Please fill this in.")
    words = str(fault.problem)
    if with_place and fault.place:
        words = f"{fault.place}: {words}"
    if fault.accepted and len(str(fault.accepted)) < 120:
        words += " " + _("Accepted: %(accepted)s.") % {"accepted": fault.accepted}
    if fault.meant:
        words += " " + _("Did you mean “%(meant)s”?") % {"meant": fault.meant}
    return words


def _title(row: _Row) -> str:
    """By what a row is told from its neighbours: `Jumat · 11.30–13.30 · Salat Jumat`."""
    sheet, cells = row.section.sheet, {**row.cells, **row.fixed}
    if row.new and sheet is not sheets.HOURS:
        return str(SECTIONS[sheet.name][1]) if row.section.many else ""
    return " · ".join(filter(None, (_words(sheet, heading, cells) for heading in _TITLES.get(sheet.name, ()))))


def _words(sheet: sheets.Sheet, heading: str, cells: Cells) -> str:
    cell, column, language = cells.get(heading), sheet.by_heading[heading], written_language(get_language())
    if cell in (None, ""):
        return ""
    if isinstance(column.kind, Clock):
        ends = cells.get("Selesai") or cells.get("Tutup")
        return (
            f"{clock(column.kind.parse(cell), language=language)}–{clock(column.kind.parse(ends), language=language)}"
            if ends
            else ""
        )
    if isinstance(column.kind, Day):
        return short_date(column.kind.parse(cell), language=language)
    if isinstance(column.kind, Choice):
        return dict(choice_words(sheet, column, column.kind)).get(str(cell), str(cell))
    return f"{heading_word(heading)} {cell}" if heading == "Versi" else str(cell)
