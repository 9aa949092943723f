"""Look into an .xlsx file before anything is unpacked in earnest: is it one, is it a bomb, which sheets does it hold."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from posixpath import join, normpath
from typing import IO

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_lazy as _

from pendopo.catalogue.workbook.faults import Fault, WorkbookRefused

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED_BYTES = 64 * 1024 * 1024
MOST_ENTRIES = 2_000
#: Spreadsheets shrink 5 to 40 times; what shrinks more than this, beyond a megabyte, was made to explode.
MOST_SHRUNK = 150
MOST_ROWS = 20_000
#: A spreadsheet has no more columns; the reader holds a whole row at once.
MOST_CELLS_IN_A_ROW = 16_384
MOST_CELLS = 1_500_000
#: Styles, names and relations become objects, each far larger than its text.
MOST_BYTES_OF_PARTS = 8 * 1024 * 1024

_CHUNK = 1 << 20
# Long enough that no tag of interest is cut by the edge of a chunk.
_OVERLAP = 512
# Every repetition is bounded: bytes made to make a search slow stay quick.
_ROW_OR_CELL = re.compile(rb"<(?:\w{1,20}:)?(row|c)[\s/>]")
_PARTS = re.compile(r"(?:styles|workbook|\[Content_Types\])\.xml\Z|\.rels\Z")
_MERGED = re.compile(rb"<(?:\w{1,20}:)?mergeCell\s[^>]{0,80}?ref=[\"']([A-Z]{1,3})(\d{1,7})[:\"']")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class SheetScan:
    """What the raw bytes of a sheet say: how many rows and cells, and where cells are merged (column letters, row)."""

    name: str
    rows: int
    cells: int
    cells_in_a_row: int
    merged: tuple[tuple[str, int], ...]


def scan(content: bytes) -> tuple[SheetScan, ...]:
    """Sheets of a workbook in their order, without parsing their cells. Raises WorkbookRefused for what is no honest workbook."""
    if len(content) > MOST_BYTES:
        raise WorkbookRefused([Fault(_("The file is larger than 20 MB. Please split it into one file per sheet."))])
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _refuse_bombs(package)
            return tuple(_scan_sheet(package, name, path) for name, path in _sheets(package))
    except WorkbookRefused:
        raise
    except Exception as trouble:
        # A damaged or hostile file may fail anywhere in unzipping or parsing; to the reader it is all the same.
        raise not_a_workbook() from trouble


def not_a_workbook() -> WorkbookRefused:
    return WorkbookRefused(
        [
            Fault(
                _("This file is not an .xlsx workbook, or it is damaged. Please open it in a spreadsheet and save it as .xlsx.")
            )
        ]
    )


def _refuse_bombs(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    exploding = any(
        entry.file_size > _CHUNK and entry.file_size > MOST_SHRUNK * max(entry.compress_size, 1) for entry in entries
    )
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED_BYTES or exploding:
        raise WorkbookRefused(
            [Fault(_("This file unpacks to far more than a workbook needs (over 64 MB), so it was not opened. "
                     "Please delete empty rows and pictures, and save it anew."))]
        )  # fmt: skip

    if any(entry.file_size > MOST_BYTES_OF_PARTS for entry in entries if _PARTS.search(entry.filename)):
        raise WorkbookRefused(
            [Fault(_("The file holds far more cell styles or names than a workbook needs. Please copy its cells as values into the "
                     "template."))]
        )  # fmt: skip


def _sheets(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and path of every worksheet."""
    paths: dict[str, str] = {}
    for relation in fromstring(package.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True).iter(_RELATION):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        paths[relation.get("Id", "")] = path
    book = fromstring(package.read("xl/workbook.xml"), forbid_dtd=True)
    found = []
    for sheet in (*book.iter(f"{_MAIN}sheet"), *book.iter(f"{_STRICT}sheet")):
        relation_id = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        found.append((sheet.get("name", ""), paths[relation_id]))
    return found


def _scan_sheet(package: zipfile.ZipFile, name: str, path: str) -> SheetScan:
    with package.open(path) as file:
        return _counted(name, file)


def _counted(name: str, file: IO[bytes]) -> SheetScan:
    rows, cells, widest, in_this_row, merged, kept = 0, 0, 0, 0, [], b""
    while chunk := file.read(_CHUNK):
        window = kept + chunk
        # What ends within the kept part was counted with the chunk before.
        for match in _ROW_OR_CELL.finditer(window):
            if match.end() <= len(kept):
                continue
            if match[1] == b"row":
                rows, in_this_row = rows + 1, 0
            else:
                cells, in_this_row = cells + 1, in_this_row + 1
                widest = max(widest, in_this_row)
        merged += [(match[1].decode(), int(match[2])) for match in _MERGED.finditer(window) if match.end() > len(kept)]
        kept = window[-_OVERLAP:]
    return SheetScan(name, rows, cells, widest, tuple(merged[:50]))
