"""What is wrong with a workbook: each fault names sheet, row, column, what stood there and what is accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError

_SHOWN = 60
#: A file with more faults than this is a wrong file; the rest is only counted.
LISTED_AT_MOST = 500

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `row` 0 means the sheet as a whole, `sheet` empty the file as a whole.

    `found` is what stood in the cell, `accepted` what may stand there, `meant` the likely intention.
    """

    problem: Words
    sheet: str = ""
    row: int = 0
    column: str = ""
    found: str = ""
    accepted: Words = ""
    meant: str = ""

    @property
    def place(self) -> str:
        """Where it is: `Layanan, row 12, column Jenis`."""
        parts = [_now("sheet %(sheet)s") % {"sheet": self.sheet}] if self.sheet else []
        if self.row:
            parts.append(_now("row %(row)s") % {"row": self.row})
        if self.column:
            parts.append(_now("column %(column)s") % {"column": self.column})
        return ", ".join(parts)

    def __str__(self) -> str:
        """The whole sentence, in the language of the screen."""
        place = self.place
        sentence = (place[:1].upper() + place[1:] + ": " if place else "") + str(self.problem)
        if self.found:
            sentence += " " + _now("Found: “%(found)s”.") % {"found": self.found}
        if self.accepted:
            sentence += " " + _now("Accepted: %(accepted)s.") % {"accepted": self.accepted}
        if self.meant:
            sentence += " " + _now("Did you mean “%(meant)s”?") % {"meant": self.meant}
        return sentence


class WorkbookRefused(DomainError):
    """The file was not imported; `faults` names everything that is to be mended (at most 500), `more` counts the rest."""

    code = "catalogue.workbook_refused"
    status = 422
    message = _("Nothing was imported. Please mend these places in the file and import it again: %(first)s")

    def __init__(self, faults: Iterable[Fault]) -> None:
        every = list(faults)
        self.faults: tuple[Fault, ...] = tuple(every[:LISTED_AT_MOST])
        self.more = len(every) - len(self.faults)
        super().__init__(first=self.faults[0], count=len(every))


def shown(value: object) -> str:
    """A cell's content as a fault quotes it: one line, not too long."""
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word this one probably meant, or nothing."""
    by_folded = {one.casefold(): one for one in known}
    close = get_close_matches(word.casefold().strip(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""
