"""Where an installation's database lies, read from its one address. Shared by Django's settings and the process without Django."""

from pathlib import Path
from urllib.parse import unquote, urlsplit


def sqlite_file(address: str, *, data_directory: Path) -> Path | None:
    """The SQLite file of `sqlite:///file` or, when the address is empty, of the data directory; None for another database."""
    if not address:
        return data_directory / "pendopo.sqlite3"
    parts = urlsplit(address)
    if parts.scheme != "sqlite":
        return None
    return Path(unquote(parts.path.removeprefix("/") if parts.path.startswith("//") else parts.path))
