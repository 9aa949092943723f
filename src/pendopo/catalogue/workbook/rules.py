"""Rules that look at a whole row. Each gives pairs of column and what is wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendopo.directory.models import Role

Values = Mapping[str, Any]
Wrong = Iterator[tuple[str, Promise]]
_SIT_AT_COUNTERS = (Role.OFFICER.value, Role.SUPERVISOR.value)
_NEED_AGENCY = (*_SIT_AT_COUNTERS, Role.AGENCY_HEAD.value)


def later(first: str, second: str, *, or_same: bool = False) -> Callable[[Values], Wrong]:
    """The second column must come after the first; an empty cell means no bound."""

    def rule(values: Values) -> Wrong:
        begins, ends = values[first], values[second]
        if begins is None or ends is None or ends > begins or (or_same and ends == begins):
            return
        yield second, _("The end must come after the beginning.")

    return rule


def both_or_none(first: str, second: str) -> Callable[[Values], Wrong]:
    """Two columns that are filled together or left empty together."""

    def rule(values: Values) -> Wrong:
        for one, other in ((first, second), (second, first)):
            if values[one] is None and values[other] is not None:
                yield one, _("Give both opening and closing, or leave both empty for a closed day.")

    return rule


def weekly_or_on_a_date(values: Values) -> Wrong:
    weekly, once = values["Hari"] is not None, values["Tanggal"] is not None
    if weekly == once:
        yield "Hari", _("Give a weekday or a date, one of the two.")
    if once:
        for heading in ("Berlaku mulai", "Berlaku sampai"):
            if values[heading] is not None:
                yield heading, _("A row of one date holds on that day only; please leave this empty.")


def prefix_begins_with_zone(values: Values) -> Wrong:
    if values["Awalan"] and values["Zona"] and values["Awalan"][0] != values["Zona"]:
        yield "Awalan", _("The prefix must begin with the letter of the line's zone.")


def role_has_its_agency(values: Values) -> Wrong:
    if values["Peran"] in _NEED_AGENCY and values["Instansi"] is None:
        yield "Instansi", _("This role belongs to an agency; please give its code.")


def counters_are_for_officers(values: Values) -> Wrong:
    if values["Loket"] and values["Peran"] not in _SIT_AT_COUNTERS:
        yield "Loket", _("Only petugas and pengawas sit at counters; please leave this empty.")
