"""Load the regions and holidays that ship with the package (`data/README.md`)."""

import csv
import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection
from django.db.models import F

from pendopo.directory.events import ReferenceDataLoaded
from pendopo.directory.models import Holiday, HolidayKind, Mall, ReferenceData, Region, RegionLevel
from pendopo.journal.events import append
from pendopo.kernel.transactions import writing

DATA = Path(__file__).parent / "data"
_LEVELS = (RegionLevel.PROVINCE, RegionLevel.REGENCY, RegionLevel.DISTRICT, RegionLevel.VILLAGE)
# Short batches: on SQLite the hall waits while somebody else writes.
_BATCH = 2_000
_COLUMNS = ("code", "parent_id", "level", "name", "kind", "postcode", "latitude", "longitude", "population")
_PLACES = ", ".join(["%s"] * len(_COLUMNS))
_CHANGES = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS[1:])
# Our own names only; every value is bound.
_WRITE = f"INSERT INTO directory_region ({', '.join(_COLUMNS)}) VALUES ({_PLACES}) ON CONFLICT (code) DO UPDATE SET {_CHANGES}"  # noqa: S608

RegionRow = tuple[str, str | None, str, str, str, str, float | None, float | None, int | None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were written; nothing when this edition was there already."""

    regions: int
    holidays: int


def load_reference_data(*, at: datetime, progress: Progress | None = None) -> Loaded:
    """Bring regions and holidays to the shipped edition; unchanged rows are not touched.

    `progress` is told how many regions of how many are written. Interrupted, it goes on where it stopped when run again.
    """
    return Loaded(_load_regions(at, progress), _load_holidays(at))


def _load_regions(at: datetime, progress: Progress | None) -> int:
    path = DATA / "regions.csv.gz"
    fingerprint = _fingerprint(path)
    if _is_loaded("regions", fingerprint):
        return 0
    present: dict[str, RegionRow] = {row[0]: row for row in Region.objects.values_list(*_COLUMNS)}
    changed = [row for row in _regions(path) if present.get(row[0]) != row]
    written = 0
    for start in range(0, len(changed), _BATCH):
        batch = changed[start : start + _BATCH]
        with writing(), connection.cursor() as cursor:
            cursor.executemany(_WRITE, batch)
        written += len(batch)
        if progress:
            progress(written, len(changed))
    with writing():
        _remember("regions", fingerprint, written, at)
    return written


def _load_holidays(at: datetime) -> int:
    path = DATA / "holidays.csv"
    fingerprint = _fingerprint(path)
    if _is_loaded("holidays", fingerprint):
        return 0
    shipped = set(_holidays(path))
    years = {day.year for day, _kind, _name, _region in shipped}
    with writing():
        present = {
            (row.date, row.kind, row.name, row.region_code): row.pk
            for row in Holiday.objects.filter(date__year__gte=min(years), date__year__lte=max(years))
        }
        # An estimate that was moved by decree must go; what a region added for itself stays.
        gone = [pk for key, pk in present.items() if key not in shipped and key[1] != HolidayKind.REGIONAL]
        new = [
            Holiday(date=day, kind=kind, name=name, region_code=region)
            for day, kind, name, region in sorted(shipped - present.keys())
        ]
        Holiday.objects.filter(pk__in=gone).delete()
        Holiday.objects.bulk_create(new)
        if gone or new:
            Mall.objects.update(catalogue_version=F("catalogue_version") + 1)
        _remember("holidays", fingerprint, len(gone) + len(new), at)
    return len(gone) + len(new)


def _regions(path: Path) -> Iterator[RegionRow]:
    for row in _rows(gzip.decompress(path.read_bytes()).decode()):
        code, name, kind, postcode, latitude, longitude, population = row
        parent = code.rpartition(".")[0] or None
        level = _LEVELS[code.count(".")].value
        yield (
            code, parent, level, name, kind, postcode, _number(latitude), _number(longitude),
            int(population) if population else None,
        )  # fmt: skip


def _holidays(path: Path) -> Iterator[tuple[date, str, str, str]]:
    for day, kind, name, region in _rows(path.read_text(encoding="utf-8")):
        yield date.fromisoformat(day), HolidayKind(kind).value, name, region


def _rows(text: str) -> Iterable[list[str]]:
    rows = csv.reader(text.splitlines())
    next(rows)
    return rows


def _number(written: str) -> float | None:
    return float(written) if written else None


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_loaded(name: str, fingerprint: str) -> bool:
    return ReferenceData.objects.filter(name=name, fingerprint=fingerprint).exists()


def _remember(name: str, fingerprint: str, changed: int, at: datetime) -> None:
    ReferenceData.objects.update_or_create(name=name, defaults={"fingerprint": fingerprint, "loaded_at": at})
    append(ReferenceDataLoaded(name, fingerprint, changed), mall=None, subject=_subject(name), at=at, actor="system")


def _subject(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"pendopo:reference-data:{name}")
