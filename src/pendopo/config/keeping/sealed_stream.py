"""A stream encrypted in chunks: it can be written and read in one pass, and shows every change, every cut and every swap.

    PENDOPO BACKUP 1\\n
    {"scrypt": {...}, "wrapped": "...", ...}\\n       in the open: how to make the passphrase's key, and the file's key under it
    chunk, chunk, ..., last chunk                   AES-256-GCM, 256 kB each

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as age and Tink use it: the nonce counts the chunks and
says which is the last, so that none can be left out, swapped or added. The stream's key is derived from the file's random key and
the header, so that a changed header opens nothing.
"""

import hashlib
import secrets
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pendopo.config.keeping.faults import Damaged, MadeByNewer, NotABackup, PassphraseNeeded, WrongPassphrase
from pendopo.config.keeping.passphrase import Derivation, Lock

FORMAT = 1
_FIRST_LINE = b"PENDOPO BACKUP "
_CHUNK, _TAG, _NONCE = 256 * 1024, 16, 12
_LONGEST_HEADER = 4096
_PURPOSE = b"pendopo backup"
# Level 1 of zlib: a quarter of the size for a tenth of the time of the highest.
_LEVEL = 1


class SealingWriter:
    """Compresses and encrypts what is written; only `close` makes it whole."""

    def __init__(self, out: BinaryIO, *, lock: Lock) -> None:
        self._out = out
        file_key, nonce = secrets.token_bytes(32), secrets.token_bytes(_NONCE)
        wrapped = nonce + AESGCM(lock.key).encrypt(nonce, file_key, _PURPOSE)
        scrypt = {"salt": lock.derivation.salt, "cost": lock.derivation.cost}
        header = orjson.dumps({"scrypt": scrypt, "wrapped": wrapped.hex()})
        out.write(b"%s%d\n%s\n" % (_FIRST_LINE, FORMAT, header))
        self._cipher = AESGCM(_stream_key(file_key, header))
        self._packer = zlib.compressobj(_LEVEL)
        self._waiting = bytearray()
        self._counter = 0

    def write(self, content: bytes) -> None:
        self._waiting += self._packer.compress(content)
        # One chunk is always kept back: it may be the last.
        while len(self._waiting) > _CHUNK:
            self._put(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]

    def close(self) -> None:
        self._waiting += self._packer.flush()
        while len(self._waiting) > _CHUNK:
            self._put(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]
        self._put(bytes(self._waiting), last=True)

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._counter, last=last), chunk, None))
        self._counter += 1


class OpenedReader:
    """Decrypts and unpacks; `read` gives exactly as many bytes as asked, fewer only at the end.

    The passphrase is asked for only when the machine's own lock does not fit. Raises NotABackup, MadeByNewer, WrongPassphrase,
    PassphraseNeeded, and while reading Damaged.
    """

    def __init__(self, source: BinaryIO, *, name: str, lock: Lock | None = None, passphrase: str | None = None) -> None:
        self._source = source
        header = _header(source, name)
        words = _words(header, name)
        file_key = _unwrapped(words, lock, passphrase)
        self._cipher = AESGCM(_stream_key(file_key, header))
        self._blocks = self._unpacked()
        self._left = b""

    def read(self, count: int) -> bytes:
        parts, missing = [], count
        while missing and (block := self._left or next(self._blocks, b"")):
            parts.append(block[:missing])
            self._left = block[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)

    def _unpacked(self) -> Iterator[bytes]:
        unpacker = zlib.decompressobj()
        try:
            for chunk in self._chunks():
                # In portions: a chunk may unpack to a thousand times its size.
                packed = chunk
                while block := unpacker.decompress(packed, _CHUNK):
                    yield block
                    packed = unpacker.unconsumed_tail
            if not unpacker.eof or unpacker.unused_data:
                raise Damaged(where="zlib")
        except zlib.error as error:
            raise Damaged(where="zlib") from error

    def _chunks(self) -> Iterator[bytes]:
        counter, chunk = 0, self._source.read(_CHUNK + _TAG)
        while chunk:
            following = self._source.read(_CHUNK + _TAG)
            try:
                yield self._cipher.decrypt(_nonce(counter, last=not following), chunk, None)
            except (InvalidTag, ValueError):
                raise Damaged(where=f"chunk {counter + 1}") from None
            counter, chunk = counter + 1, following
        if counter == 0:
            raise Damaged(where="chunk 1")


def derivation_in(source: BinaryIO, *, name: str) -> Derivation:
    """How the key of this backup is made, without opening it."""
    return Derivation.read(_words(_header(source, name), name).get("scrypt"))


def _header(source: BinaryIO, name: str) -> bytes:
    first = source.readline(64)
    if not first.startswith(_FIRST_LINE):
        raise NotABackup(file=name)
    number = first.removeprefix(_FIRST_LINE).strip()
    if not number.isdigit() or int(number) > FORMAT:
        raise MadeByNewer(version="?", ours=f"format {FORMAT}")
    return source.readline(_LONGEST_HEADER).rstrip(b"\n")


def _words(header: bytes, name: str) -> dict[str, object]:
    with suppress(orjson.JSONDecodeError):
        words = orjson.loads(header)
        if isinstance(words, dict):
            return words
    raise NotABackup(file=name)


def _unwrapped(words: dict[str, object], lock: Lock | None, passphrase: str | None) -> bytes:
    derivation = Derivation.read(words.get("scrypt"))
    if passphrase is not None:
        key = derivation.key(passphrase)
    elif lock is not None and lock.derivation == derivation:
        key = lock.key
    else:
        raise PassphraseNeeded
    try:
        wrapped = bytes.fromhex(str(words.get("wrapped")))
        return AESGCM(key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _PURPOSE)
    except (InvalidTag, ValueError):
        raise WrongPassphrase from None


def _stream_key(file_key: bytes, header: bytes) -> bytes:
    salt = hashlib.sha256(header).digest()
    return HKDF(SHA256(), length=32, salt=salt, info=_PURPOSE + b" stream").derive(file_key)


def _nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(_NONCE - 1, "big") + (b"\1" if last else b"\0")
