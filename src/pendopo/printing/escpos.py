"""The language of ticket printers (ESC/POS), as much of it as every maker understands.

Text in the printer's own letters (one to eight times their size), pictures as raster (QR codes too: the printers' own QR command
is missing in many), a cut. Nothing that a person typed reaches the printer as a command: only printable ASCII goes through.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

ESC, GS, FS, DLE = b"\x1b", b"\x1d", b"\x1c", b"\x10"

# ESC @ forgets what was set before; FS . leaves the Chinese two-byte mode in which many printers wake up; ESC t 0 is the first
# code page; GS a 0 ends unasked status messages, which would be taken for answers.
BEGIN = ESC + b"@" + FS + b"." + ESC + b"t\x00" + ESC + b"R\x00" + GS + b"a\x00"
#: Feed to the knife and cut, leaving a point so that the paper does not fall. A printer without a knife only feeds.
CUT = GS + b"V\x42\x00"
#: Real-time: forget everything received and not yet printed (DLE DC4 8).
FORGET = DLE + b"\x14\x08\x01\x03\x14\x01\x06\x02\x08"
#: Answered when all before it has been printed (GS r 1).
WHEN_DONE = GS + b"r\x01"

_LETTER_DOTS = 12
_FEED_LINES = 3
_LARGEST = 8
_ASCII = str.maketrans({"–": "-", "—": "-", "·": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "×": "x", "•": "*"})


def real_time_status(number: int) -> bytes:
    """DLE EOT: 1 the printer, 2 why it is off line, 4 the paper. Answered at once, whatever else it does."""
    return DLE + b"\x04" + bytes([number])


def plain(text: str) -> str:
    """The text in printable ASCII: accents are dropped, other scripts become "?", control signs disappear."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_ASCII))
    signs = (sign for sign in decomposed if not unicodedata.combining(sign))
    seen = (" " if sign.isspace() else sign for sign in signs if sign.isspace() or sign.isprintable())
    return "".join(sign if sign.isascii() else "?" for sign in seen)


@dataclass(frozen=True, slots=True)
class Roll:
    """Paper of one width: how many dots the head has."""

    dots: int

    def columns(self, size: int = 1) -> int:
        return self.dots // (_LETTER_DOTS * size)

    def largest(self, text: str, *, at_most: int = _LARGEST) -> int:
        """The largest size, 1 to 8, at which the text stands in one line."""
        return max(1, min(at_most, self.dots // (_LETTER_DOTS * max(1, len(plain(text))))))


#: By millimetres of paper; both print 8 dots a millimetre.
ROLLS = {58: Roll(384), 80: Roll(576)}


class Strip:
    """One paper, written from top to bottom."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self._parts: list[bytes] = [BEGIN]

    def text(self, words: str, *, size: int = 1, height: int = 0, bold: bool = False, centred: bool = True) -> None:
        """Words at 1 to 8 times the width (and `height`, else the same) of a letter, wrapped where a line ends."""
        for line in (
            _balanced(plain(words), self.roll.columns(size)) if centred else wrap(plain(words), self.roll.columns(size))
        ):
            self._line(line, size, height or size, bold, centred, white_on_black=False)

    def badge(self, words: str, *, size: int = 1) -> None:
        """White on black."""
        self._line(f" {plain(words)} "[: self.roll.columns(size)], size, size, True, True, white_on_black=True)

    def item(self, words: str, *, size: int = 1) -> None:
        """One thing of a list."""
        for line in wrap(plain(words), self.roll.columns(size), initial_indent="- ", subsequent_indent="  "):
            self._line(line, size, size, False, False, white_on_black=False)

    def rule(self) -> None:
        self._line("-" * self.roll.columns(), 1, 1, False, True, white_on_black=False)

    def space(self, dots: int) -> None:
        self._parts.append(ESC + b"J" + bytes([min(255, dots)]))

    def picture(self, rows: Sequence[Sequence[bool]], *, dot: int) -> None:
        """A picture in the middle of the line; each cell of `rows` becomes `dot` times `dot` dots, at least two."""
        # A printer obeys DLE (0x10: one lonely dot) also in the middle of a picture's bytes.
        if dot < 2:
            raise ValueError("a picture of single dots may hold a command")
        lines = b"".join(_packed(row, dot) * dot for row in rows)
        width, height = (len(rows[0]) * dot + 7) // 8, len(rows) * dot
        self._parts.append(ESC + b"a\x01" + GS + b"v0\x00" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + lines)

    def written(self) -> bytes:
        """All of it, fed out and cut."""
        return b"".join([*self._parts, ESC + b"d" + bytes([_FEED_LINES]), CUT])

    def _line(self, text: str, size: int, height: int, bold: bool, centred: bool, *, white_on_black: bool) -> None:
        self._parts += [
            ESC + b"a" + bytes([centred]), ESC + b"E" + bytes([bold]), GS + b"B" + bytes([white_on_black]),
            GS + b"!" + bytes([(size - 1) << 4 | (height - 1)]), text.encode("ascii"), b"\n",
        ]  # fmt: skip


def _balanced(words: str, columns: int) -> list[str]:
    """As few lines as possible, and then as even ones: no single word alone at the end."""
    lines = wrap(words, columns)
    for narrower in range(columns - 1, 7, -1):
        even = wrap(words, narrower)
        if len(even) > len(lines):
            break
        lines = even
    return lines


def _packed(row: Sequence[bool], dot: int) -> bytes:
    bits = "".join("1" * dot if black else "0" * dot for black in row)
    return int(bits.ljust((len(bits) + 7) // 8 * 8, "0"), 2).to_bytes((len(bits) + 7) // 8, "big")
