"""Files that lie in the data directory under the SHA-256 of their content, so that an address never changes what it shows."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from django.conf import settings

from pendopo.kernel.errors import NotFound

_NAME = re.compile(r"[0-9a-f]{64}")


class ContentFiles:
    """One kind of file, in a folder of its own in the data directory."""

    def __init__(self, folder: str, *, suffix: str = "") -> None:
        self._folder, self._suffix = folder, suffix

    @property
    def folder(self) -> Path:
        return Path(settings.DATA_DIRECTORY) / self._folder

    def path_of(self, sha256: str) -> Path:
        """Raises NotFound for what cannot be the name of a file."""
        if not _NAME.fullmatch(sha256):
            raise NotFound
        return self.folder / f"{sha256}{self._suffix}"

    def put(self, content: bytes) -> str:
        """Keep a file, whole or not at all; returns its SHA-256. The same content again changes nothing."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path_of(sha256)
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

    def drop(self, sha256: str) -> None:
        self.path_of(sha256).unlink(missing_ok=True)
