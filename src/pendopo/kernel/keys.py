"""The installation's secrets: files of mode 0600 in a directory apart from the data.

One file per purpose and number (`session.1.key`), so that a key can be replaced while what it protected stays readable.
"""

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_BYTES = 32


class KeyRing:
    """Keys of one installation, made when first asked for."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def secret(self, purpose: str, number: int = 1) -> bytes:
        """32 random bytes for one purpose; the same bytes at every later call, in every process."""
        path = self._directory / f"{purpose}.{number}.key"
        while True:
            try:
                return bytes.fromhex(path.read_text().strip())
            except FileNotFoundError:
                self._make(path)

    def signing_key(self, purpose: str, number: int = 1) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret(purpose, number))

    def _make(self, path: Path) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written apart and linked into place: of two processes that start together one wins and neither reads half a key.
        draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()


@cache
def key_ring(directory: Path) -> KeyRing:
    return KeyRing(directory)


def token_hash(token: str) -> str:
    """How a device's or desk's secret is kept: only its SHA-256 lies in the database (the token itself is random)."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(24)


def seal_text(key: bytes, text: str) -> str:
    """`text` with an HMAC-SHA256 tag that `open_sealed` checks; for cookies read by a process without Django."""
    return f"{text}.{hmac.new(key, text.encode(), hashlib.sha256).hexdigest()}"


def open_sealed(key: bytes, sealed: str) -> str | None:
    """The text of a sealed value, or None when it was not sealed with this key."""
    text, _, tag = sealed.rpartition(".")
    expected = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return text if hmac.compare_digest(tag, expected) else None
