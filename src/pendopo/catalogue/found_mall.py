"""Found a mall from the little that is known on its first day: its name and its regency. Everything else follows page by page."""

from datetime import datetime

from django.utils.text import slugify

from pendopo.accounts.models import User
from pendopo.catalogue.import_workbook import import_sheets
from pendopo.catalogue.workbook.reading import RawSheet
from pendopo.catalogue.workbook.sheets import BY_NAME
from pendopo.directory.doors import EVERY_ROLE, may_found_mall
from pendopo.directory.give_post import give_post
from pendopo.directory.models import Mall, Region, Role
from pendopo.kernel.errors import NotFound
from pendopo.kernel.transactions import one_transaction

#: By the first two digits of a region code; WIB is everything else. Keppres 41/1987.
_WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})
_OFFICE_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat")


@one_transaction
def found_mall(*, person: User, name: str, region: Region, address: str, at: datetime, actor: str) -> Mall:
    """The mall, its main building, office hours (08:00 to 15:00, all of which may be changed), and who founded it as its
    administrator; all of it or nothing. Raises NotFound once there is a mall, WorkbookRefused.
    """
    if not may_found_mall(person):
        raise NotFound
    code = slugify(region.name.removeprefix("Kabupaten ").removeprefix("Kota "))[:60]
    rows = {
        "Mal": [
            {"Kode": code, "Nama": name, "Wilayah": region.code, "Zona waktu": time_zone_word(region.code), "Alamat": address}
        ],
        "Tempat": [{"Kode": "gedung-utama", "Nama": "Gedung utama", "Jenis": "gedung utama"}],
        "Jam": [{"Untuk": "mal", "Hari": day, "Buka": "08:00", "Tutup": "15:00"} for day in _OFFICE_DAYS],
    }
    raw = tuple(_raw(sheet, of_sheet) for sheet, of_sheet in rows.items())
    import_sheets(raw=raw, at=at, actor=actor, may_give=EVERY_ROLE)
    mall = Mall.objects.get(code=code)
    give_post(person=person, mall=mall, role=Role.ADMIN, at=at, actor=actor)
    return mall


def time_zone_word(region_code: str) -> str:
    """WIB, WITA or WIT, by the province."""
    province = region_code[:2]
    return "WITA" if province in _WITA else "WIT" if province in _WIT else "WIB"


def _raw(sheet: str, rows: list[dict[str, str]]) -> RawSheet:
    headings = BY_NAME[sheet].headings
    return RawSheet(
        BY_NAME[sheet], headings, tuple((n, tuple(row.get(name) for name in headings)) for n, row in enumerate(rows, 1))
    )
