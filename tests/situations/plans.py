"""Floor plans, and pictures as people upload them."""

import struct
import zlib

from pendopo.directory.draw_plan import add_plan
from pendopo.directory.models import FloorPlan, Mall
from tests.situations.times import EIGHT

#: One grey pixel as a camera writes it, with a comment ("rahasia") and where it was taken.
JPEG_WITH_COMMENT = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000fffe000972616861736961ffdb004300" + "01" * 64
    + "ffc0000b080001000101011100ffc40014000100000000000000000000000000000009ffc40014100100000000000000000000000000000000"
    "ffda0008010100003f0054bfffd9"
)  # fmt: skip


def a_png(width: int = 40, height: int = 20, *, beside: bytes = b"", behind: bytes = b"") -> bytes:
    """A white picture; `beside` stands in a comment within it, `behind` hangs on after its end."""
    rows = b"".join(b"\x00" + b"\xff" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"tEXt", beside), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    written = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + written + behind


def a_plan(mall: Mall, *, name: str = "Lantai 1", content: bytes | None = None) -> FloorPlan:
    return add_plan(mall=mall, name=name, content=content or a_png(1200, 800), at=EIGHT, actor="officer:rina")
