"""How large the screens of each audience are, and how wide their pictures are kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lens:
    """`scale` is the device's pixels per CSS pixel; `kept` the width of the picture, in pixels."""

    width: int
    height: int
    kept: int
    scale: float = 1.0
    touch: bool = False


PHONE = Lens(390, 844, kept=780, scale=2.0, touch=True)
DESKTOP = Lens(1366, 900, kept=1366)
DESK = Lens(1366, 768, kept=1366)
KIOSK = Lens(1080, 1920, kept=810, touch=True)
TELEVISION = Lens(1920, 1080, kept=1440)
