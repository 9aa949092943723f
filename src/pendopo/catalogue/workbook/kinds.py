"""What may stand in a cell: how it is read, what is accepted, and how it is written back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.workbook.faults import nearest

Words = str | Promise
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]00)?\Z")
_MAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+\Z")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class CellRefused(Exception):
    """This may not stand here."""

    def __init__(self, problem: Words, *, accepted: Words = "", meant: str = "") -> None:
        super().__init__(problem)
        self.problem, self.accepted, self.meant = problem, accepted, meant


@dataclass(frozen=True, slots=True)
class Kind:
    """The simplest kind, a text. `empty` is the value of an empty cell."""

    empty: Any = ""

    @property
    def accepts(self) -> Words:
        """What may stand here, in words."""
        return _("text")

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of a drop-down, if there are few."""
        return ()

    def parse(self, cell: Any) -> Any:
        """The value of a cell that is not empty. Raises CellRefused."""
        return text_of(cell)

    def written(self, value: Any) -> Any:
        """The cell of a value: `parse(written(value)) == value`; None for an empty cell."""
        return value or None


@dataclass(frozen=True, slots=True)
class Code(Kind):
    """The code of a row, or (`of` names a sheet) a reference to a row of that sheet."""

    of: str = ""

    @property
    def accepts(self) -> Words:
        if self.of:
            return filled(_("a code from the sheet %(sheet)s"), sheet=self.of)
        return _("lower-case letters, digits and hyphens, such as dukcapil-ktp")

    def parse(self, cell: Any) -> str:
        text = text_of(cell)
        if not _CODE.match(text):
            raise CellRefused(_("This is not a code."), accepted=self.accepts, meant=_as_code(text))
        return text


@dataclass(frozen=True, slots=True)
class Pattern(Kind):
    """A text of a certain form."""

    form: re.Pattern[str] = field(default=re.compile(""))
    words: Words = ""
    #: The sheet whose rows this names, if it is a reference.
    of: str = ""

    @property
    def accepts(self) -> Words:
        return self.words

    def parse(self, cell: Any) -> str:
        text = text_of(cell)
        if not self.form.fullmatch(text):
            raise CellRefused(_("This does not have the right form."), accepted=self.words)
        return text


