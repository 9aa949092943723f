"""The five workbooks that ship with the product, read once."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tests.situations.workbooks import cells_of

Rows = list[dict[str, Any]]
MALLS = ("tulang-bawang", "tulang-bawang-barat", "lampung-selatan", "bolaang-mongondow-utara", "tegal")


@cache
def content_of(mall: str) -> bytes:
    return files("pendopo").joinpath("malls", f"{mall}.xlsx").read_bytes()


@cache
def workbook_of(mall: str) -> Mapping[str, Rows]:
    """Rows by sheet, cells by heading."""
    sheets = {}
    for name, (headings, *rows) in cells_of(content_of(mall)).items():
        sheets[name] = [dict(zip(headings, row, strict=True)) for row in rows]
    return sheets
