"""The database from one address, with the options that make it safe and fast (DESIGN §7)."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pendopo.kernel.addresses import sqlite_file

# WAL with FULL: an acknowledged number survives a power cut. The log is folded in every 16 MB: a busy page is written back once
# for hundreds of commits. What is deleted or written over is overwritten with zeros where its page is written anyway: personal data
# that was erased must not linger between rows.
_SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; "
    "PRAGMA wal_autocheckpoint=4000; PRAGMA secure_delete=FAST;"
)


def database(address: str, *, data_directory: Path) -> dict[str, Any]:
    """Django's DATABASES entry for `sqlite:///file`, `postgresql://user@host/name` or, when empty, SQLite in the data directory."""
    if file := sqlite_file(address, data_directory=data_directory):
        return _sqlite(file)
    parts = urlsplit(address)
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(parts.path.lstrip("/"), parts.username, parts.password, parts.hostname, parts.port, parts.query)
    raise ValueError(f"PENDOPO_DATABASE: {parts.scheme!r} is neither sqlite nor postgresql")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_START},
        # A file, so that processes and threads of a test see the same database.
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},
    }


def _postgresql(
    name: str, user: str | None, password: str | None, host: str | None, port: int | None, query: str
) -> dict[str, Any]:
    options = dict(parse_qsl(query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": options.pop("host", host or ""),
        "PORT": str(options.pop("port", port or "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 3, **options},
    }
