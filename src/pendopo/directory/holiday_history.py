"""What became of holidays by hand: each change with who made it, so that a day is never moved by nobody."""

from dataclasses import dataclass
from datetime import date, datetime

from pendopo.accounts.models import User
from pendopo.directory.models import Holiday, HolidayChange, HolidayKind
from pendopo.directory.opening import region_and_parents
from pendopo.kernel.identifiers import uuid7

_LISTED = 40


@dataclass(frozen=True, slots=True)
class HolidayWords:
    """A holiday as it stood."""

    date: date
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class HolidayChangeRow:
    """`before` None: it was added; `after` None: it was taken back."""

    region_code: str
    before: HolidayWords | None
    after: HolidayWords | None
    changed_at: datetime
    who: str


def words_of(holiday: Holiday) -> dict[str, str]:
    """As a change keeps them."""
    return {"date": holiday.date.isoformat(), "name": holiday.name, "kind": str(holiday.kind)}


def keep_change(
    *, region_code: str, before: dict[str, str] | None, after: dict[str, str] | None, at: datetime, actor: str
) -> None:
    """In the caller's transaction."""
    HolidayChange.objects.create(
        id=uuid7(), region_code=region_code, before=before, after=after, changed_at=at, changed_by=actor
    )


def holiday_history(region_code: str) -> tuple[HolidayChangeRow, ...]:
    """Of the nation, this region and those around it, newest first, the latest forty; two queries."""
    places = ["", *region_and_parents(region_code)]
    rows = list(HolidayChange.objects.filter(region_code__in=places).order_by("-changed_at", "-pk")[:_LISTED])
    ids = {row.changed_by.partition(":")[2] for row in rows if row.changed_by.startswith("officer:")}
    names = {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}
    return tuple(
        HolidayChangeRow(
            row.region_code,
            _words(row.before),
            _words(row.after),
            row.changed_at,
            names.get(row.changed_by.partition(":")[2], ""),
        )
        for row in rows
    )


def _words(kept: dict[str, str] | None) -> HolidayWords | None:
    if kept is None:
        return None
    return HolidayWords(date.fromisoformat(kept["date"]), kept["name"], str(HolidayKind(kept["kind"]).label))
