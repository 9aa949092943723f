"""The malls that ship with the product, a workbook each."""

from pathlib import Path

from pendopo.config.demo.words import CannotOpen, unknown_mall

_FOLDER = Path(__file__).resolve().parents[2] / "malls"


def shipped_malls() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.xlsx")))


def workbook_of(code: str) -> Path:
    """Raises CannotOpen for a mall that does not ship with the product."""
    if code not in shipped_malls():
        raise CannotOpen(unknown_mall(code, shipped_malls()))
    return _FOLDER / f"{code}.xlsx"
