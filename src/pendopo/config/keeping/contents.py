"""What belongs to an installation besides its tables: the keys, and the files people uploaded."""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pendopo.config.keeping.faults import Damaged

_BLOCK = 256 * 1024
# Made again by whoever needs them; everything else in the data directory is kept, whichever room put it there.
_MADE_AGAIN = frozenset({"static", "keeping"})
# In the name of a key that differed from the one in a backup.
ASIDE = ".before-"
_HALF_DONE = (".draft", ".lock")
_SECRET = 0o600


def key_files(keys: Path) -> list[Path]:
    """All that lies among the keys, certificates too; but for what a restore has set aside there."""
    return sorted(
        path for path in keys.glob("*") if path.is_file() and not path.name.startswith(".") and ASIDE not in path.name
    )


def uploaded_files(data: Path, *, keys: Path, without: Path | None = None) -> Iterator[Path]:
    """Everything in the data directory that is nobody else's: no database, no key, no backup, no other installation's."""
    left_out = {keys.resolve(), *([without.resolve()] if without else [])}
    for folder, names, files in os.walk(data):
        here = Path(folder)
        top = here == data
        names[:] = sorted(
            name for name in names
            if not (top and name in _MADE_AGAIN) and (here / name).resolve() not in left_out and not _is_installation(here / name)
        )  # fmt: skip
        for name in sorted(files):
            path = here / name
            if not (_is_database(name) or name.endswith(_HALF_DONE) or name == "lock" or path.is_symlink()):
                yield path


def blocks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def put_file(folder: Path, name: str, content: Iterator[bytes], *, mode: int) -> None:
    """Write it whole. Raises Damaged for a name that leads out of the folder."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts:
        raise Damaged(where="name")
    path = folder.joinpath(*parts)
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for block in content:
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def put_key(keys: Path, name: str, content: bytes) -> None:
    """A key that is there and differs is set aside, never thrown away: it may be the only one for some other data.

    Raises Damaged for a name that leads out of the folder, before anything is moved.
    """
    if name in ("", ".", "..") or "/" in name:
        raise Damaged(where="name")
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = keys / name
    with suppress(FileNotFoundError):
        before = path.read_bytes()
        if before == content:
            return
        path.replace(path.with_name(f"{name}{ASIDE}{sha256(before).hexdigest()[:8]}"))
    put_file(keys, name, iter([content]), mode=_SECRET)


def _is_database(name: str) -> bool:
    return ".sqlite3" in name


def _is_installation(folder: Path) -> bool:
    """Such as a demo's folder inside the data directory."""
    return any(folder.glob("*.sqlite3")) or (folder / "keys").is_dir()
