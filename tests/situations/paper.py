"""Reads what a ticket printer was sent, and draws it: as lines and pictures for a test, as a page for a person's eye."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    width: int
    height: int
    bold: bool
    centred: bool
    white_on_black: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Dots, True for black."""

    rows: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `cut` says whether it was cut off at its end."""

    parts: tuple[Line | Picture, ...]
    cut: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(part for part in self.parts if isinstance(part, Line))

    @property
    def text(self) -> str:
        """What a person reads, in one line."""
        return " ".join(" ".join(line.text for line in self.lines).split())

    @property
    def picture(self) -> Picture:
        return next(part for part in self.parts if isinstance(part, Picture))

    def as_page(self, dots: int) -> str:
        """HTML in which a dot is a CSS pixel and a letter 12 by 24."""
        drawn = "".join(_drawn(part) for part in self.parts)
        letters = "font:20px/24px monospace;white-space:pre;overflow:hidden"
        return f'<meta charset="utf-8"><body style="margin:0;width:{dots}px;{letters};background:#fff">{drawn}'


class NotEscPos(Exception):
    """A byte that no command explains."""


#: Commands with so many bytes of arguments that change nothing a test looks at.
_PASSED_OVER = {b"\x1b@": 0, b"\x1c.": 0, b"\x1bt": 1, b"\x1bR": 1, b"\x1da": 1, b"\x1bJ": 1, b"\x1bd": 1, b"\x1dr": 1}


def read_paper(sent: bytes) -> Paper:
    """Raises NotEscPos for anything that is not part of the small language we write."""
    parts: list[Line | Picture] = []
    look = {"a": 0, "E": 0, "B": 0, "!": 0}
    text, at, cut = "", 0, False
    while at < len(sent):
        two = sent[at : at + 2]
        if two in _PASSED_OVER:
            at += 2 + _PASSED_OVER[two]
        elif two in (b"\x1ba", b"\x1bE", b"\x1dB", b"\x1d!"):
            look[chr(two[1])] = sent[at + 2]
            at += 3
        elif two == b"\x1dv":
            picture, at = _read_picture(sent, at)
            parts.append(picture)
        elif two == b"\x1dV":
            cut, at = True, at + 4
        elif sent[at] == 0x0A:
            size = look["!"]
            parts.append(Line(text, (size >> 4) + 1, (size & 7) + 1, bool(look["E"]), bool(look["a"]), bool(look["B"])))
            text, at = "", at + 1
        elif 0x20 <= sent[at] < 0x7F:
            text, at = text + chr(sent[at]), at + 1
        else:
            raise NotEscPos(sent[at : at + 8])
    return Paper(tuple(parts), cut)


def _read_picture(sent: bytes, at: int) -> tuple[Picture, int]:
    if sent[at + 2 : at + 4] != b"0\x00":
        raise NotEscPos(sent[at : at + 4])
    wide, high = int.from_bytes(sent[at + 4 : at + 6], "little"), int.from_bytes(sent[at + 6 : at + 8], "little")
    begin = at + 8
    rows = tuple(
        tuple(bool(byte >> (7 - bit) & 1) for byte in sent[begin + row * wide : begin + (row + 1) * wide] for bit in range(8))
        for row in range(high)
    )
    return Picture(rows), begin + wide * high


def _drawn(part: Line | Picture) -> str:
    if isinstance(part, Picture):
        width, height = len(part.rows[0]), len(part.rows)
        dots = "".join(
            f'<rect x="{x}" y="{y}" width="1" height="1"/>'
            for y, row in enumerate(part.rows)
            for x, black in enumerate(row)
            if black
        )
        return f'<div style="text-align:center"><svg width="{width}" height="{height}" shape-rendering="crispEdges">{dots}</svg></div>'
    place = "center" if part.centred else "left"
    colours = "background:#000;color:#fff" if part.white_on_black else ""
    box = f"display:inline-block;width:{12 * len(part.text)}px;height:24px;transform-origin:0 0;transform:scale({part.width},{part.height})"
    outer = f"display:inline-block;text-align:left;width:{12 * part.width * len(part.text)}px;height:{24 * part.height}px"
    weight = "font-weight:700;" if part.bold else ""
    inner = f'<span style="{box};{weight}{colours}">{escape(part.text)}</span>'
    return f'<div style="text-align:{place};height:{24 * part.height}px"><span style="{outer}">{inner}</span></div>'
