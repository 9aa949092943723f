"""A picture that somebody uploads, written anew: what it is, is read from its bytes, and only the picture itself is kept.

PNG and JPEG, without another library. Everything beside the picture is left out (where a phone took it, comments, whatever is
hung on behind its end), and a picture that would fill the memory is refused before it is unpacked.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from pendopo.kernel.errors import DomainError

LARGEST_BYTES = 4 * 1024 * 1024
_LONGEST_SIDE = 8000
_MOST_PIXELS = 16_000_000
# Four bytes a pixel, and one a row (interlaced: not quite two); with eight, a few uploads at once would take the memory of a small machine.
_MOST_UNPACKED = 4 * _MOST_PIXELS + 2 * _LONGEST_SIDE
PNG, JPEG = "image/png", "image/jpeg"

_PNG_BEGIN = b"\x89PNG\r\n\x1a\n"
# Samples of one pixel by colour type, and the depths that may go with it.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# Frames of baseline, extended and progressive pictures.
_FRAMES = (0xC0, 0xC1, 0xC2)
_TABLES = (0xC4, 0xDB, 0xDD)
_ADOBE, _BEGIN, _END, _SCAN = 0xEE, 0xD8, 0xD9, 0xDA


class PictureTooLarge(DomainError):
    code = "directory.picture_too_large"
    status = 413
    message = _("The picture is too large. Please save it with at most 4 MB and 8,000 pixels a side.")


class NotAPicture(DomainError):
    code = "directory.not_a_picture"
    status = 422
    message = _("This is no PNG or JPEG picture. Please export the floor plan as one of these.")


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    media_type: str
    width: int
    height: int


def cleaned(content: bytes) -> Picture:
    """Raises PictureTooLarge, NotAPicture."""
    if len(content) > LARGEST_BYTES:
        raise PictureTooLarge
    try:
        if content.startswith(_PNG_BEGIN):
            return _png(content)
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
    except (struct.error, zlib.error, IndexError, KeyError) as fault:
        raise NotAPicture from fault
    raise NotAPicture


def _png(content: bytes) -> Picture:
    kept: dict[bytes, bytes] = {}
    pixels = bytearray()
    for name, data in _chunks(content):
        if name == b"IDAT":
            pixels += data
        elif name in (b"IHDR", b"PLTE", b"tRNS"):
            kept.setdefault(name, data)
    width, height, depth, colour, method, filters, interlaced = struct.unpack(">IIBBBBB", kept[b"IHDR"])
    _refuse_size(width, height)
    if method or filters or interlaced > 1 or depth not in _DEPTHS[colour] or (colour == 3 and b"PLTE" not in kept):
        raise NotAPicture
    size = _png_size(width, height, depth * _SAMPLES[colour], interlaced=bool(interlaced))
    if size > _MOST_UNPACKED:
        raise PictureTooLarge
    unpacked = zlib.decompressobj().decompress(bytes(pixels), size + 1)
    if len(unpacked) != size:
        raise NotAPicture
    written = [_PNG_BEGIN, _chunk(b"IHDR", kept[b"IHDR"])]
    written += [_chunk(name, kept[name]) for name in (b"PLTE", b"tRNS") if name in kept]
    written += [_chunk(b"IDAT", zlib.compress(unpacked, 6)), _chunk(b"IEND", b"")]
    return Picture(b"".join(written), PNG, width, height)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG_BEGIN)
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        data = content[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", content, at + 8 + length)
        if check != zlib.crc32(name + data):
            raise NotAPicture
        yield name, data
        if name == b"IEND":
            return
        at += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png_size(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    """Bytes of all rows unpacked, each with its filter's byte before it."""
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    size = 0
    for left, top, across, down in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            size += rows * (1 + -(-columns * bits // 8))
    return size


def _jpeg(content: bytes) -> Picture:
    written, size, at = [b"\xff\xd8"], None, 2
    while True:
        at = _marker(content, at)
        kind = content[at]
        if kind == _END:
            break
        (length,) = struct.unpack_from(">H", content, at + 1)
        segment = content[at + 1 : at + 1 + length]
        if length < 2 or len(segment) != length:
            raise NotAPicture
        if kind in _FRAMES:
            size = struct.unpack_from(">HH", segment, 3)
            _refuse_size(size[1], size[0])
        if kind in (*_FRAMES, *_TABLES, _SCAN) or (kind == _ADOBE and segment[2:7] == b"Adobe" and length <= 14):
            written.append(b"\xff" + bytes([kind]) + segment)
        at += 1 + length
        if kind == _SCAN:
            end = _end_of_scan(content, at)
            written.append(content[at:end])
            at = end
    if size is None or len(written) < 3:
        raise NotAPicture
    return Picture(b"".join([*written, b"\xff\xd9"]), JPEG, size[1], size[0])


def _marker(content: bytes, at: int) -> int:
    """Where the next marker's kind stands; fill bytes may come before it."""
    if content[at] != 0xFF:
        raise NotAPicture
    while content[at] == 0xFF:
        at += 1
    return at


def _end_of_scan(content: bytes, at: int) -> int:
    """Behind the picture's own bytes: a marker that is neither an escaped FF nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise NotAPicture
        if content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
        else:
            return at


def _refuse_size(width: int, height: int) -> None:
    if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE) or width * height > _MOST_PIXELS:
        raise PictureTooLarge
