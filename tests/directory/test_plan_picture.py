"""Pictures of floor plans are written anew: nothing but the picture stays, and hostile ones are refused by name."""

import struct
import zlib

import pytest

from pendopo.directory.plan_picture import LARGEST_BYTES, cleaned
from tests.situations.line import refusal_of
from tests.situations.plans import JPEG_WITH_COMMENT, a_png


def test_a_png_stays_a_picture_without_what_stood_beside_it():
    picture = cleaned(a_png(40, 20, beside=b"GPS 5.7S 105.6E", behind=b"<script>alert(1)</script>"))

    assert (picture.media_type, picture.width, picture.height) == ("image/png", 40, 20)
    assert b"GPS" not in picture.content
    assert b"script" not in picture.content
    assert cleaned(picture.content).content == picture.content


def test_a_jpeg_loses_its_comments_and_what_hangs_on_behind_it():
    picture = cleaned(JPEG_WITH_COMMENT + b"PK\x03\x04 an archive")

    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 1, 1)
    assert b"rahasia" not in picture.content
    assert b"archive" not in picture.content
    assert picture.content.endswith(b"\xff\xd9")


NO_PICTURES = {
    "empty": b"",
    "gif": b"GIF89a",
    "svg": b"<svg onload='alert(1)'/>",
    "pdf": b"%PDF-1.7",
    "png without a body": b"\x89PNG\r\n\x1a\n",
    "jpeg without a body": b"\xff\xd8\xff\xd9",
    "png cut off": a_png()[:-9],
    "jpeg cut off": JPEG_WITH_COMMENT[:60],
}


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused(content):
    assert refusal_of(lambda: cleaned(content)) == "directory.not_a_picture"


def test_a_changed_chunk_is_noticed():
    content = bytearray(a_png())
    content[20] ^= 1
    assert refusal_of(lambda: cleaned(bytes(content))) == "directory.not_a_picture"


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked():
    assert refusal_of(lambda: cleaned(a_png(9000, 1))) == "directory.picture_too_large"
    assert refusal_of(lambda: cleaned(b"\x89PNG" + bytes(LARGEST_BYTES))) == "directory.picture_too_large"


def test_a_picture_of_eight_bytes_a_pixel_is_refused_by_its_head():
    header = struct.pack(">IIBBBBB", 4000, 4000, 16, 6, 0, 0, 0)
    head = a_png(1, 1).replace(struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), header)
    head = head[:29] + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + head[33:]
    assert refusal_of(lambda: cleaned(head)) == "directory.picture_too_large"


def test_a_picture_that_unpacks_to_more_than_it_says_is_refused():
    header = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
    bomb = zlib.compress(bytes(5_000_000))
    chunks = [(b"IHDR", header), (b"IDAT", bomb), (b"IEND", b"")]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    assert refusal_of(lambda: cleaned(content)) == "directory.not_a_picture"