@dataclass(frozen=True, slots=True)
class RegionCode(Kind):
    """A region's official code, which must be text: 18.10 as a number would be 18.1, another region."""

    @property
    def accepts(self) -> Words:
        return _("the official code as text, such as 18.01 for Kabupaten Lampung Selatan")

    def parse(self, cell: Any) -> str:
        if isinstance(cell, int | float):
            raise CellRefused(
                _("This is a number; a region code must be text, since 18.10 as a number becomes 18.1."), accepted=self.accepts
            )
        text = text_of(cell)
        if not re.fullmatch(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", text):
            raise CellRefused(_("This is not a region code."), accepted=self.accepts)
        return text


@dataclass(frozen=True, slots=True)
class MailAddress(Kind):
    """Whose address, or (`of` names a sheet) a reference to a person of that sheet."""

    of: str = ""

    @property
    def accepts(self) -> Words:
        if self.of:
            return filled(_("an address from the sheet %(sheet)s"), sheet=self.of)
        return _("an address such as budi@contoh.go.id")

    def parse(self, cell: Any) -> str:
        text = text_of(cell).lower()
        if not _MAIL.match(text):
            raise CellRefused(_("This is not an e-mail address."), accepted=self.accepts)
        return text


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a few words; the value is what the database keeps."""

    words: Mapping[str, Any] = field(default_factory=dict)
    empty: Any = None

    @property
    def accepts(self) -> Words:
        return ", ".join(self.words)

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.words)

    def parse(self, cell: Any) -> Any:
        text = " ".join(text_of(cell).lower().split())
        for word, value in self.words.items():
            if word.lower() == text:
                return value
        raise CellRefused(_("This word is not known here."), accepted=self.accepts, meant=nearest(text, self.words))

    def written(self, value: Any) -> Any:
        return next((word for word, one in self.words.items() if one == value), None)


@dataclass(frozen=True, slots=True)
class YesNo(Choice):
    words: Mapping[str, Any] = field(default_factory=lambda: {"ya": True, "tidak": False})

    def parse(self, cell: Any) -> Any:
        if isinstance(cell, bool):
            return cell
        # Named, since a slotted dataclass has no zero-argument super().
        return Choice.parse(self, cell)


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number within bounds."""

    least: int = 0
    most: int = 1_000_000
    empty: Any = None

    @property
    def accepts(self) -> Words:
        return filled(_("a whole number from %(least)s to %(most)s"), least=self.least, most=self.most)

    def parse(self, cell: Any) -> int:
        number = _whole(cell)
        if number is None or not self.least <= number <= self.most:
            raise CellRefused(_("This is not such a number."), accepted=self.accepts)
        return number

    def written(self, value: Any) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A date: ISO text or a real date of the spreadsheet."""

    empty: Any = None

    @property
    def accepts(self) -> Words:
        return _("a date such as 2026-11-23")

    def parse(self, cell: Any) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        try:
            return date.fromisoformat(text_of(cell).removesuffix(" 00:00:00"))
        except ValueError:
            raise CellRefused(_("This is not a date."), accepted=self.accepts) from None

    def written(self, value: Any) -> Any:
        return value.isoformat() if value else None


@dataclass(frozen=True, slots=True)
class Clock(Kind):
    """A time of day, to the minute: HH:MM text or a real time of the spreadsheet."""

    empty: Any = None

    @property
    def accepts(self) -> Words:
        return _("a time such as 08:00")

    def parse(self, cell: Any) -> time:
        if isinstance(cell, datetime):
            cell = cell.time()
        if isinstance(cell, float) and 0 <= cell < 1:
            # A cell that shows 08:00 and was never told that it is a time: a part of the day.
            minutes = round(cell * 24 * 60)
            return time(minutes // 60 % 24, minutes % 60)
        if isinstance(cell, time):
            return cell.replace(second=0, microsecond=0)
        match = _CLOCK.match(text_of(cell))
        if not match:
            raise CellRefused(_("This is not a time."), accepted=self.accepts)
        return time(int(match[1]), int(match[2]))

    def written(self, value: Any) -> Any:
        return f"{value:%H:%M}" if value else None


@dataclass(frozen=True, slots=True)
class Several(Kind):
    """Several values of one kind in one cell, separated by ';' or by new lines."""

    each: Kind = field(default_factory=Kind)
    separator: str = ";"
    empty: Any = ()

    @property
    def accepts(self) -> Words:
        return filled(_("one or more, separated by ; or new lines, of: %(each)s"), each=self.each.accepts)

    def parse(self, cell: Any) -> tuple[Any, ...]:
        # With new lines a semicolon is part of a sentence; one new line at the end says so of a single value.
        separator = "\n" if isinstance(cell, str) and "\n" in cell else ";"
        parts = [part.strip() for part in text_of(cell).split(separator)]
        return tuple(dict.fromkeys(self.each.parse(part) for part in parts if part))

    def written(self, value: Any) -> Any:
        parts = [str(self.each.written(one)) for one in value]
        if len(parts) == 1 and ";" in parts[0]:
            return parts[0] + "\n"
        return self.separator.join(parts) or None


@dataclass(frozen=True, slots=True)
class OwnerWord(Kind):
    """Whose rule it is: `mal`, `instansi:KODE` or `loket:KODE`. The value is (sheet or empty, code)."""

    @property
    def accepts(self) -> Words:
        return _("mal, instansi:KODE or loket:KODE")

    def parse(self, cell: Any) -> tuple[str, str]:
        text = text_of(cell).lower().replace(" ", "")
        if text == "mal":
            return "", ""
        word, _colon, code = text.partition(":")
        sheet = {"instansi": "Instansi", "loket": "Loket"}.get(word)
        if sheet is None or not _CODE.match(code):
            raise CellRefused(_("It is not clear whose rule this is."), accepted=self.accepts, meant=nearest(text, ["mal"]))
        return sheet, code

    def written(self, value: Any) -> Any:
        sheet, code = value
        return f"{sheet.lower()}:{code}" if sheet else "mal"


def text_of(cell: Any) -> str:
    """A cell as tidy text: numbers without `.0`, no blanks around lines, no signs nobody can see."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.isoformat(" ")
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u00a0", " ")
    if _UNSEEN.search(text):
        raise CellRefused(_("This cell holds invisible control characters. Please type its text anew."))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _whole(cell: Any) -> int | None:
    if isinstance(cell, bool | date | time):
        return None
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else None
    digits = text_of(cell).removeprefix("Rp").strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", digits):
        digits = digits.replace(".", "")
    return int(digits) if re.fullmatch(r"\d{1,12}", digits) else None


def _as_code(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]


def _fill(sentence: Promise, **facts: Any) -> str:
    return str(sentence) % facts


#: A translatable sentence with its facts, put together when it is shown.
filled = lazy(_fill, str)
