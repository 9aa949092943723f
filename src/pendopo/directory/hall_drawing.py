"""What a map of the hall is drawn from. All lengths are units of the drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Mark:
    """A point: `label` stands in it (a counter's number), `name` says it in words. `target` is the row it stands for."""

    kind: str
    label: str
    name: str
    x: int
    y: int
    zone_letter: str = ""
    target: UUID | None = None
    here: bool = False
    goal: bool = False
    # Room for its name beside it.
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A zone of the scheme."""

    letter: str
    name: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """One floor. `picture` is a SHA-256, empty for a scheme; `way` are the points of the step-free way, "10,20 30,20"."""

    name: str
    width: int
    height: int
    picture: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    way: str

    @property
    def unit(self) -> int:
        """The radius of a mark."""
        return max(self.width, self.height) // 40 if self.picture else 30


def facility_letters(facilities: Iterable[UUID]) -> dict[UUID, str]:
    """A sign for each, by which the list beside the map names it: a to z, then a1, b1 and so on."""
    return {key: chr(97 + place % 26) + (str(place // 26) if place >= 26 else "") for place, key in enumerate(facilities)}
