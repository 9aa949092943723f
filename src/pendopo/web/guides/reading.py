"""A guide's plain text as blocks that a template prints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pendopo.kernel.errors import NotFound

_TEXTS = Path(__file__).parent / "texts"
_SECTION = re.compile(r"## (.+?) \{([a-z-]+)\}\Z")
#: In the order in which they are offered.
GUIDES = ("loket", "sambut", "kelola", "admin", "ti")


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is paragraph, points, steps or picture; a picture's `lines` are its file and what it shows."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """`lead` is the first paragraph, before any section."""

    code: str
    title: str
    lead: str
    sections: tuple[Section, ...]


@cache
def guide(code: str) -> Guide:
    """Raises NotFound."""
    if code not in GUIDES:
        raise NotFound
    head, *parts = re.split(r"(?m)^(?=## )", (_TEXTS / f"{code}.txt").read_text(encoding="utf-8"))
    title, _blank, lead = head.strip().partition("\n")
    return Guide(code, title.removeprefix("# "), " ".join(lead.split()), tuple(_section(part) for part in parts))


def pictures() -> frozenset[str]:
    """The files that all guides print."""
    blocks = (block for code in GUIDES for section in guide(code).sections for block in section.blocks)
    return frozenset(block.lines[0] for block in blocks if block.kind == "picture")


def _section(text: str) -> Section:
    heading, _newline, body = text.strip().partition("\n")
    found = _SECTION.fullmatch(heading)
    if found is None:
        raise ValueError(f"no section: {heading}")
    return Section(found[1], found[2], tuple(_blocks(body)))


def _blocks(body: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = tuple(line.strip() for line in part.splitlines() if line.strip())
        if not lines:
            continue
        if lines[0].startswith("! "):
            file, _blank, shows = lines[0][2:].partition(" ")
            yield Block("picture", (file, shows))
        elif lines[0].startswith("- "):
            yield Block("points", tuple(line.removeprefix("- ") for line in lines))
        elif re.match(r"\d+\. ", lines[0]):
            yield Block("steps", tuple(re.sub(r"^\d+\. ", "", line) for line in lines))
        else:
            yield Block("paragraph", (" ".join(lines),))
