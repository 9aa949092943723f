"""Where pictures of floor plans lie: in the data directory, each under the SHA-256 of its content."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from django.conf import settings

from pendopo.kernel.errors import NotFound

_NAME = re.compile(r"[0-9a-f]{64}")


def path_of(sha256: str) -> Path:
    """Raises NotFound for what cannot be a picture's name."""
    if not _NAME.fullmatch(sha256):
        raise NotFound
    return Path(settings.DATA_DIRECTORY) / "plans" / sha256


def put(content: bytes) -> str:
    """Keep a picture, whole or not at all; returns its SHA-256. The same picture again changes nothing."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(6)}.draft")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return sha256


def drop(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)
