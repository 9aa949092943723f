"""docs/workbook.md lists every sheet and column, as the code has them."""

from pathlib import Path

from django.utils import translation

from pendopo.catalogue.workbook.sheets import SHEETS, Column

DOCUMENT = Path(__file__).parents[2] / "docs/workbook.md"
BEGIN, END = "<!-- sheets: begin -->", "<!-- sheets: end -->"


def expected() -> str:
    """The table; `scripts/workbook-document` writes it."""
    lines = []
    with translation.override("en"):
        for sheet in SHEETS:
            lines += ["", f"### {sheet.name}", "", f"{sheet.about} The same row: {' + '.join(sheet.key)}.", ""]
            lines += ["| column | what it is | what may stand there |", "|---|---|---|"]
            lines += [
                f"| {column.heading}{_mark(column)} | {column.help} | {column.kind.accepts} |" for column in sheet.columns
            ]
    return "\n".join([*lines, ""])


def _mark(column: Column) -> str:
    if column.required:
        return " *"
    return " °" if column.optional else ""


def test_every_sheet_and_column_is_in_the_document():
    text = DOCUMENT.read_text(encoding="utf-8")

    assert text.partition(BEGIN)[2].partition(END)[0].strip() == expected().strip()
