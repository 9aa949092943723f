"""The icons: one drawing file, and which of them each surface's sprite carries.

`icons.svg` beside this module is the only source. A screen never loads it: `scripts/sprites` writes one small
sprite per surface with the names listed here. The phone's ticket has no sprite, its few icons stand in the page.
To use a new icon, add its name to the surface below and run `scripts/sprites`.
"""

import re
from functools import cache
from pathlib import Path

DRAWINGS = Path(__file__).with_name("icons.svg")
SPRITE_FOLDER = Path(__file__).parents[1] / "static" / "pendopo" / "img"

#: Surfaces whose icons are written into the page instead of a sprite.
INLINE_SURFACES = frozenset({"ticket"})

_EVERYWHERE = (
    "arrow-left arrow-right check chevron-right circle-check circle-help circle-slash clock coffee door-closed info "
    "map-pin mark pause rotate-ccw search triangle-alert user-check user-x users wifi-off x"
)
_VISITORS = (
    "accessibility baby bell-ring briefcase building-2 calendar-clock calendar-days car elder file-text flower-2 "
    "footprints hand-heart heart-handshake heart-pulse hourglass house id-card landmark languages megaphone "
    "person-standing phone plane pregnant printer qr-code shield-check store ticket wallet"
)
_BY_SURFACE = {
    "public": f"{_EVERYWHERE} {_VISITORS} arrow-down book-heart clock-alert download list lock log-in "
    "map message-square moon share-2 smartphone square-parking",
    "kiosk": f"{_EVERYWHERE} {_VISITORS} contrast ear loader-circle list lock mic moon volume-2",
    "display": "arrow-left arrow-right arrow-up coffee clock door-closed history info map-pin mark megaphone moon "
    "rotate-ccw volume-2 volume-x wifi-off",
    "staff": f"{_EVERYWHERE} accessibility arrow-down arrow-up baby bell-ring building-2 calendar-clock calendar-days "
    "clock-alert corner-up-right download elder ellipsis file-clock file-text footprints hand-heart "
    "history hourglass id-card languages list loader-circle lock log-in log-out megaphone message-square mic minus monitor moon "
    "person-standing phone play plus pregnant printer qr-code shield-check smartphone ticket trending-down "
    "trending-up upload volume-2 volume-x wallet",
}


class UnknownIcon(ValueError):
    """The name is not drawn, or the surface's sprite does not carry it."""


@cache
def drawings() -> dict[str, tuple[str, str]]:
    """Return every icon's symbol attributes and content by its name, in the order of the file."""
    found = re.findall(r'<symbol id="([^"]+)"([^>]*)>(.*?)</symbol>', DRAWINGS.read_text(encoding="utf-8"))
    return {name: (attributes.strip(), content) for name, attributes, content in found}


def surfaces() -> tuple[str, ...]:
    """Return the surfaces that have a sprite."""
    return tuple(_BY_SURFACE)


@cache
def names_for(surface: str) -> frozenset[str]:
    """Return the icons a surface may show."""
    return frozenset(drawings() if surface in INLINE_SURFACES else _BY_SURFACE[surface].split())


def require(name: str, *, surface: str) -> None:
    """Raise UnknownIcon unless the surface can show the icon: an empty square on a screen helps nobody."""
    if name not in names_for(surface):
        known = "is not in its sprite" if name in drawings() else "is not drawn"
        raise UnknownIcon(f'Icon "{name}" {known} for the surface "{surface}"; see pendopo/web/components/icons.py.')


def sprite(surface: str) -> str:
    """Return the sprite file's text: what `scripts/sprites` writes and the tests compare."""
    carried = names_for(surface)
    if missing := carried - drawings().keys():
        raise UnknownIcon(f"Not drawn: {', '.join(sorted(missing))}.")
    symbols = [f'<symbol id="{name}" {head}>{body}</symbol>' for name, (head, body) in drawings().items() if name in carried]
    note = "<!-- Made by scripts/sprites from Lucide icons (ISC, see icons-LICENSE.txt) and our own drawings. -->"
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', note, *symbols, "</svg>"]) + "\n"


def sprite_path(surface: str) -> Path:
    """Return where the surface's sprite lies among the static files."""
    return SPRITE_FOLDER / f"icons-{surface}.svg"
