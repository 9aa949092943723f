"""Kinds of things that have a page of their own, as data: of which rows of which sheets each is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.accounts.models import User
from pendopo.catalogue.workbook import sheets
from pendopo.catalogue.workbook.kinds import CellRefused, OwnerWord
from pendopo.catalogue.workbook.sheets import Sheet
from pendopo.directory.models import Mall
from pendopo.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one sheet; `owner` is the column that says whose they are. `many` False: exactly the one row that is the thing."""

    sheet: Sheet
    owner: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class ThingKind:
    """`named_by` is the column of the first section that people know it by; `agency` the one that says whose it is."""

    code: str
    word: Promise
    plural: Promise
    sections: tuple[Section, ...]
    named_by: str = "Nama"
    agency: str = ""
    can_be_made: bool = True
    can_be_ended: bool = False

    @property
    def main(self) -> Section | None:
        """The section of the thing's own row; None where there are only rules or posts about something else."""
        return None if self.sections[0].many else self.sections[0]


def _one(sheet: Sheet, owner: str = "Kode") -> tuple[Section, ...]:
    return (Section(sheet, owner),)


_STANDARD = Section(sheets.STANDARDS, "Layanan", many=True)
_FEES = Section(sheets.FEES, "Layanan", many=True)

KINDS: Mapping[str, ThingKind] = {
    kind.code: kind
    for kind in (
        ThingKind("layanan", _("Service"), _("Services"), (*_one(sheets.SERVICES), _STANDARD, _FEES), agency="Instansi",
                  can_be_ended=True),
        ThingKind("loket", _("Counter"), _("Counters"), _one(sheets.COUNTERS), agency="Instansi", can_be_ended=True),
        ThingKind("jam", _("Opening hours"), _("Opening hours"), (
            Section(sheets.HOURS, "Untuk", many=True), Section(sheets.BREAKS, "Untuk", many=True),
            Section(sheets.SPECIAL_DAYS, "Untuk", many=True),
        ), can_be_made=False),
        ThingKind("petugas", _("Person"), _("Posts"), (Section(sheets.OFFICERS, "Surel", many=True),)),
        ThingKind("jalur", _("Line"), _("Lines"), _one(sheets.LINES_SHEET), agency="Instansi", can_be_ended=True),
        ThingKind("instansi", _("Agency"), _("Agencies"), _one(sheets.AGENCIES), can_be_ended=True),
        ThingKind("zona", _("Zone"), _("Zones"), _one(sheets.ZONES, "Huruf")),
        ThingKind("tempat", _("Place"), _("Places"), _one(sheets.SITES)),
        ThingKind("fasilitas", _("Facility"), _("Facilities"), _one(sheets.FACILITIES), can_be_ended=True),
        ThingKind("mal", _("The mall itself"), _("The mall itself"), _one(sheets.MALL), can_be_made=False),
    )
}  # fmt: skip


def kind_of(code: str) -> ThingKind:
    """Raises NotFound."""
    if code not in KINDS:
        raise NotFound
    return KINDS[code]


def owner_of(mall: Mall, kind: ThingKind, target: str) -> Any:
    """What stands in the `owner` column of this thing's rows. Raises NotFound for what is no name of such a thing.

    People are named by their id, since an address has no place in an address.
    """
    if kind.code == "jam":
        try:
            return OwnerWord().parse(target)
        except CellRefused:
            raise NotFound from None
    if kind.code == "petugas":
        return _email_of(mall, target)
    return target


def _email_of(mall: Mall, target: str) -> str:
    try:
        person = UUID(target)
    except ValueError:
        raise NotFound from None
    email = User.objects.filter(pk=person, posts__mall=mall).values_list("email", flat=True).first()
    if email is None:
        raise NotFound
    return email


def target_of(kind: ThingKind, owner: Any) -> str:
    """The other way round, also of a thing that was just made."""
    if kind.code == "jam":
        return str(OwnerWord().written(owner))
    if kind.code == "petugas":
        return str(User.objects.values_list("pk", flat=True).get(email=owner))
    return str(owner)
