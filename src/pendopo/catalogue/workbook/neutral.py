"""Text in a CSV file that a spreadsheet would take for a formula: marked when it is written, unmarked when it is read.

In CSV nothing says that a cell is text, so a name such as `=HYPERLINK(…)` would compute in the hands of whoever opens the file. An
apostrophe before it keeps it text in every spreadsheet. What already looks marked is marked once more, so that every text comes back
as it was. (In an .xlsx file a cell says itself that it is text: `paper`.)
"""

import re

_MARK = "'"
# With the wide signs of East Asian keyboards, which some spreadsheets take for the same.
_COMPUTES = r"[=+\-@\t\r\n＝＋－＠]"
_TO_MARK = re.compile(rf"{_MARK}*{_COMPUTES}")
_MARKED = re.compile(rf"{_MARK}+{_COMPUTES}")


def marked(cell: object) -> object:
    """The cell as CSV may hold it; what is no text stays as it is."""
    return _MARK + cell if isinstance(cell, str) and _TO_MARK.match(cell) else cell


def unmarked(text: str) -> str:
    """`unmarked(marked(text)) == text`."""
    return text[1:] if _MARKED.match(text) else text
