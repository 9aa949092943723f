"""What is inside: one part after the other, each with its SHA-256, and at the end a list of them all.

A frame is a sign, a length and that many bytes: `H` begins a part with a few words about it, `D` is its content, `E` ends it with
what was counted; `Z` is the list of all parts and the last frame. The first part is `about`: who made it and of what shape it is.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from pendopo.config.keeping.faults import Damaged

_FRAME = struct.Struct("!cI")
_LARGEST = 4 * 1024 * 1024
Words = dict[str, Any]


class Output(Protocol):
    def write(self, content: bytes, /) -> object: ...


class Input(Protocol):
    def read(self, count: int, /) -> bytes: ...


@dataclass(slots=True)
class ContainerWriter:
    out: Output
    manifest: list[Words] = field(default_factory=list)

    def part(self, kind: str, content: Iterable[bytes], **words: Any) -> Words:
        """Write one part; returns its line of the manifest."""
        self._frame(b"H", orjson.dumps({"part": kind, **words}))
        seen, size = hashlib.sha256(), 0
        for block in content:
            for start in range(0, len(block), _LARGEST):
                self._frame(b"D", block[start : start + _LARGEST])
            seen.update(block)
            size += len(block)
        line = {"part": kind, "bytes": size, "sha256": seen.hexdigest()}
        self._frame(b"E", orjson.dumps(line))
        self.manifest.append(line)
        return line

    def close(self) -> None:
        self._frame(b"Z", orjson.dumps(self.manifest))

    def _frame(self, sign: bytes, content: bytes) -> None:
        self.out.write(_FRAME.pack(sign, len(content)))
        self.out.write(content)


@dataclass(slots=True)
class Part:
    """`words` are what was said about it; `content` must be read to its end before the next part."""

    kind: str
    words: Words
    content: Iterator[bytes]

    def whole(self) -> bytes:
        return b"".join(self.content)


class ContainerReader:
    """The parts in their order. Raises Damaged where a hash, a length or the list at the end does not agree."""

    def __init__(self, source: Input) -> None:
        self._source = source
        self.manifest: list[Words] = []

    def parts(self) -> Iterator[Part]:
        while True:
            sign, content = self._frame()
            if sign == b"Z":
                if _words(content) != self.manifest:
                    raise Damaged(where="manifest")
                if self._source.read(1):
                    raise Damaged(where="end")
                return
            if sign != b"H":
                raise Damaged(where=f"after part {len(self.manifest)}")
            words = _words(content)
            part = Part(str(words.pop("part")), words, self._content())
            yield part
            for _left in part.content:
                pass

    def _content(self) -> Iterator[bytes]:
        seen, size = hashlib.sha256(), 0
        while True:
            sign, content = self._frame()
            if sign == b"D":
                seen.update(content)
                size += len(content)
                yield content
                continue
            line = _words(content) if sign == b"E" else {}
            if line.get("bytes") != size or line.get("sha256") != seen.hexdigest():
                raise Damaged(where=f"part {len(self.manifest) + 1}")
            self.manifest.append(line)
            return

    def _frame(self) -> tuple[bytes, bytes]:
        head = self._source.read(_FRAME.size)
        if len(head) < _FRAME.size:
            raise Damaged(where="end")
        sign, length = _FRAME.unpack(head)
        content = self._source.read(length) if length else b""
        if len(content) < length:
            raise Damaged(where="end")
        return sign, content


def _words(content: bytes) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Damaged(where="frame") from None
